// Which device is this: signed device token, then exact match, then new.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startEdge } from '../lib/edge.mjs';
import { reclaimed, unsigned } from '../lib/forge.mjs';
import { another } from '../lib/submission.mjs';

let edge;

before(async () => {
  edge = await startEdge();
});
after(() => edge.stop());

test('an unknown fingerprint is a new device', async () => {
  const site = await edge.site();
  const { identity } = await edge.visitor().submit(site);
  assert.equal(identity.method, 'new');
  assert.ok(identity.confidence > 0 && identity.confidence <= 1);
});

test('the same fingerprint again is the same device', async () => {
  const site = await edge.site();
  const first = await edge.visitor().submit(site);
  const second = await edge.visitor().submit(site);
  assert.equal(second.identity.method, 'exact');
  assert.equal(second.fingerprintId, first.fingerprintId);
});

test('another fingerprint is another device', async () => {
  const site = await edge.site();
  const first = await edge.visitor().submit(site);
  const second = await edge.visitor().submit(site, another('device'));
  assert.equal(second.identity.method, 'new');
  assert.notEqual(second.fingerprint, first.fingerprint);
  assert.notEqual(second.fingerprintId, first.fingerprintId);
});

test('a device keeps its id through a changed fingerprint while the page has its token', async () => {
  const site = await edge.site();
  const first = await edge.visitor().submit(site);
  const second = await edge.visitor().submit(site, { ...another('drift'), deviceToken: first.deviceToken });
  assert.equal(second.identity.method, 'token');
  assert.notEqual(second.fingerprint, first.fingerprint);
  assert.equal(second.fingerprintId, first.fingerprintId);
  const third = await edge.visitor().submit(site, another('drift'));
  assert.equal(third.identity.method, 'exact', 'the new fingerprint was learnt');
  assert.equal(third.fingerprintId, first.fingerprintId);
});

test('a token is surer than an exact match, and that surer than a guess', async () => {
  const site = await edge.site();
  const first = await edge.visitor().submit(site);
  const exact = await edge.visitor().submit(site);
  const token = await edge.visitor().submit(site, { deviceToken: first.deviceToken });
  assert.ok(token.identity.confidence >= exact.identity.confidence);
});

test('sites of one tenant share their devices', async () => {
  const one = await edge.site();
  const two = await edge.site({ tenantId: one.tenantId });
  const first = await edge.visitor().submit(one);
  const second = await edge.visitor().submit(two);
  assert.equal(second.fingerprintId, first.fingerprintId);
});

test('another tenant gets another id for the same device', async () => {
  const first = await edge.visitor().submit(await edge.site());
  const second = await edge.visitor().submit(await edge.site());
  assert.equal(second.identity.method, 'new');
  assert.notEqual(second.fingerprintId, first.fingerprintId);
});

test('a device token of another tenant says nothing', async () => {
  const first = await edge.visitor().submit(await edge.site());
  const second = await edge.visitor().submit(await edge.site(), { deviceToken: first.deviceToken });
  assert.equal(second.identity.method, 'new');
  assert.notEqual(second.fingerprintId, first.fingerprintId);
});

test('a submission token does not pass for a device token', async () => {
  const site = await edge.site();
  const visitor = edge.visitor();
  const { identity } = await visitor.submit(site, { deviceToken: await visitor.token(site) });
  assert.equal(identity.method, 'new');
});

for (const [what, spoil] of [
  ['garbage', () => 'garbage'],
  ['empty', () => ''],
  ['null', () => null],
  ['cut off', (token) => token.slice(0, -3)],
  ['unsigned', unsigned],
  ['claiming another device', (token) => reclaimed(token, { sub: 'dv_0000000000000000000000' })],
]) {
  test(`a device token that is ${what} is passed over, never an error`, async () => {
    const site = await edge.site();
    const first = await edge.visitor().submit(site);
    const second = await edge.visitor().submit(site, { ...another(what), deviceToken: spoil(first.deviceToken) });
    assert.equal(second.identity.method, 'new');
    assert.notEqual(second.fingerprintId, first.fingerprintId);
  });
}

test('first submissions of one device that come at once get one id', async () => {
  const site = await edge.site();
  const visitors = Array.from({ length: 20 }, () => edge.visitor());
  const tokens = await Promise.all(visitors.map((visitor) => visitor.token(site)));
  const answers = await Promise.all(visitors.map((visitor, at) => visitor.collect(tokens[at])));
  assert.deepEqual(
    answers.map(({ status }) => status),
    answers.map(() => 200),
  );
  assert.equal(new Set(answers.map(({ body }) => body.fingerprintId)).size, 1);
  const { secretKey } = await edge.key(site.tenantId);
  await edge.emptyKv(); // of several at once, it may keep any
  const { body } = await edge.visitor().device(answers[0].body.fingerprintId, secretKey);
  assert.equal(body.device.visitCount, 20);
});

test('an id says nothing about when it was made, nor can the next be guessed', async () => {
  const site = await edge.site();
  const ids = new Set();
  for (let n = 0; n < 20; n += 1) ids.add((await edge.visitor().submit(site, another(n))).fingerprintId);
  assert.equal(ids.size, 20);
  assert.equal(new Set([...ids].map((id) => id.slice(3, 7))).size, 20, 'they share a beginning');
});
