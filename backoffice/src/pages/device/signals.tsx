// What the collector read, and what of it is another than the time before.
import { useState } from 'preact/hooks';
import { api, type Schemas, told } from '../../api';
import { when } from '../../format';
import { useLoad } from '../../load';
import { Check } from '../../ui/form';
import { Await, Card, Empty } from '../../ui/parts';

type Event = Schemas['Event'];
type Detail = Schemas['EventDetail'];

interface Row {
  name: string;
  now: string;
  before: string;
  changed: boolean;
}

interface Compared {
  tenantId: string;
  of?: Event;
  before?: Event;
  /** Whether it is the device's last submission. */
  latest: boolean;
}

export function Signals({ tenantId, of, before, latest }: Compared) {
  const [all, setAll] = useState(false);
  const loaded = useLoad(
    async () => Promise.all([load(tenantId, of), load(tenantId, before)]),
    [tenantId, of?.requestId, before?.requestId],
  );
  return (
    <Card id="signals" title={latest ? 'Signals now, and what changed' : 'Signals then, and what had changed'}>
      {!latest && (
        <p>
          Of the submission of {when(of?.createdAt)}. <a href={location.pathname}>The latest instead</a>
        </p>
      )}
      <Await of={loaded}>
        {([now, then]) => {
          if (!now?.evidence)
            return (
              <Empty title="No readings are held of this submission">
                They are kept for a while, and not as long as the rest.
              </Empty>
            );
          const rows = compare(now, then);
          const changed = rows.filter((row) => row.changed);
          const diff = then?.evidence !== undefined && then?.evidence !== null;
          return (
            <>
              <p class="quiet">
                {diff
                  ? `${changed.length} of ${rows.length} readings are other than at the submission before.`
                  : 'There is no submission before to compare with.'}
              </p>
              {diff && (
                <Check
                  label="Show readings that stayed as well"
                  checked={all}
                  onChange={(e) => setAll(e.currentTarget.checked)}
                />
              )}
              <List rows={diff && !all ? changed : rows} diff={diff} />
            </>
          );
        }}
      </Await>
    </Card>
  );
}

async function load(tenantId: string, event?: Event): Promise<Detail | undefined> {
  if (!event) return undefined;
  const path = { tenantId, requestId: event.requestId };
  return (await told(api.GET('/v1/admin/tenants/{tenantId}/events/{requestId}', { params: { path } }))).event;
}

/** Every reading as text, by name: the headers, the signals, the page's own. */
function readings(event?: Detail): Map<string, string> {
  const found = new Map<string, string>();
  const { evidence } = event ?? {};
  if (!evidence) return found;
  for (const [name, value] of Object.entries(evidence.headers)) if (value) found.set(`header: ${name}`, String(value));
  for (const [name, component] of Object.entries(evidence.components)) found.set(name, worded(component));
  for (const [name, component] of Object.entries(evidence.custom ?? {})) found.set(`page: ${name}`, worded(component));
  if (evidence.metadata) found.set('page: metadata', JSON.stringify(evidence.metadata));
  return found;
}

function worded(component: unknown): string {
  const { status, value, reason } = component as { status: string; value?: unknown; reason?: unknown };
  return status === 'ok' ? JSON.stringify(value) : `${status}${reason ? `: ${reason}` : ''}`;
}

function compare(now: Detail, then?: Detail): Row[] {
  const [ours, theirs] = [readings(now), readings(then)];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return names.map((name) => {
    const [a, b] = [ours.get(name) ?? '—', theirs.get(name) ?? '—'];
    return { name, now: a, before: b, changed: a !== b };
  });
}

function List({ rows, diff }: { rows: Row[]; diff: boolean }) {
  if (rows.length === 0) return null;
  return (
    <dl class="readings">
      {rows.map(({ name, now, before, changed }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {diff && changed ? (
              <>
                <del>{before}</del>
                <ins>{now}</ins>
              </>
            ) : (
              <span>{now}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
