// One device's story: what was decided, why, and what changed.
import { useEffect } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso/router';
import { api, type Schemas, told } from '../api';
import { save } from '../download';
import { country, percent } from '../format';
import { useLoad } from '../load';
import { inTenant, useTenantId } from '../tenant';
import { Confirm } from '../ui/dialog';
import { Await, Card, Copy, Empty, Facts, Level, Page, Time } from '../ui/parts';
import { Table } from '../ui/table';
import { Reasons } from './device/reasons';
import { Scores } from './device/scores';
import { Signals } from './device/signals';
import { placeOf } from './lists/columns';
import { METHODS } from './lists/filters';

type Device = Schemas['Device'];
type Event = Schemas['Event'];

async function loadStory(tenantId: string, deviceId: string, submission?: string) {
  const path = { tenantId, deviceId };
  const { device } = await told(api.GET('/v1/admin/tenants/{tenantId}/device/{deviceId}', { params: { path } }));
  // A device that was joined with another answers under its present id.
  const query = { deviceId: device.deviceId, limit: 50 };
  const params = { path: { tenantId }, query };
  const [events, visits] = await Promise.all([
    told(api.GET('/v1/admin/tenants/{tenantId}/events', { params })),
    told(api.GET('/v1/admin/tenants/{tenantId}/visits', { params: { ...params, query: { ...query, limit: 20 } } })),
  ]);
  const shown = Math.max(
    0,
    events.events.findIndex(({ requestId }) => requestId === submission),
  );
  return { device, events: events.events, visits: visits.visits, shown };
}

export function DevicePage() {
  const tenantId = useTenantId();
  const deviceId = decodeURIComponent(useRoute().params.device ?? '');
  const { submission } = useLocation().query;
  const loaded = useLoad(() => loadStory(tenantId, deviceId, submission), [tenantId, deviceId, submission]);
  useEffect(() => {
    if (submission && loaded.data) document.getElementById('signals')?.scrollIntoView();
  }, [submission, loaded.data]);
  if (loaded.error?.status === 404) return <Unknown tenantId={tenantId} deviceId={deviceId} />;
  return (
    <Await of={loaded}>
      {({ device, events, visits, shown }) => (
        <Page
          title="Device"
          about={<a href={inTenant(tenantId, '/devices')}>All devices</a>}
          actions={<Acts tenantId={tenantId} device={device} />}
        >
          <Summary device={device} />
          <Card title="Flags and reasons">
            <Reasons reasons={device.reasons} />
          </Card>
          <Card title="Score history">
            <Scores events={events} />
          </Card>
          <Card title="Identity decisions">
            <Decisions tenantId={tenantId} events={events} />
          </Card>
          <Signals tenantId={tenantId} of={events[shown]} before={events[shown + 1]} latest={shown === 0} />
          <Card title="Visits">
            {visits.length === 0 ? (
              <Empty title="No visit between its submissions" />
            ) : (
              <Table
                caption="Visits"
                rows={visits}
                keyOf={({ requestId }) => requestId}
                columns={[
                  { name: 'When', cell: ({ createdAt }) => <Time iso={createdAt} /> },
                  { name: 'Origin', cell: ({ origin }) => origin ?? '—' },
                  { name: 'Where', cell: (visit) => country(visit.country) },
                ]}
              />
            )}
          </Card>
        </Page>
      )}
    </Await>
  );
}

function Unknown({ tenantId, deviceId }: { tenantId: string; deviceId: string }) {
  return (
    <Page title="Device not found" about={<a href={inTenant(tenantId, '/devices')}>All devices</a>}>
      <Empty title="Nothing is held on it">
        <p>
          <code>{deviceId}</code> was never seen by this tenant, was erased, or is past its retention. Ids are whole,
          with every letter as it was: look for it <a href={inTenant(tenantId, '/devices')}>among all devices</a>.
        </p>
      </Empty>
    </Page>
  );
}

function Summary({ device }: { device: Device }) {
  const { network } = device;
  const { ipPrefix, asOrganization, asn } = network;
  return (
    <section class="card summary">
      <div class="score">
        <span class="big">{device.score}</span>
        <Level level={device.riskLevel} />
        <span class="quiet small">confidence {percent(device.confidence)}</span>
      </div>
      <Facts
        of={[
          [
            'Device id',
            <>
              <code>{device.deviceId}</code> <Copy text={device.deviceId} />
            </>,
          ],
          ['Told by', `${METHODS[device.identity.method]}, ${percent(device.identity.confidence)} sure`],
          ['Domain', <code>{device.domainId}</code>],
          ['First seen', <Time iso={device.createdAt} />],
          ['Last submission', <Time iso={device.lastSubmittedAt} />],
          ['Last seen', <Time iso={device.lastSeenAt} />],
          ['Visits', String(device.visitCount)],
          ['Where', placeOf(device)],
          ['Network', [asOrganization, asn && `AS${asn}`, ipPrefix].filter(Boolean).join(' · ') || '—'],
          ['Connection', [network.httpProtocol, network.tlsVersion, network.ja4].filter(Boolean).join(' · ') || '—'],
        ]}
      />
    </section>
  );
}

function Decisions({ tenantId, events }: { tenantId: string; events: Event[] }) {
  if (events.length === 0) return <Empty title="Its submissions are past their retention" />;
  return (
    <Table
      caption="Identity decisions, the latest first"
      rows={events}
      keyOf={({ requestId }) => requestId}
      columns={[
        {
          name: 'When',
          cell: ({ createdAt, deviceId, requestId }) => (
            <a
              href={inTenant(tenantId, `/devices/${deviceId}?submission=${requestId}`)}
              title="Its signals, and what they changed"
            >
              <Time iso={createdAt} />
            </a>
          ),
        },
        { name: 'Told by', cell: ({ identity }) => METHODS[identity.method] },
        { name: 'Sure', number: true, cell: ({ identity }) => percent(identity.confidence) },
        { name: 'Candidates', number: true, cell: ({ identity }) => identity.candidates },
        {
          name: 'Fingerprint',
          cell: ({ fingerprint }) => <code title={fingerprint}>{fingerprint.slice(0, 12)}…</code>,
        },
        { name: 'Score', number: true, cell: ({ score }) => score },
        { name: 'Level', cell: ({ riskLevel }) => <Level level={riskLevel} /> },
        { name: 'About', cell: ({ action, linkedId }) => [action, linkedId].filter(Boolean).join(' · ') || '—' },
        { name: 'Origin', cell: ({ origin }) => origin ?? '—' },
      ]}
    />
  );
}

function Acts({ tenantId, device: { deviceId } }: { tenantId: string; device: Device }) {
  const { route } = useLocation();
  const params = { path: { tenantId, deviceId } };
  return (
    <>
      <Confirm
        button="Export"
        danger={false}
        title="Export everything held on this device?"
        confirm="Export"
        onConfirm={async () => {
          const all = await told(api.GET('/v1/admin/tenants/{tenantId}/device/{deviceId}/export', { params }));
          save(`${deviceId}.json`, 'application/json', `${JSON.stringify(all, null, 2)}\n`);
        }}
      >
        <p>The file has its readings, submissions and visits: personal data. The export is noted in the audit log.</p>
      </Confirm>
      <Confirm
        button="Erase"
        title="Erase this device?"
        confirm="Erase device"
        typed={deviceId}
        onConfirm={async () => {
          await told(api.DELETE('/v1/admin/tenants/{tenantId}/device/{deviceId}', { params }));
          route(inTenant(tenantId, '/devices'));
        }}
      >
        <p>The device, its fingerprints, submissions and visits are gone for good, and its browser gets another id.</p>
      </Confirm>
    </>
  );
}
