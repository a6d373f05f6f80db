import { api, type Schemas, told } from '../api';
import { count, day } from '../format';
import { useLoad } from '../load';
import { inTenant, loadSites, type Site, useTenantId } from '../tenant';
import { Await, Card, Empty, Page } from '../ui/parts';
import { SaveAs, Table } from '../ui/table';

interface Used {
  site: Site;
  today: number;
  submissions: number;
  visits: number;
}

type Stats = Schemas['StatsAnswer'];

const sum = (stats: Stats) => stats.series.reduce((all, { total }) => all + total, 0);
const last = (stats: Stats) => stats.series.reduce((all, { counts }) => all + (counts.at(-1) ?? 0), 0);

async function loadUsage(tenantId: string): Promise<Used[]> {
  const sites = await loadSites(tenantId);
  const range = { from: day(29), to: day() };
  const ask = (dimension: 'submissions' | 'visits', domainId: string) => {
    const params = { path: { tenantId }, query: { ...range, dimension, domainId } };
    return told(api.GET('/v1/admin/tenants/{tenantId}/stats', { params }));
  };
  return Promise.all(
    sites.map(async (site) => {
      const [submissions, visits] = await Promise.all([
        ask('submissions', site.domainId),
        ask('visits', site.domainId),
      ]);
      return { site, today: last(submissions), submissions: sum(submissions), visits: sum(visits) };
    }),
  );
}

export function Usage() {
  const tenantId = useTenantId();
  const loaded = useLoad(() => loadUsage(tenantId), [tenantId]);
  const list = (name: string, { domainId }: Site, from: string) =>
    inTenant(tenantId, `/${name}?${new URLSearchParams({ domainId, from })}`);
  const rows = (loaded.data ?? []).map(({ site, ...used }) => ({
    site: site.name,
    domainId: site.domainId,
    quota: site.dailyQuota,
    ...used,
  }));
  return (
    <Page
      title="Usage"
      about="Of each site, today (UTC) and in the last 30 days."
      actions={<SaveAs name="usage" rows={rows} />}
    >
      <Await of={loaded}>
        {(used) =>
          used.length === 0 ? (
            <Empty title="No site yet">
              <p>
                <a href={inTenant(tenantId, '/sites')}>Create a site</a>; what its pages send is counted here.
              </p>
            </Empty>
          ) : (
            <Card>
              <Table
                caption="Usage by site"
                rows={used}
                keyOf={({ site }) => site.domainId}
                columns={[
                  {
                    name: 'Site',
                    cell: ({ site }) => <a href={inTenant(tenantId, `/sites/${site.domainId}`)}>{site.name}</a>,
                  },
                  {
                    name: 'Submissions today',
                    number: true,
                    cell: ({ site, today }) => <a href={list('events', site, day())}>{count(today)}</a>,
                  },
                  { name: 'Daily quota', cell: (row) => <Quota {...row} /> },
                  {
                    name: 'Submissions, 30 days',
                    number: true,
                    cell: ({ site, submissions }) => <a href={list('events', site, day(29))}>{count(submissions)}</a>,
                  },
                  {
                    name: 'Visits, 30 days',
                    number: true,
                    cell: ({ site, visits }) => <a href={list('visits', site, day(29))}>{count(visits)}</a>,
                  },
                ]}
              />
            </Card>
          )
        }
      </Await>
    </Page>
  );
}

function Quota({ site, today }: Used) {
  if (site.dailyQuota === null) return <span class="quiet">none</span>;
  return (
    <span class="quota">
      <meter
        min={0}
        max={site.dailyQuota}
        high={site.dailyQuota * 0.8}
        value={today}
        aria-label="Share of the quota used"
      />{' '}
      {count(site.dailyQuota)}
    </span>
  );
}
