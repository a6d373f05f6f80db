// POST /v1/visit: a known device was here again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

let edge;
let site;
let secretKey;

before(async () => {
  edge = await startEdge();
  site = await edge.site({ allowedOrigins: ['shop.example'] });
  ({ secretKey } = await edge.key(site.tenantId));
});
after(() => edge.stop());

const lookUp = async (deviceId) => assertOk(await edge.visitor().device(deviceId, secretKey)).device;

test('a visit moves lastSeenAt and visitCount, and nothing else', async () => {
  const visitor = edge.visitor();
  const { fingerprintId, deviceToken } = await visitor.submit(site);
  const before = await lookUp(fingerprintId);
  await sleep(20);
  const answer = assertOk(await visitor.visit(site.siteKey, deviceToken));
  assert.match(answer.requestId, /^req_/);
  const seen = await lookUp(fingerprintId);
  assert.ok(seen.lastSeenAt > before.lastSeenAt, `${before.lastSeenAt} → ${seen.lastSeenAt}`);
  assert.equal(seen.visitCount, before.visitCount + 1);
  assert.deepEqual({ ...seen, lastSeenAt: 0, visitCount: 0 }, { ...before, lastSeenAt: 0, visitCount: 0 });
});

test('twenty visits at once are all counted', async () => {
  const visitor = edge.visitor();
  const { fingerprintId, deviceToken } = await visitor.submit(site);
  const { visitCount } = await lookUp(fingerprintId);
  const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.visit(site.siteKey, deviceToken)));
  for (const answer of answers) assertOk(answer);
  await edge.emptyKv(); // of several at once, it may keep any
  assert.equal((await lookUp(fingerprintId)).visitCount, visitCount + 20);
});

test('a visit on another site of the tenant makes it the domain last seen', async () => {
  const other = await edge.site({ tenantId: site.tenantId });
  const { fingerprintId, deviceToken } = await edge.visitor().submit(site);
  assertOk(await edge.visitor().visit(other.siteKey, deviceToken));
  const device = await lookUp(fingerprintId);
  assert.equal(device.domainId, other.domainId);
  assert.notEqual(device.firstSeenDomainId, '');
});

describe('a visit is refused and leaves no trace', () => {
  let deviceToken;
  before(async () => {
    ({ deviceToken } = await edge.visitor().submit(site));
    for (const origin of ['https://shop.example', 'https://evil.example']) {
      await edge.visitor({ origin }).askToken(site.siteKey); // fills the authorisation cache
    }
  });
  const refused = (status, code, act) => async () => {
    await edge.visitor().askToken(site.siteKey);
    assertProblem(await assertNothingWritten(edge, act), status, code);
  };
  const send = (body) => () => edge.visitor().send('POST', '/v1/visit', { body });

  test('without a body', refused(400, 'payload_malformed', send('')));
  test('that is not JSON', refused(400, 'payload_malformed', send('{')));
  test(
    'without a device token',
    refused(400, 'payload_malformed', () => send({ siteKey: site.siteKey })()),
  );
  test('over 64 kB', refused(413, 'payload_too_large', send('x'.repeat(70_000))));
  test(
    'with a garbage site key',
    refused(401, 'site_key_invalid', () => edge.visitor().visit('garbage', deviceToken)),
  );
  test(
    'with a garbage device token',
    refused(401, 'device_token_invalid', () => edge.visitor().visit(site.siteKey, 'garbage')),
  );
  test(
    'with an empty device token',
    refused(401, 'device_token_invalid', () => edge.visitor().visit(site.siteKey, '')),
  );
  test(
    'with a submission token in its place',
    refused(401, 'device_token_invalid', async () => {
      const visitor = edge.visitor();
      return visitor.visit(site.siteKey, await visitor.token(site));
    }),
  );

  test('from a foreign origin', async () => {
    const evil = edge.visitor({ origin: 'https://evil.example' });
    await evil.askToken(site.siteKey); // the refusal itself is cached
    assertProblem(
      await assertNothingWritten(edge, () => evil.visit(site.siteKey, deviceToken)),
      403,
      'origin_not_allowed',
    );
  });

  test('with a device token of another tenant', async () => {
    const foreign = await edge.site();
    const { deviceToken: theirs } = await edge.visitor().submit(foreign);
    await edge.visitor().askToken(site.siteKey);
    assertProblem(
      await assertNothingWritten(edge, () => edge.visitor().visit(site.siteKey, theirs)),
      401,
      'device_token_invalid',
    );
  });

  test('for a device that is gone: 404, so that the client submits again', async () => {
    const own = await edge.site();
    const { deviceToken: gone } = await edge.visitor().submit(own);
    await edge.forgetDevices(own.tenantId);
    await edge.visitor().askToken(own.siteKey);
    assertProblem(
      await assertNothingWritten(edge, () => edge.visitor().visit(own.siteKey, gone)),
      404,
      'device_not_found',
    );
  });
});
