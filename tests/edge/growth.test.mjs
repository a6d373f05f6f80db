// What a request reads of D1 does not grow with what there is. The long form, to ten million events: `npm run growth`.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { counting } from '../../tools/lib/counting-edge.mjs';
import { startEdge } from '../lib/edge.mjs';
import { askAll, FILTERED, grow, rowsOf, tenantToGrow } from '../lib/growth.mjs';

/** The most rows that a page looks at where a filter matches few: what the index tells of them, and the rows. */
const MOST_FILTERED = 2 * 10_000 + 100;

/** The most rows of a submission: how many devices look somewhat like it is another number each time, with a limit. */
const SUBMISSION = { statements: 16, rowsRead: 200, rowsWritten: 60 };

/** What was asked before leaves counters of its own. */
const SLACK = { rowsRead: 10, rowsWritten: 10, statements: 0 };

let edge;
before(async () => {
  edge = await startEdge({ shards: 1, rateLimit: 100_000, adjust: counting });
});
after(() => edge.stop());

test('no request reads or writes more rows among four times as many devices and events', async () => {
  const tenant = await tenantToGrow(edge, { doomed: 1100 });
  await grow(tenant, 1200, 12_000);
  const few = await askAll(tenant);
  await grow(tenant, 4800, 48_000);
  const many = await askAll(tenant);
  assert.ok((await rowsOf(tenant, 'events')) > 47_000 && (await rowsOf(tenant, 'devices')) > 4700);
  assert.ok(few.length > 35, `${few.length} kinds of requests`);
  for (const [at, { request, ...now }] of many.entries()) {
    const most = request.includes('/v1/collect') ? { ...few[at], ...SUBMISSION } : { ...few[at] };
    if (FILTERED.some((path) => request.includes(path))) most.rowsRead = MOST_FILTERED;
    assert.equal(request, few[at].request);
    for (const what of ['statements', 'rowsRead', 'rowsWritten'])
      assert.ok(now[what] <= most[what] + SLACK[what], `${request}: ${now[what]} ${what}, first ${few[at][what]}`);
  }
});
