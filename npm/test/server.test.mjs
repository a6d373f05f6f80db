/** On a server: no document, no localStorage worth the name, and nothing may happen. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadClient, startEdge, wait } from './support.mjs';

test('importing and using the client where there is no document does nothing, and says so', async (t) => {
  const edge = await startEdge(t);
  // Node 25 has one, and warns whoever touches it.
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => assert.fail('localStorage was touched'),
  });
  const { createClient, version } = await loadClient();
  assert.equal(version, '0.0.0-test');
  let asked = 0;
  const siteKey = () => `pk_${asked++}`;
  for (const options of [undefined, {}, edge.options, { ...edge.options, siteKey }]) {
    const client = createClient(options);
    client.prepare();
    client.includeComponent('own', () => asked++);
    const result = await client.checkOnce();
    assert.equal(result.error.code, 'not_in_browser');
    assert.deepEqual([result.fingerprintId, result.score, result.fromCache], [null, null, false]);
    assert.equal((await client.collect()).error.code, 'not_in_browser');
    client.clear();
    client.revoke();
    client.grant();
  }
  await wait(20);
  assert.deepEqual([edge.seen, asked], [[], 0]);
});
