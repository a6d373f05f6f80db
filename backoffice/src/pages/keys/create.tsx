import { useState } from 'preact/hooks';
import { api, type Schemas, told } from '../../api';
import vocabulary from '../../generated/vocabulary.json';
import { useAct } from '../../load';
import { Check, Field, Form } from '../../ui/form';
import { Card, Failure, Prose } from '../../ui/parts';

type Scope = Schemas['ApiKey']['scopes'][number];

export function CreateKey({ tenantId, made }: { tenantId: string; made: (secret: string) => void }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['read:device']);
  const [end, setEnd] = useState('');
  const { busy, error, act } = useAct();
  const send = () =>
    act(async () => {
      const expiresAt = end ? `${end}T00:00:00Z` : null;
      const body = { tenantId, name, scopes: scopes as never, expiresAt };
      const { secretKey } = await told(api.POST('/v1/admin/keys', { body }));
      setName('');
      made(secretKey);
    });
  const toggle = (scope: Scope, on: boolean) =>
    setScopes(on ? [...scopes, scope] : scopes.filter((other) => other !== scope));
  return (
    <Card title="Create API key">
      <Form class="stack" onSend={send}>
        <div class="grid two">
          <Field
            label="Name"
            required
            maxLength={200}
            placeholder="Production Backend"
            value={name}
            hint="What uses it, so that you know later what breaks when it ends."
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <Field
            label="Ends on (optional)"
            type="date"
            value={end}
            hint="At midnight UTC. Empty never ends."
            onInput={(event) => setEnd(event.currentTarget.value)}
          />
        </div>
        <fieldset>
          <legend>Scopes</legend>
          <div class="grid two">
            {vocabulary.scopes.map(({ scope, about }) => (
              <Check
                key={scope}
                label={scope}
                hint={<Prose text={about} />}
                checked={scopes.includes(scope as Scope)}
                onChange={(event) => toggle(scope as Scope, event.currentTarget.checked)}
              />
            ))}
          </div>
        </fieldset>
        <Failure error={error} />
        <p>
          <button type="submit" class="button primary" disabled={busy || scopes.length === 0}>
            Create API key
          </button>
        </p>
      </Form>
    </Card>
  );
}
