import { useState } from 'preact/hooks';
import { api, type Schemas, told } from '../api';
import { useLoad } from '../load';
import { loadSites, useTenantId } from '../tenant';
import { Confirm } from '../ui/dialog';
import { Await, Card, Empty, Facts, Page, Time } from '../ui/parts';
import { ShownOnce } from '../ui/shown-once';
import { SaveAs } from '../ui/table';
import { AddWebhook } from './webhooks/add';
import { Deliveries } from './webhooks/deliveries';

type Webhook = Schemas['Webhook'];

export function Webhooks() {
  const tenantId = useTenantId();
  const [secret, setSecret] = useState<string>();
  const sites = useLoad(() => loadSites(tenantId), [tenantId]);
  const params = { query: { tenantId, limit: 200 } };
  const loaded = useLoad(() => told(api.GET('/v1/admin/webhooks', { params })), [tenantId]);
  const made = (value: string) => {
    setSecret(value);
    loaded.reload();
    window.scrollTo(0, 0);
  };
  const nameOf = (domainId: string) => sites.data?.find((site) => site.domainId === domainId)?.name ?? domainId;
  return (
    <Page
      title="Webhooks"
      about="Messages to your backend, signed as Standard Webhooks."
      actions={<SaveAs name="webhooks" rows={loaded.data?.webhooks ?? []} />}
    >
      {secret && <ShownOnce what="signing secret" secret={secret} close={() => setSecret(undefined)} />}
      <Await of={loaded}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <Empty title="No webhook yet">
              <p>Add one below to hear of submissions, changed risk and erasures without asking.</p>
            </Empty>
          ) : (
            webhooks.map((webhook) => (
              <One
                key={webhook.id}
                webhook={webhook}
                site={nameOf(webhook.domainId)}
                made={made}
                changed={loaded.reload}
              />
            ))
          )
        }
      </Await>
      <AddWebhook sites={sites.data ?? []} made={made} />
    </Page>
  );
}

function One({
  webhook,
  site,
  made,
  changed,
}: {
  webhook: Webhook;
  site: string;
  made: (secret: string) => void;
  changed: () => void;
}) {
  const params = { path: { webhookId: webhook.id } };
  const disabled = webhook.disabledAt !== null;
  return (
    <Card
      title={webhook.url}
      aside={<span class={`badge ${disabled ? 'bad' : 'good'}`}>{disabled ? 'disabled' : 'active'}</span>}
    >
      <Facts
        of={[
          ['Site', site],
          ['Tells of', webhook.events.join(', ')],
          ['Added', <Time iso={webhook.createdAt} />],
          ...(disabled
            ? [
                ['Disabled', webhook.disabledReason === 'gone' ? 'The receiver answered 410' : 'By you'] as [
                  string,
                  string,
                ],
              ]
            : []),
        ]}
      />
      <div class="actions left">
        <button
          type="button"
          class="button"
          onClick={async () => {
            await told(api.PATCH('/v1/admin/webhooks/{webhookId}', { params, body: { disabled: !disabled } })).catch(
              () => undefined,
            );
            changed();
          }}
        >
          {disabled ? 'Enable' : 'Disable'}
        </button>
        <Confirm
          button="Rotate secret"
          danger={false}
          title="Rotate the signing secret?"
          confirm="Rotate"
          onConfirm={async () =>
            made((await told(api.POST('/v1/admin/webhooks/{webhookId}/rotate-secret', { params, body: {} }))).secret)
          }
        >
          <p>Messages carry both signatures for a while, so that your backend can change over.</p>
        </Confirm>
        <Confirm
          button="Delete"
          title="Delete this webhook?"
          confirm="Delete webhook"
          onConfirm={async () => {
            await told(api.DELETE('/v1/admin/webhooks/{webhookId}', { params }));
            changed();
          }}
        >
          <p>Messages that wait are not sent any more.</p>
        </Confirm>
      </div>
      <details>
        <summary>Messages</summary>
        <Deliveries webhookId={webhook.id} />
      </details>
    </Card>
  );
}
