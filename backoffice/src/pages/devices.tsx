import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, type Schemas, told } from '../api';
import { country } from '../format';
import { useEvery, useLoad } from '../load';
import { inTenant, loadSites, useTenantId } from '../tenant';
import { Check, Field, Form } from '../ui/form';
import { Await, Card, Empty, Flags, Level, Page, Time } from '../ui/parts';
import { Pager, SaveAs, Table } from '../ui/table';
import { Filters, FLAGS, LEVELS, type Query, siteFilter, useQuery } from './filters';

type Device = Schemas['Device'];

const SORT = {
  name: 'sort',
  label: 'Order',
  options: [
    ['', 'Newest first'],
    ['createdAt', 'Oldest first'],
    ['-lastSeenAt', 'Last seen first'],
    ['lastSeenAt', 'Longest unseen first'],
    ['-score', 'Riskiest first'],
    ['score', 'Least risky first'],
  ] as [string, string][],
};

const NAMES = [
  'sort',
  'domainId',
  'riskLevel',
  'flag',
  'country',
  'minScore',
  'maxScore',
  'createdFrom',
  'createdTo',
  'lastSeenFrom',
  'lastSeenTo',
];

/** What the API knows of an address's query. */
export const known = (query: Query, names: string[]) =>
  Object.fromEntries(names.filter((name) => query[name]).map((name) => [name, query[name]]));

export function Devices() {
  const tenantId = useTenantId();
  const [query, set] = useQuery();
  const [trail, setTrail] = useState<string[]>([]);
  const [live, setLive] = useState(false);
  const sites = useLoad(() => loadSites(tenantId), [tenantId]);
  const asked = { ...known(query, NAMES), limit: 50, cursor: trail.at(-1) };
  const loaded = useLoad(() => {
    const params = { path: { tenantId }, query: asked as never };
    return told(api.GET('/v1/admin/tenants/{tenantId}/devices', { params }));
  }, [tenantId, JSON.stringify(asked)]);
  useEvery(3000, live && trail.length === 0, loaded.reload);
  const change = (changed: Query) => {
    setTrail([]);
    set(changed);
  };
  const filters = [
    SORT,
    siteFilter(sites.data),
    LEVELS,
    FLAGS,
    { name: 'country', label: 'Country (DE)' },
    { name: 'minScore', label: 'Score from', type: 'number' as const },
    { name: 'maxScore', label: 'Score to', type: 'number' as const },
    { name: 'createdFrom', label: 'First seen from', type: 'date' as const },
    { name: 'createdTo', label: 'First seen before', type: 'date' as const },
    { name: 'lastSeenFrom', label: 'Last seen from', type: 'date' as const },
    { name: 'lastSeenTo', label: 'Last seen before', type: 'date' as const },
  ];
  return (
    <Page title="Devices" actions={<SaveAs name="devices" rows={loaded.data?.devices ?? []} />}>
      <LookUp tenantId={tenantId} />
      <details class="card filter-box" open={NAMES.some((name) => query[name])}>
        <summary>Filter and sort</summary>
        <Filters filters={filters} query={query} set={change} />
      </details>
      <Check
        label="Live: look for news every three seconds"
        checked={live}
        onChange={(e) => setLive(e.currentTarget.checked)}
      />
      <Await of={loaded}>
        {({ devices, nextCursor }) => (
          <Card>
            {devices.length === 0 ? (
              <NoDevice tenantId={tenantId} filtered={NAMES.some((name) => query[name])} more={Boolean(nextCursor)} />
            ) : (
              <List tenantId={tenantId} devices={devices} />
            )}
            <Pager trail={trail} next={nextCursor} go={setTrail} />
          </Card>
        )}
      </Await>
    </Page>
  );
}

function LookUp({ tenantId }: { tenantId: string }) {
  const { route } = useLocation();
  const [id, setId] = useState('');
  return (
    <Form
      class="row"
      onSend={() => id.trim() && route(inTenant(tenantId, `/devices/${encodeURIComponent(id.trim())}`))}
    >
      <Field
        label="Look a device up by its id"
        placeholder="dv_…"
        spellcheck={false}
        value={id}
        onInput={(event) => setId(event.currentTarget.value)}
      />
      <button type="submit" class="button">
        Look up
      </button>
    </Form>
  );
}

function NoDevice({ tenantId, filtered, more }: { tenantId: string; filtered: boolean; more: boolean }) {
  if (more) return <Empty title="None on this page; there may be some on the next" />;
  if (filtered) return <Empty title="No device is like that">Widen the filters, or clear them.</Empty>;
  return (
    <Empty title="No device yet">
      <p>
        Devices appear with their first submission. <a href={inTenant(tenantId, '/sites')}>Open a site</a> and use its{' '}
        <em>Test it</em> button.
      </p>
    </Empty>
  );
}

function List({ tenantId, devices }: { tenantId: string; devices: Device[] }) {
  return (
    <Table
      caption="Devices"
      rows={devices}
      keyOf={({ deviceId }) => deviceId}
      columns={[
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
        { name: 'Where', cell: (it) => (it.city ? `${it.city}, ${country(it.country)}` : country(it.country)) },
        { name: 'Visits', number: true, cell: ({ visitCount }) => visitCount },
        { name: 'First seen', cell: ({ createdAt }) => <Time iso={createdAt} /> },
        { name: 'Last seen', cell: ({ lastSeenAt }) => <Time iso={lastSeenAt} /> },
      ]}
    />
  );
}
