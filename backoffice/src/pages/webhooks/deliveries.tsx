import { api, told } from '../../api';
import { words } from '../../format';
import { useAct, useLoad } from '../../load';
import { Await, Empty, Failure, Time } from '../../ui/parts';
import { Table } from '../../ui/table';

/** The latest messages of a webhook; those that were given up can be sent again. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const params = { path: { webhookId }, query: { limit: 20 } };
  const loaded = useLoad(() => told(api.GET('/v1/admin/webhooks/{webhookId}/deliveries', { params })), [webhookId]);
  const { busy, error, act } = useAct();
  const again = (deliveryId: string) =>
    act(async () => {
      const path = { webhookId, deliveryId };
      await told(api.POST('/v1/admin/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver', { params: { path } }));
      loaded.reload();
    });
  return (
    <Await of={loaded}>
      {({ deliveries }) =>
        deliveries.length === 0 ? (
          <Empty title="No message yet" />
        ) : (
          <>
            <Failure error={error} />
            <Table
              caption="Messages"
              rows={deliveries}
              keyOf={({ id }) => id}
              columns={[
                { name: 'When', cell: ({ createdAt }) => <Time iso={createdAt} /> },
                { name: 'Of', cell: ({ event }) => words(event) },
                { name: 'State', cell: ({ state }) => state },
                { name: 'Tries', number: true, cell: ({ attempts }) => attempts },
                { name: 'Answer', cell: ({ lastStatus, lastError }) => lastStatus ?? lastError ?? '—' },
                {
                  name: 'Actions',
                  cell: ({ id, state }) =>
                    state === 'dead' ? (
                      <button type="button" class="button small" disabled={busy} onClick={() => again(id)}>
                        Send again
                      </button>
                    ) : null,
                },
              ]}
            />
          </>
        )
      }
    </Await>
  );
}
