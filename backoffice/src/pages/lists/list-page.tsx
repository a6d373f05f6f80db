// The frame of every list that is searched, filtered, ordered, paged and watched.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { clock } from '../../format';
import { type Loaded, useEvery, useLoad } from '../../load';
import { loadSites, useTenantId } from '../../tenant';
import { Check } from '../../ui/form';
import { Await, Card, Empty, Page } from '../../ui/parts';
import { type Column, Pager, SaveAs, Table } from '../../ui/table';
import { FilterBox, useQuery } from './filter-box';
import type { Filter, Query } from './filters';
import { Search } from './search';

const LIVE_MS = 3000;

interface Rows<T> {
  rows: readonly T[];
  nextCursor: string | null;
}

interface List<T> {
  title: string;
  about?: string;
  filters: Record<string, Filter>;
  /** Reads a page of the list. */
  read: (tenantId: string, query: Query) => Promise<Rows<T>>;
  columns: (tenantId: string) => Column<T>[];
  keyOf: (row: T) => string;
  /** What to do where there is nothing at all. */
  empty: (tenantId: string) => ComponentChildren;
}

export function ListPage<T extends object>({ title, about, filters, read, columns, keyOf, empty }: List<T>) {
  const tenantId = useTenantId();
  const [query, set] = useQuery(Object.keys(filters));
  const [live, setLive] = useState(false);
  const sites = useLoad(() => loadSites(tenantId), [tenantId]);
  // Cursors are good for the query that they came of.
  const key = JSON.stringify([tenantId, query]);
  const [turned, setTurned] = useState<{ key: string; trail: string[] }>({ key, trail: [] });
  const trail = turned.key === key ? turned.trail : [];
  const cursor = trail.at(-1);
  const loaded = useLoad(() => read(tenantId, cursor ? { ...query, cursor } : query), [key, cursor]);
  useEvery(LIVE_MS, live && trail.length === 0, loaded.reload);
  const filtered = Object.keys(query).some((name) => name !== 'sort');
  const name = title.toLowerCase();
  return (
    <Page title={title} about={about} actions={<SaveAs name={name} rows={loaded.data?.rows ?? []} />}>
      <Search tenantId={tenantId} />
      <FilterBox filters={filters} sites={sites.data ?? []} query={query} set={set} />
      <Freshness of={loaded} live={live} setLive={setLive} />
      <Await of={loaded}>
        {({ rows, nextCursor }) => (
          <>
            {rows.length > 0 ? (
              <Card>
                <Table
                  caption={title}
                  rows={rows}
                  keyOf={keyOf}
                  columns={columns(tenantId)}
                  sort={{ by: query.sort || '-createdAt', choose: (by) => set({ sort: by }) }}
                />
              </Card>
            ) : nextCursor ? (
              <Empty title="None among the rows that were looked at">Go on with Next: there are more.</Empty>
            ) : filtered ? (
              <Empty title="Nothing is like that">Widen the filters, or clear them.</Empty>
            ) : (
              empty(tenantId)
            )}
            <Pager trail={trail} next={nextCursor} go={(next) => setTurned({ key, trail: next })} />
          </>
        )}
      </Await>
    </Page>
  );
}

interface Fresh {
  of: Loaded<unknown>;
  live: boolean;
  setLive: (on: boolean) => void;
}

/** When the list was read, and reading it again: by hand, or by itself. */
function Freshness({ of: { at, reload }, live, setLive }: Fresh) {
  return (
    <div class="fresh">
      <button type="button" class="button small" onClick={reload}>
        Refresh
      </button>
      <Check
        label={`Live: the first page again every ${LIVE_MS / 1000} s`}
        checked={live}
        onChange={(event) => setLive(event.currentTarget.checked)}
      />
      {at && (
        <span class="quiet small">
          Read at <time dateTime={at.toISOString()}>{clock(at)}</time>
        </span>
      )}
    </div>
  );
}
