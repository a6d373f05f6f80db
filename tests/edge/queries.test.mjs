// How D1 runs the statements that read or drop many rows: along an index, sorting nothing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { startEdge } from '../lib/edge.mjs';
import { isSlow, plansOf } from '../lib/plans.mjs';
import { inRepo } from '../lib/repo.mjs';

let edge;
let db;
let statements;

before(async () => {
  edge = await startEdge();
  db = await edge.mf.getD1Database('DB');
  statements = JSON.parse(await readFile(inRepo('tools/generated/statements.json'), 'utf8'));
});
after(() => edge.stop());

test('no statement scans a table or sorts', async () => {
  assert.ok(statements.length > 50);
  const plans = await plansOf(db, statements);
  for (const [at, sql] of statements.entries()) {
    const plan = plans[at];
    assert.ok(plan.length > 0 && !plan.some(isSlow), `${sql}\n  ${plan.join('\n  ')}`);
  }
});

test('a page with a cursor starts and ends by the index, not by reading up to it', async () => {
  const paged = statements.filter((sql) => /\(t\.\w+, t\.id\) [<>]=? \(\?, \?\)/.test(sql));
  assert.ok(paged.length > 20);
  const plans = await plansOf(db, paged);
  for (const [at, sql] of paged.entries()) {
    const [step] = plans[at];
    const upper = /\(t\.\w+, t\.id\) <=? /.test(sql);
    const lower = /\(t\.\w+, t\.id\) >=? /.test(sql);
    if (upper) assert.match(step, /<\(?\?/, `${sql}\n${step}`);
    if (lower) assert.match(step, />\(?\?/, `${sql}\n${step}`);
  }
});

test('the check itself notices a scan and a sort', async () => {
  const sorted = 'SELECT * FROM events WHERE tenant_id = ? ORDER BY score';
  const [scan, sort] = await plansOf(db, ['SELECT * FROM devices WHERE city = ?', sorted]);
  assert.match(scan.join(), /SCAN devices/);
  assert.match(sort.join(), /TEMP B-TREE/);
  assert.ok(scan.some(isSlow) && sort.some(isSlow));
});
