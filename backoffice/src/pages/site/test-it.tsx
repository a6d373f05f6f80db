// Opens the test page, a visitor of this site, and waits for what it submits.
import { useState } from 'preact/hooks';
import { api, type Schemas, told } from '../../api';
import { useEvery } from '../../load';
import { inTenant, type Site } from '../../tenant';
import { Card, Flags, Level, Notice, Time } from '../../ui/parts';

type Event = Schemas['Event'];

export function TestIt({ tenantId, site }: { tenantId: string; site: Site }) {
  const [since, setSince] = useState<string>();
  const [event, setEvent] = useState<Event>();
  useEvery(1000, since !== undefined && event === undefined, async () => {
    const params = { path: { tenantId }, query: { domainId: site.domainId, from: since, limit: 1 } };
    const asked = api.GET('/v1/admin/tenants/{tenantId}/events', { params });
    const answer = await told(asked).catch(() => undefined);
    if (answer?.events[0]) setEvent(answer.events[0]);
  });
  const start = () => {
    setEvent(undefined);
    // The clocks of browser and edge may differ by some seconds.
    setSince(new Date(Date.now() - 5000).toISOString());
  };
  const address = `/backoffice/test?siteKey=${encodeURIComponent(site.siteKey)}`;
  return (
    <Card title="Test it">
      <p class="quiet">
        Opens a page that runs the collector with this site’s key, in a new tab. What it submits appears here.
      </p>
      <p>
        <a class="button primary" href={address} target="_blank" rel="noopener" onClick={start}>
          Open the test page
        </a>
      </p>
      {since && !event && <Notice>Waiting for the first submission …</Notice>}
      {event && <Arrived tenantId={tenantId} event={event} />}
      {site.allowedOrigins.length > 0 && (
        <p class="quiet small">
          The test page is at <code>{location.host}</code>: it is refused unless the allowed origins admit that host.
        </p>
      )}
    </Card>
  );
}

function Arrived({ tenantId, event }: { tenantId: string; event: Event }) {
  return (
    <Notice kind="good">
      <p>
        <strong>It works.</strong> <Time iso={event.createdAt} /> came{' '}
        <a href={inTenant(tenantId, `/devices/${event.deviceId}`)}>{event.deviceId}</a>, score {event.score}{' '}
        <Level level={event.riskLevel} />
      </p>
      <p>
        Flags: <Flags flags={event.flags} />
      </p>
    </Notice>
  );
}
