import { useState } from 'preact/hooks';
import { api, type Schemas, told } from '../../api';
import { words } from '../../format';
import { useAct } from '../../load';
import type { Site } from '../../tenant';
import { Check, Choice, Field, Form } from '../../ui/form';
import { Card, Failure } from '../../ui/parts';

type Name = Schemas['WebhookEvent'];

const EVENTS: Name[] = ['submission.created', 'device.risk_changed', 'device.erased'];

export function AddWebhook({ sites, made }: { sites: Site[]; made: (secret: string) => void }) {
  const [url, setUrl] = useState('');
  const [site, setSite] = useState('');
  const [events, setEvents] = useState<Name[]>(EVENTS);
  const { busy, error, act } = useAct();
  const domainId = site || sites[0]?.domainId || '';
  const send = () =>
    act(async () => {
      const { secret } = await told(api.POST('/v1/admin/webhooks', { body: { domainId, url, events } }));
      setUrl('');
      made(secret);
    });
  return (
    <Card title="Add a webhook">
      <Form class="stack" onSend={send}>
        <div class="grid two">
          <Field
            label="Address"
            type="url"
            required
            placeholder="https://api.example.com/edgeprint"
            value={url}
            hint="On the public internet, over https."
            onInput={(event) => setUrl(event.currentTarget.value)}
          />
          <Choice
            label="Site"
            options={sites.map(({ domainId: id, name }): [string, string] => [id, name])}
            value={domainId}
            onChoose={setSite}
          />
        </div>
        <fieldset>
          <legend>Tells of</legend>
          {EVENTS.map((name) => (
            <Check
              key={name}
              label={words(name)}
              checked={events.includes(name)}
              onChange={(event) =>
                setEvents(event.currentTarget.checked ? [...events, name] : events.filter((other) => other !== name))
              }
            />
          ))}
        </fieldset>
        <Failure error={error} />
        <p>
          <button type="submit" class="button primary" disabled={busy || events.length === 0 || !domainId}>
            Add webhook
          </button>
        </p>
      </Form>
    </Card>
  );
}
