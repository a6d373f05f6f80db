import { useState } from 'preact/hooks';
import { api, told } from '../api';
import { country } from '../format';
import { useLoad } from '../load';
import { inTenant, loadSites, useTenantId } from '../tenant';
import { Await, Card, Empty, Page, Time } from '../ui/parts';
import { Pager, SaveAs, Table } from '../ui/table';
import { known } from './devices';
import { Filters, siteFilter, useQuery } from './filters';

const NAMES = ['deviceId', 'domainId', 'country', 'from', 'to'];

export function Visits() {
  const tenantId = useTenantId();
  const [query, set] = useQuery();
  const [trail, setTrail] = useState<string[]>([]);
  const sites = useLoad(() => loadSites(tenantId), [tenantId]);
  const asked = { ...known(query, NAMES), cursor: trail.at(-1) };
  const loaded = useLoad(() => {
    const params = { path: { tenantId }, query: asked as never };
    return told(api.GET('/v1/admin/tenants/{tenantId}/visits', { params }));
  }, [tenantId, JSON.stringify(asked)]);
  const filters = [
    siteFilter(sites.data),
    { name: 'country', label: 'Country (DE)' },
    { name: 'from', label: 'From', type: 'date' as const },
    { name: 'to', label: 'Before', type: 'date' as const },
  ];
  return (
    <Page
      title="Visits"
      about="Known devices that came again before their next submission was due."
      actions={<SaveAs name="visits" rows={loaded.data?.visits ?? []} />}
    >
      <details class="card filter-box" open={NAMES.some((name) => query[name])}>
        <summary>Filter</summary>
        <Filters
          filters={filters}
          query={query}
          set={(change) => {
            setTrail([]);
            set(change);
          }}
        />
      </details>
      <Await of={loaded}>
        {({ visits, nextCursor }) => (
          <Card>
            {visits.length === 0 ? (
              <Empty title={nextCursor ? 'None on this page; there may be some on the next' : 'No visit here yet'}>
                <p>A visit is counted when a page that knows its device is opened within the site’s interval.</p>
              </Empty>
            ) : (
              <Table
                caption="Visits"
                rows={visits}
                keyOf={({ requestId }) => requestId}
                columns={[
                  { name: 'When', cell: ({ createdAt }) => <Time iso={createdAt} /> },
                  {
                    name: 'Device',
                    cell: ({ deviceId }) => (
                      <a class="mono" href={inTenant(tenantId, `/devices/${deviceId}`)}>
                        {deviceId}
                      </a>
                    ),
                  },
                  { name: 'Origin', cell: ({ origin }) => origin ?? '—' },
                  {
                    name: 'Where',
                    cell: (it) => (it.city ? `${it.city}, ${country(it.country)}` : country(it.country)),
                  },
                  { name: 'Network', cell: ({ network }) => network.asOrganization ?? network.ipPrefix ?? '—' },
                ]}
              />
            )}
            <Pager trail={trail} next={nextCursor} go={setTrail} />
          </Card>
        )}
      </Await>
    </Page>
  );
}
