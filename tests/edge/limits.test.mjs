// The published rate limits: 20 a minute per IP for what belongs to no tenant,
// 100 a minute per tenant and IP for what does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

let edge;
let site;
let key;

before(async () => {
  edge = await startEdge();
  site = await edge.site();
  key = (await edge.key(site.tenantId)).secretKey;
});
after(() => edge.stop());

/** The limits count in whole minutes: start where one has enough left. */
async function earlyInTheMinute() {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 12_000) await sleep(left + 100);
}

/** Calls until refused, at most `most` times; how often it went well, and the refusal. */
async function untilLimited(act, most) {
  await earlyInTheMinute();
  for (let passed = 0; passed < most; passed += 1) {
    const answer = await act();
    if (answer.status === 429) return { passed, answer };
  }
  return { passed: most };
}

test('a backend looks up 100 devices a minute from one IP, then waits as Retry-After says', async () => {
  const { fingerprintId } = await edge.visitor().submit(site);
  const backend = edge.visitor({ origin: undefined });
  const { passed, answer } = await untilLimited(() => backend.device(fingerprintId, key), 120);
  assert.equal(passed, 100);
  assertProblem(answer, 429, 'rate_limited');
  assert.match(answer.headers.get('ratelimit-policy'), /100/);
  assert.match(answer.headers.get('ratelimit-policy'), /w=60/);
  assert.ok(Number(answer.headers.get('retry-after')) <= 60);
  assertOk(await edge.visitor({ origin: undefined }).device(fingerprintId, key), 'another IP');
  const other = await edge.site();
  const { secretKey } = await edge.key(other.tenantId);
  assertProblem(await backend.device(fingerprintId, secretKey), 404, 'device_not_found', 'another tenant, same IP');
});

test('a page that floods is refused, and its submission leaves no trace', async () => {
  const visitor = edge.visitor();
  const other = edge.visitor();
  const token = await visitor.token(site);
  const { passed, answer } = await untilLimited(() => visitor.askToken(site.siteKey), 120);
  assert.ok(passed >= 98 && passed <= 100, `${passed} passed`);
  assertProblem(answer, 429, 'rate_limited');
  assert.equal(answer.headers.get('ratelimit-policy'), '"tenant";q=100;w=60');
  assertProblem(await assertNothingWritten(edge, () => visitor.collect(token)), 429, 'rate_limited');
  assertOk(await other.collect(await other.token(site)), 'another IP');
});

test('who may ask no more does not fill the cache of decisions either, with an origin invented each time', async () => {
  const flood = edge.visitor();
  const { answer } = await untilLimited(() => flood.askToken(site.siteKey), 120);
  assertProblem(answer, 429, 'rate_limited');
  flood.origin = 'https://never-asked-before.example';
  const again = await assertNothingWritten(edge, () => flood.askToken(site.siteKey));
  assertProblem(again, 429, 'rate_limited');
});

test('the operator is not limited, mistakes in the body included', async () => {
  const operator = edge.visitor();
  const headers = { authorization: `Bearer ${edge.adminToken}` };
  await earlyInTheMinute();
  for (let calls = 0; calls < 25; calls += 1) {
    const answer = await operator.send('POST', '/v1/admin/tenants', { headers, body: 'no JSON' });
    assertProblem(answer, 400, 'payload_malformed');
  }
});

for (const [what, act] of [
  ['unknown site keys', (visitor) => visitor.askToken('pk_dev_garbage')],
  ['unknown secret keys', (visitor) => visitor.device('dv_x', 'sk_dev_garbage')],
  ['unknown routes', (visitor) => visitor.send('GET', '/v1/nothing')],
  [
    'wrong admin tokens',
    (visitor) =>
      visitor.send('POST', '/v1/admin/tenants', { body: { name: 'x' }, headers: { authorization: 'Bearer guess' } }),
  ],
]) {
  test(`guessing ${what} ends after 20 a minute from one IP`, async () => {
    const visitor = edge.visitor();
    const { passed, answer } = await untilLimited(() => act(visitor), 30);
    assert.equal(passed, 20);
    assertProblem(answer, 429, 'rate_limited');
    assert.equal(answer.headers.get('ratelimit-policy'), '"global";q=20;w=60');
    assertOk(await visitor.askToken(site.siteKey), 'a valid key from that IP still works');
  });
}
