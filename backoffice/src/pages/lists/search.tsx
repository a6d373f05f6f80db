// One box for whatever an operator has at hand: an id of ours, an id of theirs, or filters.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, told } from '../../api';
import { useAct } from '../../load';
import { inTenant } from '../../tenant';
import { Field, Form } from '../../ui/form';
import { Failure } from '../../ui/parts';
import { OF_DEVICES, OF_EVENTS, OF_VISITS, type Query } from './filters';

const LISTS: [string, object][] = [
  ['/devices', OF_DEVICES],
  ['/events', OF_EVENTS],
  ['/visits', OF_VISITS],
];

export function Search({ tenantId }: { tenantId: string }) {
  const { path, route } = useLocation();
  const [text, setText] = useState('');
  const { busy, error, act } = useAct();
  const send = () =>
    act(async () => {
      const sought = text.trim();
      if (sought) route(inTenant(tenantId, await placeOf(tenantId, sought, path)));
    });
  return (
    <div class="stack tight">
      <Form class="row" role="search" onSend={send}>
        <Field
          label="Search"
          type="search"
          placeholder="dv_…, req_…, country:DE"
          spellcheck={false}
          autocomplete="off"
          value={text}
          hint="A device id, the request id of a submission, an id of yours (linkedId), or filters by the names of the API."
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={busy}>
          Search
        </button>
      </Form>
      <Failure error={error} />
    </div>
  );
}

/** Where to find it, below the tenant. */
async function placeOf(tenantId: string, sought: string, here: string): Promise<string> {
  if (/^dv_\S+$/.test(sought)) return `/devices/${encodeURIComponent(sought)}`;
  if (/^req_\S+$/.test(sought)) return ofSubmission(tenantId, sought);
  const filters = filtersIn(sought);
  const list = filters && listFor(Object.keys(filters), here);
  const query = new URLSearchParams(list ? filters : { linkedId: sought });
  return `${list ?? '/events'}?${query}`;
}

async function ofSubmission(tenantId: string, requestId: string): Promise<string> {
  const params = { path: { tenantId, requestId } };
  const { event } = await told(api.GET('/v1/admin/tenants/{tenantId}/events/{requestId}', { params }));
  return `/devices/${event.deviceId}?${new URLSearchParams({ submission: requestId })}`;
}

/** `country:DE flag:webdriver` taken apart; undefined where a part is no such pair. */
function filtersIn(text: string): Query | undefined {
  const pairs = text.split(/\s+/).map((part) => /^(\w+)[:=](.+)$/.exec(part));
  const found = pairs.flatMap((pair) => (pair?.[1] && pair[2] ? [[pair[1], pair[2]]] : []));
  return found.length === pairs.length ? Object.fromEntries(found) : undefined;
}

/** The list that takes all of these filters: this one, if it does. */
function listFor(names: string[], here: string): string | undefined {
  const able = LISTS.filter(([, filters]) => names.every((name) => name in filters));
  return (able.find(([at]) => here.endsWith(at)) ?? able[0])?.[0];
}
