// GET /v1/device/:deviceId: what a backend gets, and the published errors.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNothingWritten, assertOk, assertProblem, assertTime } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { another } from '../lib/submission.mjs';

const CACHE_SECONDS = 1;
let edge;
let site;
let secretKey;
let submitted;

before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: String(CACHE_SECONDS) } });
  site = await edge.site();
  ({ secretKey } = await edge.key(site.tenantId));
  submitted = await edge.visitor().submit(site, { cf: { country: 'US', city: 'San Francisco' } });
});
after(() => edge.stop());

const lookUp = (id, key = secretKey) => edge.visitor({ origin: undefined }).device(id, key);

describe('a device', () => {
  test('has every member of the published example, of its type', async () => {
    const answer = await lookUp(submitted.fingerprintId);
    const { device, ok } = assertOk(answer);
    assert.equal(ok, true);
    assert.match(answer.headers.get('content-type'), /^application\/json/);
    assert.equal(device.deviceId, submitted.fingerprintId);
    assert.equal(device.domainId, site.domainId);
    assert.equal(device.score, submitted.score);
    assert.equal(device.riskLevel, submitted.risk_level);
    assert.equal(device.confidence, submitted.confidence);
    assert.deepEqual(device.flags, submitted.flags);
    assert.equal(device.country, 'US');
    assert.equal(device.city, 'San Francisco');
    for (const time of ['createdAt', 'lastSubmittedAt', 'lastSeenAt']) assertTime(device[time]);
    assert.equal(typeof device.score, 'number');
    assert.equal(typeof device.confidence, 'number');
    assert.ok(device.confidence >= 0.5 && device.confidence <= 0.95);
  });

  test('says more than the example: identity, reasons, network, first domain, visits', async () => {
    const { device } = assertOk(await lookUp(submitted.fingerprintId));
    assert.deepEqual(device.identity, submitted.identity);
    assert.deepEqual(device.reasons, submitted.reasons);
    assert.equal(device.firstSeenDomainId, site.domainId);
    assert.equal(device.visitCount, 1);
    assert.equal(typeof device.network, 'object');
  });

  test('never shows an address, only its network', async () => {
    const visitor = edge.visitor({ ip: '203.0.113.77' });
    const { fingerprintId } = await visitor.submit(site, another('v4'));
    const answer = await lookUp(fingerprintId);
    assert.equal(answer.body.device.network.ipPrefix, '203.0.113.0/24');
    assert.ok(!answer.text.includes('203.0.113.77'));
    const six = edge.visitor({ ip: '2001:db8:aa:bb::1234' });
    const other = await six.submit(site, another('v6'));
    assert.equal((await lookUp(other.fingerprintId)).body.device.network.ipPrefix, '2001:db8:aa::/48');
  });

  test('that sends again moves lastSubmittedAt and keeps createdAt', async () => {
    const first = await edge.visitor().submit(site, another('again'));
    const { device: before } = assertOk(await lookUp(first.fingerprintId));
    await sleep(20);
    await edge.visitor().submit(site, another('again'));
    const { device } = assertOk(await lookUp(first.fingerprintId));
    assert.equal(device.createdAt, before.createdAt);
    assert.ok(device.lastSubmittedAt > before.lastSubmittedAt);
    assert.ok(device.lastSeenAt >= device.lastSubmittedAt);
    assert.equal(device.visitCount, before.visitCount + 1);
  });

  test('is found without country and city where the network does not tell them', async () => {
    const { fingerprintId } = await edge.visitor({ cf: {} }).submit(site, another('nowhere'));
    const { device } = assertOk(await lookUp(fingerprintId));
    assert.equal(device.country, null);
    assert.equal(device.city, null);
  });

  test('is seen the moment its submission was answered', async () => {
    for (let n = 0; n < 5; n += 1) {
      const { fingerprintId } = await edge.visitor().submit(site, another(`at once ${n}`));
      assertOk(await lookUp(fingerprintId));
    }
  });

  test('is also found without KV: D1 is the truth', async () => {
    const { fingerprintId } = await edge.visitor().submit(site, another('no kv'));
    const before = (await lookUp(fingerprintId)).body;
    await edge.emptyKv();
    assert.deepEqual((await lookUp(fingerprintId)).body, before);
  });
});

describe('a look-up is refused', () => {
  const id = () => submitted.fingerprintId;

  test('401 without a key', async () => {
    const answer = await assertNothingWritten(edge, () => lookUp(id(), null));
    assertProblem(answer, 401, 'api_key_invalid');
    const none = await edge.visitor({ origin: undefined }).send('GET', `/v1/device/${id()}`);
    assertProblem(none, 401, 'api_key_invalid');
  });

  for (const [what, header] of [
    ['garbage', 'Bearer garbage'],
    ['an empty key', 'Bearer '],
    ['another scheme', 'Basic c2tfOng='],
    ['no scheme', 'sk_dev_0000000000000000000000000000'],
    ['SQL', "Bearer ' OR 1=1 --"],
    ['a very long key', `Bearer sk_dev_${'a'.repeat(4000)}`],
  ]) {
    test(`401 with ${what}`, async () => {
      const answer = await edge
        .visitor({ origin: undefined })
        .send('GET', `/v1/device/${id()}`, { headers: { authorization: header } });
      assertProblem(answer, 401, 'api_key_invalid');
    });
  }

  test('401 with a site key, with a wrong checksum, with an unknown key of the right form', async () => {
    const other = await startEdge();
    try {
      const foreign = await other.key((await other.tenant()).id);
      const last = secretKey.at(-1) === 'a' ? 'b' : 'a';
      for (const key of [site.siteKey, secretKey.slice(0, -1) + last, foreign.secretKey]) {
        assertProblem(await lookUp(id(), key), 401, 'api_key_invalid');
      }
    } finally {
      await other.stop();
    }
  });

  test('401 with a revoked key, as soon as the cached decision has expired', async () => {
    const key = await edge.key(site.tenantId);
    assertOk(await lookUp(id(), key.secretKey));
    await edge.admin('DELETE', `keys/${key.id}`);
    await sleep(CACHE_SECONDS * 1000 + 300);
    assertProblem(await lookUp(id(), key.secretKey), 401, 'api_key_invalid');
  });

  test('401 with an expired key', async () => {
    const key = await edge.key(site.tenantId, { expiresAt: new Date(Date.now() + 1500).toISOString() });
    assertOk(await lookUp(id(), key.secretKey));
    await sleep(1500 + CACHE_SECONDS * 1000 + 300);
    assertProblem(await lookUp(id(), key.secretKey), 401, 'api_key_invalid');
  });

  test('403 with a key that lacks read:device', async () => {
    const key = await edge.key(site.tenantId, { scopes: ['read:events', 'verify'] });
    const answer = await lookUp(id(), key.secretKey);
    assertProblem(answer, 403, 'scope_missing');
    assert.match(answer.body.detail, /read:device/);
  });

  test('404 for an id that nobody has', async () => {
    for (const unknown of [
      'dv_0000000000000000000000',
      'garbage',
      'dv_',
      '%00',
      "' OR 1=1 --",
      '../../admin',
      'ünï',
      'x'.repeat(3000),
    ]) {
      assertProblem(await lookUp(unknown), 404, 'device_not_found', unknown.slice(0, 40));
    }
  });

  test("404 for another tenant's device, as if it did not exist", async () => {
    const other = await edge.site();
    const { secretKey: theirs } = await edge.key(other.tenantId);
    const foreign = await lookUp(id(), theirs);
    assertProblem(foreign, 404, 'device_not_found');
    const unknown = await lookUp('dv_0000000000000000000000', theirs);
    assert.equal(foreign.body.detail, unknown.body.detail, 'the answers tell them apart');
  });

  test('404 past the retention of its site', async () => {
    const short = await edge.site({ tenantId: site.tenantId, retentionDays: 1 });
    const { fingerprintId } = await edge.visitor().submit(short, another('old'));
    await edge.ageDevice(fingerprintId, 23 / 24);
    assertOk(await lookUp(fingerprintId), 'within its retention');
    await edge.ageDevice(fingerprintId, 2 / 24);
    assertProblem(await lookUp(fingerprintId), 404, 'device_not_found');
  });
});
