// Opens the demo as a visitor of this site, and waits for what it submits. Deployments without a demo have a test
// page of their own under /backoffice, which does the part that matters here: the collector with this site's key.
import { useState } from 'preact/hooks';
import { api, demo, type Schemas, told } from '../../api';
import { useEvery, useLoad } from '../../load';
import { inTenant, type Site } from '../../tenant';
import { Card, Flags, Level, Notice, Time } from '../../ui/parts';

type Event = Schemas['Event'];

/** The page that is opened: it submits at once, whatever it remembers. */
function addressOf({ siteKey }: Site): URL {
  const url = new URL(demo.value ?? '/backoffice/test', location.origin);
  url.searchParams.set('siteKey', siteKey);
  url.searchParams.set('submit', '1');
  return url;
}

export function TestIt({ tenantId, site }: { tenantId: string; site: Site }) {
  const [since, setSince] = useState<string>();
  const [event, setEvent] = useState<Event>();
  const [former, setFormer] = useState<string>();
  useEvery(1000, since !== undefined && event === undefined, async () => {
    const params = { path: { tenantId }, query: { domainId: site.domainId, from: since, limit: 1 } };
    const asked = api.GET('/v1/admin/tenants/{tenantId}/events', { params });
    const answer = await told(asked).catch(() => undefined);
    const latest = answer?.events[0];
    if (latest && latest.requestId !== former) setEvent(latest);
  });
  const start = () => {
    setFormer(event?.requestId ?? former);
    setEvent(undefined);
    // The clocks of browser and edge may differ by some seconds.
    setSince(new Date(Date.now() - 5000).toISOString());
  };
  const address = addressOf(site);
  const name = demo.value ? 'demo' : 'test page';
  return (
    <Card title="Test it">
      <p class="quiet">
        Opens the {name} in a new tab, as a visitor of this site: it runs the collector with the site’s key, once. What
        it submits appears here.
      </p>
      <Admission site={site} origin={address.origin} />
      <p>
        <a class="button primary" href={address.href} target="_blank" rel="noopener" onClick={start}>
          Open the {name}
        </a>
      </p>
      {since && !event && <Notice>Waiting for the first submission … If it does not come, that tab says why.</Notice>}
      {event && <Arrived tenantId={tenantId} event={event} />}
    </Card>
  );
}

/** Says beforehand that the page will be refused, by the edge's own rule. */
function Admission({ site: { allowedOrigins }, origin }: { site: Site; origin: string }) {
  const body = { allowedOrigins, origins: [origin] };
  const tried = useLoad(
    async () => (allowedOrigins.length > 0 ? told(api.POST('/v1/admin/allowed-origins', { body })) : undefined),
    [origin, allowedOrigins.join()],
  );
  if (tried.data?.origins[0]?.admitted !== false) return null;
  return (
    <Notice kind="warn">
      <p>
        It will be refused: the allowed origins do not admit <code>{origin}</code>. Add{' '}
        <code>{new URL(origin).hostname}</code> to them below, while you test.
      </p>
    </Notice>
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
      <p>
        Next: <a href={inTenant(tenantId, '/keys')}>create a secret key</a>, with which your backend looks it up.
      </p>
    </Notice>
  );
}
