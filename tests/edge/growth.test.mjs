// What a request reads of D1 does not grow with what there is. The long form, to ten million events: `npm run growth`.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { counting, readStatements } from '../../tools/lib/counting-edge.mjs';
import { startEdge } from '../lib/edge.mjs';
import { askAll, FILTERED, grow, rowsOf, tenantToGrow } from '../lib/growth.mjs';
import { isSlow, plansOf } from '../lib/plans.mjs';

/** The most rows that a page looks at where a filter matches few: what the index tells of them, and the rows. */
const MOST_FILTERED = 2 * 10_000 + 100;

/** The most rows of a submission: how many devices look somewhat like it is another number each time, with a limit. */
const SUBMISSION = { statements: 16, rowsRead: 200, rowsWritten: 60 };

/** What was asked before leaves counters of its own, and what an instance remembers it forgets after some seconds. */
const SLACK = { rowsRead: 10, rowsWritten: 10, statements: 3 };

/** Of tables that stay small: signing keys, today's counts of sites with a quota, tenants by shard; and any one row. */
const WHOLE = /FROM (site_usage|signing_keys) |COUNT\(\*\) AS tenants FROM tenants|FROM erasures LIMIT 1$/;

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

test('nothing that was asked of D1 for it scans a table or sorts', async () => {
  const statements = (await readStatements(edge)).filter((sql) => !WHOLE.test(sql.replace(/\s+/g, ' ')));
  assert.ok(statements.length > 80, `${statements.length} statements`);
  const plans = await plansOf(edge.databases[0], statements);
  const slow = statements.flatMap((sql, at) => (plans[at].some(isSlow) ? [`${sql}\n  ${plans[at].join('\n  ')}`] : []));
  assert.deepEqual(slow, []);
});
