import { useState } from 'preact/hooks';
import { api, type Schemas, told } from '../api';
import { count, country, day, words } from '../format';
import { useLoad } from '../load';
import { inTenant, loadSites, useTenantId } from '../tenant';
import { Choice } from '../ui/form';
import { Await, Card, Empty, Page } from '../ui/parts';
import { SaveAs } from '../ui/table';
import { type Bar, Bars } from './dashboard/bars';
import { OverTime } from './dashboard/over-time';
import { METHODS } from './lists/filters';

type Stats = Schemas['StatsAnswer'];
type Dimension = Schemas['CountDimension'];

const DIMENSIONS: Dimension[] = [
  'submissions',
  'visits',
  'riskLevel',
  'flag',
  'country',
  'browser',
  'device',
  'identity',
];

const RANGES: [string, string][] = [
  ['1', 'Today'],
  ['7', '7 days'],
  ['30', '30 days'],
  ['90', '90 days'],
];

/** Every way to tell a device that was there before. */
const RETURNING = Object.keys(METHODS).filter((method) => method !== 'new');

async function loadStats(tenantId: string, days: number, domainId: string) {
  const query = { from: day(days - 1), to: day(), ...(domainId ? { domainId } : {}) };
  const ask = (dimension: Dimension) => {
    const params = { path: { tenantId }, query: { ...query, dimension } };
    return told(api.GET('/v1/admin/tenants/{tenantId}/stats', { params }));
  };
  const all = await Promise.all(DIMENSIONS.map(ask));
  return Object.fromEntries(all.map((stats) => [stats.dimension, stats])) as Record<Dimension, Stats>;
}

const total = (stats: Stats) => stats.series.reduce((sum, series) => sum + series.total, 0);

export function Dashboard() {
  const tenantId = useTenantId();
  const [days, setDays] = useState('30');
  const [domainId, setDomainId] = useState('');
  const sites = useLoad(() => loadSites(tenantId), [tenantId]);
  const loaded = useLoad(() => loadStats(tenantId, Number(days), domainId), [tenantId, days, domainId]);
  const options: [string, string][] = [
    ['', 'All sites'],
    ...(sites.data ?? []).map((it): [string, string] => [it.domainId, it.name]),
  ];
  return (
    <Page title="Dashboard" actions={<SaveAs name="dashboard" rows={rowsOf(loaded.data)} />}>
      <div class="filters">
        <Choice label="Range" options={RANGES} value={days} onChoose={setDays} />
        <Choice label="Site" options={options} value={domainId} onChoose={setDomainId} />
      </div>
      <Await of={loaded}>
        {(stats) =>
          total(stats.submissions) + total(stats.visits) === 0 ? (
            <Nothing tenantId={tenantId} hasSite={(sites.data ?? []).length > 0} />
          ) : (
            <Numbers tenantId={tenantId} stats={stats} from={day(Number(days) - 1)} domainId={domainId} />
          )
        }
      </Await>
    </Page>
  );
}

function rowsOf(stats?: Record<Dimension, Stats>) {
  if (!stats) return [];
  return Object.values(stats).flatMap(({ dimension, days, series }) =>
    series.flatMap(({ value, counts }) => days.map((at, n) => ({ dimension, value, day: at, count: counts[n] ?? 0 }))),
  );
}

function Nothing({ tenantId, hasSite }: { tenantId: string; hasSite: boolean }) {
  return (
    <Empty title="Nothing was seen in this range">
      <ol class="steps">
        <li>
          <a href={inTenant(tenantId, '/sites')}>{hasSite ? 'Open a site' : 'Create a site'}</a>, paste its snippet into
          a page, or use its <em>Test it</em> button.
        </li>
        <li>
          <a href={inTenant(tenantId, '/keys')}>Create an API key</a> for your backend.
        </li>
        <li>Look the device up with it, and decide.</li>
      </ol>
    </Empty>
  );
}

interface Shown {
  tenantId: string;
  stats: Record<Dimension, Stats>;
  from: string;
  domainId: string;
}

function Numbers({ tenantId, stats, from, domainId }: Shown) {
  const list = (name: 'events' | 'visits', filter: Record<string, string> = {}) => {
    const query = new URLSearchParams({ from, ...(domainId ? { domainId } : {}), ...filter });
    return inTenant(tenantId, `/${name}?${query}`);
  };
  const events = (filter: Record<string, string>) => list('events', filter);
  const bars = (dimension: Dimension, name: (value: string) => string, link: (value: string) => string): Bar[] =>
    stats[dimension].series.map(({ value, total: n }) => ({ name: name(value), count: n, href: link(value) }));
  const risky = stats.riskLevel.series.filter(({ value }) => value === 'high' || value === 'critical');
  const fresh = stats.device.series.find(({ value }) => value === 'new')?.total ?? 0;
  return (
    <>
      <ul class="tiles">
        <Tile name="Submissions" value={total(stats.submissions)} href={events({})} />
        <Tile name="Visits" value={total(stats.visits)} href={list('visits')} />
        <Tile
          name="High or critical"
          value={risky.reduce((sum, each) => sum + each.total, 0)}
          href={events({ riskLevel: 'high,critical' })}
        />
        <Tile name="New devices" value={fresh} href={events({ identityMethod: 'new' })} />
      </ul>
      <Card title="Over time">
        <OverTime submissions={stats.submissions} visits={stats.visits} list={list} />
      </Card>
      <div class="grid two">
        <Card title="Risk levels">
          <Bars bars={bars('riskLevel', words, (value) => events({ riskLevel: value }))} tone="level" />
        </Card>
        <Card title="Flags">
          <Bars bars={bars('flag', words, (value) => events({ flag: value }))} none="No flag was raised." />
        </Card>
        <Card title="How ids were decided">
          <Bars
            bars={bars(
              'identity',
              (value) => METHODS[value as keyof typeof METHODS] ?? value,
              (value) => events({ identityMethod: value }),
            )}
          />
        </Card>
        <Card title="New and returning">
          <Bars
            bars={bars('device', words, (value) =>
              events({ identityMethod: value === 'new' ? value : RETURNING.join(',') }),
            )}
          />
        </Card>
        <Card title="Countries">
          <Bars
            bars={bars('country', country, (value) => events({ country: value }))}
            none="The network told no country."
          />
        </Card>
        <Card title="Browsers">
          <Bars bars={bars('browser', words, (value) => events({ browser: value }))} />
        </Card>
      </div>
    </>
  );
}

function Tile({ name, value, href }: { name: string; value: number; href: string }) {
  return (
    <li class="card tile">
      <a href={href}>
        <span class="label">{name}</span>
        <span class="big">{count(value)}</span>
      </a>
    </li>
  );
}
