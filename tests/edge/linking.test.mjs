// Devices whose fingerprint changed, devices that look alike, tokens that moved,
// ids that turn out to be one device's, and what all that costs the database.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { backendOf } from '../lib/backend.mjs';
import { startEdge } from '../lib/edge.mjs';
import { another, reading } from '../lib/submission.mjs';

let edge;

before(async () => {
  edge = await startEdge();
});
after(() => edge.stop());

const NEXT = '157';
const updated = (text) => text.replaceAll('156', NEXT);
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.4 Mobile/15E148 Safari/604.1';

/** The device of a mark after its browser was updated and a font installed: names, drawings and the fingerprint changed. */
function later(mark) {
  const { values } = another(mark);
  return {
    values: {
      ...values,
      user_agent: updated(AGENT),
      canvas: { ...values.canvas, geometry: `later ${mark}` },
      fonts: [...reading('chromium').components.fonts.value, 'Fira Sans'],
    },
    headers: { 'user-agent': updated(AGENT) },
  };
}

/** A phone of which there are millions, from wherever. */
const PHONE = {
  values: {
    user_agent: IPHONE,
    platform: 'iPhone',
    webgl: { vendor: 'Apple Inc.', renderer: 'Apple GPU', software: false },
    webgl_parameters: { antialias: true, extensions: 30 },
    screen: { color_depth: 24, long: 852, short: 393 },
    fonts: ['Helvetica', 'Courier'],
    hardware_concurrency: 4,
    touch: { points: 5, event: true, start: true },
  },
  components: { ua_client_hints: undefined, ua_high_entropy: undefined, device_memory: undefined },
  headers: { 'user-agent': IPHONE },
};

test('a browser that was updated and whose storage was cleared keeps its id', async () => {
  const site = await edge.site();
  const first = await edge.visitor().submit(site, another('drifting'));
  await edge.visitor().submit(site, another('bystander'));
  const second = await edge.visitor().submit(site, later('drifting'));
  assert.equal(second.identity.method, 'linked');
  assert.equal(second.fingerprintId, first.fingerprintId);
  assert.ok(second.identity.confidence > 0.9 && second.identity.confidence < 1);
  assert.ok(second.identity.candidates >= 1);
  const { secretKey } = await edge.key(site.tenantId);
  const { body } = await edge.visitor().device(first.fingerprintId, secretKey);
  assert.deepEqual(body.device.identity, second.identity);
});

test('phones of one model get ids of their own, and the answer says that it is unsure', async () => {
  const site = await edge.site();
  const answers = [];
  for (let n = 0; n < 3; n += 1) answers.push(await edge.visitor().submit(site, PHONE));
  assert.deepEqual(
    answers.map(({ identity }) => identity.method),
    ['new', 'new', 'new'],
  );
  assert.equal(new Set(answers.map(({ fingerprintId }) => fingerprintId)).size, 3);
  assert.ok(answers[2].identity.confidence < 0.9);
  const own = await edge.visitor().submit(site, { ...PHONE, deviceToken: answers[1].deviceToken });
  assert.equal(own.fingerprintId, answers[1].fingerprintId);
});

test('a token is worth what was proven when it was issued', async () => {
  const site = await edge.site();
  const founder = await edge.visitor().submit(site, another('owner'));
  const recognised = await edge.visitor().submit(site, another('owner'));
  assert.equal(recognised.identity.method, 'exact');
  const strong = await edge.visitor().submit(site, { ...another('owner'), deviceToken: founder.deviceToken });
  const weak = await edge.visitor().submit(site, { ...another('owner'), deviceToken: recognised.deviceToken });
  assert.equal(weak.identity.method, 'token');
  assert.ok(weak.identity.confidence < strong.identity.confidence);
});

test('a token on another machine is flagged and speaks for nobody', async () => {
  const site = await edge.site();
  const owner = await edge.visitor().submit(site, another('victim'));
  const { values } = another('thief');
  const thief = await edge.visitor().submit(site, {
    values: { ...values, platform: 'MacIntel' },
    deviceToken: owner.deviceToken,
  });
  assert.notEqual(thief.fingerprintId, owner.fingerprintId);
  assert.ok(thief.flags.includes('device_token_moved'));
  const still = await edge.visitor().submit(site, { ...another('victim'), deviceToken: owner.deviceToken });
  assert.equal(still.fingerprintId, owner.fingerprintId);
  assert.ok(!still.flags.includes('device_token_moved'));
});

test('ids that a token proves to be one device are joined, and the old one answers', async () => {
  const site = await edge.site();
  const home = edge.visitor();
  const first = await home.submit(site, another('before'));
  // The same browser and place, with other hardware: too much has changed to be sure.
  const second = await home.submit(site, another('after'));
  assert.notEqual(second.fingerprintId, first.fingerprintId);
  const third = await home.submit(site, { ...another('after'), deviceToken: first.deviceToken });
  assert.equal(third.fingerprintId, first.fingerprintId);
  const { secretKey } = await edge.key(site.tenantId);
  for (const id of [first.fingerprintId, second.fingerprintId]) {
    await edge.emptyKv();
    const { status, body } = await edge.visitor().device(id, secretKey);
    assert.deepEqual([status, body.device.deviceId, body.device.visitCount], [200, first.fingerprintId, 3]);
  }
  assert.equal((await home.visit(site.siteKey, second.deviceToken)).status, 200);
  const backend = await backendOf(edge, site.tenantId);
  for (const list of ['events', 'visits']) {
    const [by, former] = await Promise.all(
      [first, second].map(({ fingerprintId }) => backend.all(`/v1/${list}?deviceId=${fingerprintId}&limit=1`)),
    );
    assert.deepEqual(former, by, `${list} by the id that was joined`);
    assert.equal(by.length, list === 'events' ? 3 : 1);
  }
  const fourth = await home.submit(site, { ...another('after'), deviceToken: second.deviceToken });
  assert.equal(fourth.fingerprintId, first.fingerprintId);
});

test('what is remembered of devices is bounded however often they come', async () => {
  const site = await edge.site();
  for (let n = 0; n < 14; n += 1) await edge.visitor().submit(site, PHONE);
  const { tables } = await edge.everything();
  const of = (table) => tables[table].filter((row) => row.tenant_id === site.tenantId);
  assert.equal(of('link_population').length, 1);
  assert.equal(of('link_device').length, 14);
  for (const row of of('link_key')) assert.ok(JSON.parse(row.devices).length <= 12);
  for (const row of of('link_device')) assert.ok(row.record.length < 4000, `${row.record.length} characters`);
});
