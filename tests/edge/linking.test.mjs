// Devices whose fingerprint changed, devices that look alike, tokens that moved,
// ids that turn out to be one device's, and what all that costs the database.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { backendOf } from '../lib/backend.mjs';
import { startEdge } from '../lib/edge.mjs';
import { fillLists, lookUp, MOST_COMPARED, storeCrowd } from '../lib/link-crowd.mjs';
import { databaseOf, storeVisits } from '../lib/stored.mjs';
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

/** The device of a mark with a new graphics card and a new screen: too much to be known by looks, and the same machine. */
function withNewCard(mark) {
  const { webgl, webgl_parameters, canvas, canvas_text, screen } = another(`the new card of ${mark}`).values;
  return { values: { ...another(mark).values, webgl, webgl_parameters, canvas, canvas_text, screen } };
}

const erase = (id, secretKey) =>
  edge.visitor().send('DELETE', `/v1/device/${id}`, { headers: { authorization: `Bearer ${secretKey}` } });

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
  const second = await home.submit(site, withNewCard('before'));
  assert.notEqual(second.fingerprintId, first.fingerprintId);
  const third = await home.submit(site, { ...withNewCard('before'), deviceToken: first.deviceToken });
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
  const fourth = await home.submit(site, { ...withNewCard('before'), deviceToken: second.deviceToken });
  assert.equal(fourth.fingerprintId, first.fingerprintId);
});

test('a token on a machine of which everything changed at once has moved, and joins nothing', async () => {
  const site = await edge.site();
  const home = edge.visitor();
  const first = await home.submit(site, another('the one'));
  const second = await home.submit(site, another('the other'));
  const third = await home.submit(site, { ...another('the other'), deviceToken: first.deviceToken });
  assert.equal(third.fingerprintId, second.fingerprintId);
  assert.ok(third.flags.includes('device_token_moved'));
  const { secretKey } = await edge.key(site.tenantId);
  const { body } = await edge.visitor().device(first.fingerprintId, secretKey);
  assert.equal(body.device.deviceId, first.fingerprintId);
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

test('each tenant learns how common looks are from its own visitors, in one row of bounded size', async () => {
  const [site, other] = [await edge.site(), await edge.site()];
  const learnt = async ({ tenantId }) => {
    const { tables } = await edge.everything();
    return tables.link_population.filter((row) => row.tenant_id === tenantId);
  };
  await edge.visitor().submit(other, another('elsewhere'));
  const [elsewhere] = await learnt(other);
  await edge.visitor().submit(site, another('here'));
  const [first] = await learnt(site);
  await edge.visitor().submit(site, another('here, too'));
  const rows = await learnt(site);
  assert.equal(rows.length, 1);
  assert.notEqual(rows[0].sketch, first.sketch, 'it keeps learning');
  assert.equal(rows[0].sketch.length, first.sketch.length, 'and takes no more room for it');
  assert.deepEqual(await learnt(other), [elsewhere], 'and another tenant’s row is as it was');
});

test('an id that was erased, or that leads to another, is never given again', async () => {
  const site = await edge.site();
  const { secretKey } = await edge.key(site.tenantId, { scopes: ['write:device'] });
  const home = edge.visitor();
  const gone = await home.submit(site, another('gone'));
  assert.equal((await erase(gone.fingerprintId, secretKey)).status, 200);
  const kept = await home.submit(site, another('kept'));
  const joined = await home.submit(site, withNewCard('kept'));
  const { fingerprintId } = await home.submit(site, { ...withNewCard('kept'), deviceToken: kept.deviceToken });
  assert.equal(fingerprintId, kept.fingerprintId);
  // The erased device itself, with its token and without, those that were joined, and strangers.
  const comers = [
    another('gone'),
    { ...another('gone'), deviceToken: gone.deviceToken },
    withNewCard('kept'),
    { ...withNewCard('kept'), deviceToken: joined.deviceToken },
    ...Array.from({ length: 5 }, (_, n) => another(`stranger ${n}`)),
  ];
  for (const comer of comers) {
    const answer = await edge.visitor().submit(site, comer);
    assert.ok(![gone.fingerprintId, joined.fingerprintId].includes(answer.fingerprintId));
  }
});

test('a look-up reads at most 100 rows in 3 queries, ten thousand devices or a thousand, however common the looks', async () => {
  const read = [];
  for (const devices of [10, 1000, 10_000]) {
    const site = await edge.site();
    const { fingerprintId: founder } = await edge.visitor().submit(site, another('common'));
    // All of them look like the first: every list is as full as it can be, each with others.
    await storeCrowd(edge, site, founder, 0, devices);
    await fillLists(edge, site, founder, devices);
    const { byToken, lists, compared, queries, rowsRead } = await lookUp(edge, site, founder, devices);
    assert.deepEqual([byToken, lists, queries], [founder, 7, 3]);
    assert.equal(compared, Math.min(devices + 1, MOST_COMPARED));
    read.push(rowsRead);
    // The Worker itself, on the same rows: who looks like that many others is nobody's.
    const { identity } = await edge.visitor().submit(site, another('common'));
    assert.equal(identity.method, 'new');
    assert.ok(identity.candidates < MOST_COMPARED, `${identity.candidates} candidates`);
  }
  assert.ok(Math.max(...read) <= 100, `${read} rows`);
  assert.equal(read[1], read[2], 'rows read grow with the devices');
});

test('a device with a long history is joined at once, and the history follows', async () => {
  const site = await edge.site();
  const home = edge.visitor();
  const first = await home.submit(site, another('early'));
  const second = await home.submit(site, withNewCard('early'));
  await storeVisits(edge, site, second.fingerprintId, 1500);
  const third = await home.submit(site, { ...withNewCard('early'), deviceToken: first.deviceToken });
  assert.equal(third.fingerprintId, first.fingerprintId);
  const db = await databaseOf(edge, site);
  const visitsOf = async (id) =>
    (
      await db
        .prepare('SELECT COUNT(*) AS n FROM visits WHERE tenant_id = ?1 AND device_id = ?2')
        .bind(site.tenantId, id)
        .first()
    ).n;
  const both = async () => [await visitsOf(first.fingerprintId), await visitsOf(second.fingerprintId)];
  assert.deepEqual(await both(), [200, 1300]);
  const { secretKey } = await edge.key(site.tenantId, { scopes: ['read:device', 'write:device'] });
  const asked = async (id) => {
    await edge.emptyKv();
    const { status, body } = await edge.visitor().device(id, secretKey);
    return [status, body.device?.deviceId];
  };
  const isFirst = [200, first.fingerprintId];
  assert.deepEqual([await asked(first.fingerprintId), await asked(second.fingerprintId)], [isFirst, isFirst]);
  const worker = await edge.mf.getWorker();
  await worker.scheduled({ cron: '*/10 * * * *' });
  assert.deepEqual(await both(), [1500, 0]);
  assert.deepEqual([await asked(first.fingerprintId), await asked(second.fingerprintId)], [isFirst, isFirst]);
  const { results: notes } = await db.prepare('SELECT * FROM erasures WHERE tenant_id = ?1').bind(site.tenantId).all();
  assert.deepEqual(notes, []);
});

test('erasing a device between the rounds of a join takes what is still under the old id', async () => {
  const site = await edge.site();
  const home = edge.visitor();
  const first = await home.submit(site, another('one'));
  const second = await home.submit(site, withNewCard('one'));
  await storeVisits(edge, site, second.fingerprintId, 500);
  await home.submit(site, { ...withNewCard('one'), deviceToken: first.deviceToken });
  const { secretKey } = await edge.key(site.tenantId, { scopes: ['read:device', 'write:device'] });
  const answer = await erase(second.fingerprintId, secretKey);
  assert.deepEqual([answer.status, answer.body.deviceId, answer.body.complete], [200, first.fingerprintId, true]);
  const { tables } = await edge.everything();
  for (const table of ['events', 'visits', 'joined_devices', 'link_device', 'devices', 'erasures'])
    assert.deepEqual(
      tables[table].filter((row) => row.tenant_id === site.tenantId),
      [],
      table,
    );
});
