import { useState } from 'preact/hooks';
import { api, told } from '../api';
import { when } from '../format';
import { useLoad } from '../load';
import { useTenantId } from '../tenant';
import { Await, Card, Empty, Page } from '../ui/parts';
import { Pager, SaveAs, Table } from '../ui/table';

export function Audit() {
  const tenantId = useTenantId();
  const [trail, setTrail] = useState<string[]>([]);
  const query = { tenantId, cursor: trail.at(-1) };
  const loaded = useLoad(() => told(api.GET('/v1/admin/audit-log', { params: { query } })), [tenantId, trail]);
  return (
    <Page
      title="Audit log"
      about="Every change of this tenant’s settings: who, what and when. No secret stands in it."
      actions={<SaveAs name="audit-log" rows={loaded.data?.entries ?? []} />}
    >
      <Await of={loaded}>
        {({ entries, nextCursor }) => (
          <Card>
            {entries.length === 0 ? (
              <Empty title="Nothing was changed yet" />
            ) : (
              <Table
                caption="Changes"
                rows={entries}
                keyOf={({ id }) => id}
                columns={[
                  { name: 'When', cell: ({ createdAt }) => <time dateTime={createdAt}>{when(createdAt)}</time> },
                  { name: 'Who', cell: ({ actor }) => actor },
                  { name: 'What', cell: ({ action }) => action },
                  { name: 'Of', cell: ({ resourceId }) => <code>{resourceId}</code> },
                  { name: 'Change', cell: ({ before, after }) => <Change before={before} after={after} /> },
                ]}
              />
            )}
            <Pager trail={trail} next={nextCursor} go={setTrail} />
          </Card>
        )}
      </Await>
    </Page>
  );
}

const members = (value: unknown) => Object.entries((value ?? {}) as Record<string, unknown>);

/** What is another than before, member by member. */
function Change({ before, after }: { before?: unknown; after?: unknown }) {
  const old = new Map(members(before).map(([name, value]) => [name, JSON.stringify(value)]));
  const changed = members(after).filter(([name, value]) => old.get(name) !== JSON.stringify(value));
  if (!after) return <span class="quiet">{before ? 'removed' : '—'}</span>;
  if (!before) return <span class="quiet">added</span>;
  if (changed.length === 0) return <span class="quiet">—</span>;
  return (
    <dl class="readings">
      {changed.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <del>{old.get(name)}</del> <ins>{JSON.stringify(value)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
