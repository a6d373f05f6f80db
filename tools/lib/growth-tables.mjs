// The tables that `npm run growth` prints.

const tableOf = (lines) => lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const ruled = ([headings, ...lines]) => tableOf([headings, headings.map(() => '---'), ...lines]);
const count = (number) => number.toLocaleString('en');

/** What the linker's look-up costs, natively and in D1. */
export function linkerTable(rows) {
  const headings = ['devices', 'compared + 8, mean', 'most', 'p50 ms', 'p99 ms'];
  const lines = rows.map(({ devices, rowsMean, rowsMost, p50Ms, p99Ms, d1 }) => [
    ...[count(devices), rowsMean.toFixed(1), rowsMost, p50Ms.toFixed(3), p99Ms.toFixed(3)],
    ...[d1.queries, d1.rowsRead, d1.submission.rowsRead],
  ]);
  return ruled([[...headings, 'D1 queries', 'D1 rows read', 'of a whole submission'], ...lines]);
}

/** What each kind of request reads, at each size. */
export function requestTable(sizes) {
  const last = sizes.at(-1);
  if (!last) return '';
  const headings = [
    'request',
    'statements',
    ...sizes.map(({ devices, events }) => `rows read: ${count(devices)} devices, ${count(events)} events`),
    'rows written',
    ...sizes.map(({ devices }) => `ms: ${count(devices)}`),
  ];
  const lines = last.kinds.map(({ request, statements, rowsWritten }, at) => [
    request,
    statements,
    ...sizes.map(({ kinds }) => count(kinds[at].rowsRead)),
    count(rowsWritten),
    ...sizes.map(({ kinds }) => kinds[at].ms.toFixed(0)),
  ]);
  return ruled([headings, ...lines]);
}
