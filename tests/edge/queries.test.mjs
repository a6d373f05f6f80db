// How D1 runs the statements that read or drop many rows: along an index, sorting nothing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { startEdge } from '../lib/edge.mjs';
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

/** Numbered parameters are repeated; plain ones are not. */
function parameters(sql) {
  const numbers = [...sql.matchAll(/\?(\d+)/g)].map(([, number]) => Number(number));
  return numbers.length > 0 ? Math.max(...numbers) : sql.split('?').length - 1;
}

const explained = (sql) => db.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...Array(parameters(sql)).fill(null));

/** The steps that D1 takes for each statement. */
async function plansOf(all) {
  const plans = await db.batch(all.map(explained));
  return plans.map(({ results }) => results.map(({ detail }) => detail));
}

test('no statement scans a table or sorts', async () => {
  assert.ok(statements.length > 50);
  const plans = await plansOf(statements);
  for (const [at, sql] of statements.entries()) {
    const plan = plans[at];
    const told = `${sql}\n  ${plan.join('\n  ')}`;
    assert.ok(plan.length > 0, told);
    for (const step of plan) {
      assert.doesNotMatch(step, /TEMP B-TREE/, told);
      // What a statement was given, and the sites that have a retention, are all looked at.
      assert.doesNotMatch(
        step,
        /^SCAN (?!\w+ VIRTUAL TABLE|CONSTANT ROW|s USING (COVERING )?INDEX sites_with_retention)/,
        told,
      );
    }
  }
});

test('a page with a cursor starts and ends by the index, not by reading up to it', async () => {
  const paged = statements.filter((sql) => /\(t\.\w+, t\.id\) [<>]=? \(\?, \?\)/.test(sql));
  assert.ok(paged.length > 20);
  const plans = await plansOf(paged);
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
  const [scan, sort] = await plansOf(['SELECT * FROM devices WHERE city = ?', sorted]);
  assert.match(scan.join(), /SCAN devices/);
  assert.match(sort.join(), /TEMP B-TREE/);
});
