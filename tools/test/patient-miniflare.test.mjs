import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Miniflare } from 'miniflare';
import { makeMiniflarePatient } from '../lib/patient-miniflare.mjs';

test('statements are prepared although the helper wakes the thread too early', async () => {
  makeMiniflarePatient();
  const { wait } = Atomics;
  let waits = 0;
  const script = 'export default { fetch: () => new Response() }';
  const mf = new Miniflare({ modules: true, script, d1Databases: ['DB'] });
  try {
    const db = await mf.getD1Database('DB');
    // Miniflare alone waits without an end.
    Atomics.wait = (array, index, value, ms) => {
      if (ms === undefined) waits += 1;
      return ms === undefined && waits % 3 === 0 ? 'ok' : wait(array, index, value, ms);
    };
    const statements = Array.from({ length: 20 }, (_, n) => db.prepare(`SELECT ${n} AS n`));
    const found = await db.batch(statements);
    assert.deepEqual(
      found.map(({ results }) => results[0].n),
      statements.map((_, n) => n),
    );
    assert.ok(waits >= 20, 'Miniflare no longer waits this way: is the patience still needed?');
  } finally {
    Atomics.wait = wait;
    await mf.dispose();
  }
});
