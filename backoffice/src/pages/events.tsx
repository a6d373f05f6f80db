import { useState } from 'preact/hooks';
import { api, told } from '../api';
import { useLoad } from '../load';
import { inTenant, loadSites, useTenantId } from '../tenant';
import { Await, Card, Empty, Flags, Level, Page, Time } from '../ui/parts';
import { Pager, SaveAs, Table } from '../ui/table';
import { known } from './devices';
import { Filters, FLAGS, LEVELS, siteFilter, useQuery } from './filters';

const NAMES = [
  'sort',
  'deviceId',
  'linkedId',
  'action',
  'domainId',
  'riskLevel',
  'minScore',
  'maxScore',
  'flag',
  'country',
  'from',
  'to',
];

export function Events() {
  const tenantId = useTenantId();
  const [query, set] = useQuery();
  const [trail, setTrail] = useState<string[]>([]);
  const sites = useLoad(() => loadSites(tenantId), [tenantId]);
  const asked = { ...known(query, NAMES), cursor: trail.at(-1) };
  const loaded = useLoad(() => {
    const params = { path: { tenantId }, query: asked as never };
    return told(api.GET('/v1/admin/tenants/{tenantId}/events', { params }));
  }, [tenantId, JSON.stringify(asked)]);
  const filters = [
    siteFilter(sites.data),
    LEVELS,
    FLAGS,
    { name: 'country', label: 'Country (DE)' },
    { name: 'action', label: 'Action' },
    { name: 'linkedId', label: 'Linked id' },
    { name: 'from', label: 'From', type: 'date' as const },
    { name: 'to', label: 'Before', type: 'date' as const },
  ];
  return (
    <Page
      title="Submissions"
      about="Every full submission, with what was decided."
      actions={<SaveAs name="submissions" rows={loaded.data?.events ?? []} />}
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
        {({ events, nextCursor }) => (
          <Card>
            {events.length === 0 ? (
              <Empty
                title={nextCursor ? 'None on this page; there may be some on the next' : 'No submission is like that'}
              />
            ) : (
              <Table
                caption="Submissions"
                rows={events}
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
                  { name: 'Score', number: true, cell: ({ score }) => score },
                  { name: 'Level', cell: ({ riskLevel }) => <Level level={riskLevel} /> },
                  { name: 'Flags', cell: ({ flags }) => <Flags flags={flags} /> },
                  { name: 'Told by', cell: ({ identity }) => identity.method },
                  {
                    name: 'About',
                    cell: ({ action, linkedId }) => [action, linkedId].filter(Boolean).join(' · ') || '—',
                  },
                  { name: 'Origin', cell: ({ origin }) => origin ?? '—' },
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
