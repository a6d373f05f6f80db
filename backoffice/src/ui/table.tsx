// A table that becomes a list of cards on a narrow screen, and can be saved.
import type { ComponentChildren } from 'preact';
import { save, toCsv } from '../download';

export interface Column<T> {
  name: string;
  cell: (row: T) => ComponentChildren;
  number?: boolean;
  /** What the API calls the order by this column; `-` in front of it is the greatest first. */
  sort?: string;
}

interface Sort {
  by: string;
  choose: (by: string) => void;
}

export function Table<T>({
  caption,
  columns,
  rows,
  keyOf,
  sort,
}: {
  caption: string;
  columns: Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  sort?: Sort;
}) {
  return (
    <div class="table-box">
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.name} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, cell, number }) => (
                <td key={name} data-name={name} class={number ? 'num' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head<T>({ column: { name, number, sort: of }, sort }: { column: Column<T>; sort?: Sort }) {
  const kind = number ? 'num' : undefined;
  if (!of || !sort)
    return (
      <th scope="col" class={kind}>
        {name}
      </th>
    );
  const order = sort.by === of ? 'ascending' : sort.by === `-${of}` ? 'descending' : undefined;
  return (
    <th scope="col" class={kind} aria-sort={order}>
      <button type="button" class="sort" onClick={() => sort.choose(order === 'descending' ? of : `-${of}`)}>
        {name}
        <span aria-hidden="true">{order === 'ascending' ? ' ↑' : order === 'descending' ? ' ↓' : ' ↕'}</span>
      </button>
    </th>
  );
}

/** Saves the rows that are on the screen. */
export function SaveAs({ name, rows }: { name: string; rows: readonly object[] }) {
  if (rows.length === 0) return null;
  return (
    <span class="save">
      <button type="button" class="button small" onClick={() => save(`${name}.csv`, 'text/csv', toCsv(rows))}>
        CSV
      </button>
      <button
        type="button"
        class="button small"
        onClick={() => save(`${name}.json`, 'application/json', `${JSON.stringify(rows, null, 2)}\n`)}
      >
        JSON
      </button>
    </span>
  );
}

/** The way through pages that only go forward: the cursors of the pages before are remembered. */
export function Pager({
  trail,
  next,
  go,
}: {
  trail: string[];
  next: string | null | undefined;
  go: (trail: string[]) => void;
}) {
  if (trail.length === 0 && !next) return null;
  return (
    <nav class="pager" aria-label="Pages of the list">
      <button type="button" class="button" disabled={trail.length === 0} onClick={() => go(trail.slice(0, -1))}>
        Previous
      </button>
      <span class="quiet">Page {trail.length + 1}</span>
      <button type="button" class="button" disabled={!next} onClick={() => next && go([...trail, next])}>
        Next
      </button>
    </nav>
  );
}
