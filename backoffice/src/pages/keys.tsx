import { useState } from 'preact/hooks';
import { api, type Schemas, told } from '../api';
import { useLoad } from '../load';
import { useTenantId } from '../tenant';
import { Confirm } from '../ui/dialog';
import { Await, Card, Code, Empty, Page, Time } from '../ui/parts';
import { ShownOnce } from '../ui/shown-once';
import { Pager, SaveAs, Table } from '../ui/table';
import { CreateKey } from './keys/create';

type Key = Schemas['ApiKey'];

export function Keys() {
  const tenantId = useTenantId();
  const [secret, setSecret] = useState<string>();
  const [trail, setTrail] = useState<string[]>([]);
  const query = { tenantId, cursor: trail.at(-1) };
  const loaded = useLoad(() => told(api.GET('/v1/admin/keys', { params: { query } })), [tenantId, trail]);
  const made = (secretKey: string) => {
    setSecret(secretKey);
    loaded.reload();
    window.scrollTo(0, 0);
  };
  return (
    <Page
      title="API config"
      about="Secret keys for your backend. Each does what its scopes allow, and nothing else."
      actions={<SaveAs name="keys" rows={loaded.data?.keys ?? []} />}
    >
      {secret && (
        <ShownOnce what="secret key" secret={secret} close={() => setSecret(undefined)}>
          <p>
            Keep it where your backend reads it, such as <code>EDGEPRINT_SECRET_KEY</code>, and never in a page.
          </p>
          <Lookup secret={secret} />
        </ShownOnce>
      )}
      <Await of={loaded}>
        {({ keys, nextCursor }) =>
          keys.length === 0 ? (
            <Empty title="No secret key yet">
              <p>Your backend needs one to look devices up. Create it below.</p>
            </Empty>
          ) : (
            <Card>
              <List keys={keys} made={made} changed={loaded.reload} />
              <Pager trail={trail} next={nextCursor} go={setTrail} />
            </Card>
          )
        }
      </Await>
      <CreateKey tenantId={tenantId} made={made} />
    </Page>
  );
}

function Lookup({ secret }: { secret: string }) {
  const text = `curl -H "Authorization: Bearer ${secret}" \\\n  ${location.origin}/v1/device/dv_…`;
  return (
    <details>
      <summary>Look a device up with it</summary>
      <Code text={text} label="Look-up" />
    </details>
  );
}

function state({ revokedAt, expiresAt }: Key): [string, string] {
  if (revokedAt) return ['bad', 'revoked'];
  if (expiresAt && Date.parse(expiresAt) <= Date.now()) return ['bad', 'expired'];
  return ['good', 'active'];
}

function List({ keys, made, changed }: { keys: Key[]; made: (secret: string) => void; changed: () => void }) {
  return (
    <Table
      caption="Secret keys"
      rows={keys}
      keyOf={({ id }) => id}
      columns={[
        { name: 'Name', cell: ({ name }) => <strong>{name}</strong> },
        { name: 'Prefix', cell: ({ prefix }) => <code>{prefix}…</code> },
        { name: 'Scopes', cell: ({ scopes }) => <span class="scopes">{scopes.join(', ')}</span> },
        { name: 'State', cell: (key) => <span class={`badge ${state(key)[0]}`}>{state(key)[1]}</span> },
        { name: 'Last used', cell: ({ lastUsedAt }) => <Time iso={lastUsedAt} none="never" /> },
        { name: 'Ends', cell: ({ expiresAt }) => <Time iso={expiresAt} none="never" /> },
        {
          name: 'Actions',
          cell: (key) => (state(key)[1] === 'active' ? <Acts of={key} made={made} changed={changed} /> : null),
        },
      ]}
    />
  );
}

function Acts({ of, made, changed }: { of: Key; made: (secret: string) => void; changed: () => void }) {
  const params = { path: { keyId: of.id } };
  return (
    <div class="actions left">
      <Confirm
        button="Rotate"
        danger={false}
        title={`Rotate ${of.name}?`}
        confirm="Rotate"
        onConfirm={async () => {
          const { secretKey } = await told(api.POST('/v1/admin/keys/{keyId}/rotate', { params, body: {} }));
          made(secretKey);
        }}
      >
        <p>You get a new key with the same name and scopes. The former one goes on for a day.</p>
      </Confirm>
      <Confirm
        button="Revoke"
        title={`Revoke ${of.name}?`}
        confirm="Revoke"
        onConfirm={async () => {
          await told(api.DELETE('/v1/admin/keys/{keyId}', { params }));
          changed();
        }}
      >
        <p>
          Whatever uses <code>{of.prefix}…</code> is refused at once.
        </p>
      </Confirm>
    </div>
  );
}
