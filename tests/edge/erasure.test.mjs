// DELETE /v1/device/:deviceId leaves nothing; GET …/export hands everything out before.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertOk, assertProblem } from '../lib/assert.mjs';
import { backendOf } from '../lib/backend.mjs';
import { startEdge } from '../lib/edge.mjs';
import { databaseOf, storeVisits } from '../lib/stored.mjs';
import { another } from '../lib/submission.mjs';

let edge;

before(async () => {
  edge = await startEdge({ rateLimit: 100_000 });
});
after(() => edge.stop());

/**
 * A device with a history of every kind, of a tenant of its own unless a site is given: there, devices
 * that look alike may turn out to be one.
 */
async function known(mark, { site, browser } = {}) {
  site ??= await edge.site();
  const backend = await backendOf(edge, site.tenantId);
  const visitor = edge.visitor({ browser });
  const first = await visitor.submit(site, another(mark));
  assertOk(await visitor.visit(site.siteKey, first.deviceToken));
  const second = await visitor.submit(site, { ...another(mark), deviceToken: first.deviceToken });
  assert.equal(second.fingerprintId, first.fingerprintId);
  assertOk(await backend.get(`/v1/device/${first.fingerprintId}`)); // into KV
  const { fingerprintId: deviceId, deviceToken } = second;
  return { site, backend, visitor, deviceId, deviceToken, submissions: [first, second] };
}

/** Where in the stores a text occurs. */
async function tracesOf(...texts) {
  const { tables, kv } = await edge.everything();
  const places = [...Object.entries(tables).map(([name, rows]) => [name, JSON.stringify(rows)]), ...Object.entries(kv)];
  return places.filter(([name, text]) => texts.some((t) => name.includes(t) || text.includes(t))).map(([name]) => name);
}

test('an export holds everything: device, looks, submissions with evidence, visits', async () => {
  const { backend, deviceId, submissions } = await known('export');
  const answer = await backend.get(`/v1/device/${deviceId}/export`);
  assert.match(answer.headers.get('content-type'), /^application\/json/);
  const { device, formerIds, looks, events, visits, complete, ...rest } = assertOk(answer);
  assert.deepEqual(rest, { ok: true });
  assert.equal(complete, true);
  assert.deepEqual(device, assertOk(await backend.get(`/v1/device/${deviceId}`)).device);
  const [first, second] = submissions;
  assert.deepEqual(formerIds, []);
  assert.equal(looks.id, deviceId);
  assert.deepEqual(
    events.map((event) => event.requestId),
    [second.requestId, first.requestId],
  );
  assert.deepEqual(events[0], assertOk(await backend.get(`/v1/events/${second.requestId}`)).event);
  assert.deepEqual(visits, await backend.all(`/v1/visits?deviceId=${deviceId}`));
  assert.equal(visits.length, 1);
});

test('a device that another was perhaps taken for leaves that other’s record, too', async () => {
  const site = await edge.site();
  const gone = await known('sibling', { site });
  const other = await known('perhaps the same', { site, browser: 'firefox' });
  const db = await databaseOf(edge, site);
  await db
    .prepare(
      "UPDATE link_device SET record = json_set(record, '$.sibling', json_object('id', ?1, 'p', 0.4)) WHERE device_id = ?2",
    )
    .bind(gone.deviceId, other.deviceId)
    .run();
  assertOk(await gone.backend.erase(gone.deviceId));
  assert.deepEqual(await tracesOf(gone.deviceId), []);
  const { looks } = assertOk(await other.backend.get(`/v1/device/${other.deviceId}/export`));
  assert.equal(looks.id, other.deviceId, 'the rest of the record stays');
});

test('an export of a long history is streamed whole', async () => {
  const { site, backend, deviceId, visitor, deviceToken } = await known('long export');
  for (let n = 0; n < 28; n += 1) await visitor.submit(site, { ...another('long export'), deviceToken });
  await storeVisits(edge, site, deviceId, 1500);
  const { events, visits, complete } = assertOk(await backend.get(`/v1/device/${deviceId}/export`));
  assert.equal(complete, true);
  assert.equal(new Set(events.map((event) => event.requestId)).size, 30);
  assert.equal(new Set(visits.map((visit) => visit.requestId)).size, 1501);
});

test('an erased device leaves no trace in any table or KV key', async () => {
  const { backend, deviceId, submissions } = await known('erased');
  const ids = [deviceId, ...submissions.flatMap(({ fingerprint, requestId }) => [fingerprint, requestId])];
  assert.ok((await tracesOf(deviceId)).length >= 5);
  assert.deepEqual(assertOk(await backend.erase(deviceId)), { ok: true, deviceId, complete: true });
  assert.deepEqual(await tracesOf(...ids), []);
  for (const path of [`device/${deviceId}`, `device/${deviceId}/export`]) {
    assertProblem(await backend.get(`/v1/${path}`), 404, 'device_not_found');
  }
  assertProblem(await backend.get(`/v1/events/${submissions[0].requestId}`), 404, 'event_not_found');
  assertProblem(await backend.erase(deviceId), 404, 'device_not_found');
});

test('every table that names devices is covered', async () => {
  const { site, backend, deviceId } = await known('covered');
  const db = await databaseOf(edge, site);
  const { tables } = await edge.everything();
  const columnsOf = async (name) => (await db.prepare(`PRAGMA table_info("${name}")`).all()).results;
  const covered = [];
  for (const name of Object.keys(tables)) {
    const columns = await columnsOf(name);
    if (!columns.some((column) => column.name === 'device_id')) continue;
    const values = { tenant_id: site.tenantId, device_id: deviceId, domain_id: site.domainId, record: '{}' };
    const given = columns.filter((column) => column.notnull || column.pk || column.name in values);
    const row = given.map(({ name, type }) => values[name] ?? (type === 'TEXT' ? `covered ${name}` : 1));
    const into = given.map((column) => `"${column.name}"`).join(', ');
    const marks = given.map(() => '?').join(', ');
    await db
      .prepare(`INSERT OR IGNORE INTO "${name}" (${into}) VALUES (${marks})`)
      .bind(...row)
      .run();
    covered.push(name);
  }
  assert.ok(
    ['erasures', 'events', 'fingerprints', 'visits'].every((name) => covered.includes(name)),
    String(covered),
  );
  const traces = await tracesOf(deviceId);
  assert.ok(covered.every((name) => traces.includes(name)));
  assertOk(await backend.erase(deviceId));
  assert.deepEqual(await tracesOf(deviceId), [], 'a table is missing in store/erasure.rs');
});

test('a page that still holds the token of an erased device does not bring it back', async () => {
  const { site, backend, visitor, deviceId, deviceToken } = await known('not back');
  const token = await visitor.token(site); // asked for before, used after
  assertOk(await backend.erase(deviceId));
  assertProblem(await visitor.visit(site.siteKey, deviceToken), 404, 'device_not_found');
  const answer = assertOk(await visitor.collect(token, { ...another('not back'), deviceToken }));
  assert.notEqual(answer.fingerprintId, deviceId);
  assert.equal(answer.identity.method, 'new');
  assertOk(await visitor.visit(site.siteKey, answer.deviceToken));
  assert.deepEqual(await tracesOf(deviceId), []);
});

test('submissions and visits that cross an erasure do not bring the device back', async () => {
  for (let n = 0; n < 5; n += 1) {
    const { site, backend, visitor, deviceId, deviceToken } = await known(`crossing ${n}`);
    const tokens = await Promise.all(Array.from({ length: 6 }, () => visitor.token(site)));
    const crossing = tokens.map((token) => visitor.collect(token, { ...another(`crossing ${n}`), deviceToken }));
    const [erased, ...answers] = await Promise.all([
      backend.erase(deviceId),
      ...crossing,
      visitor.visit(site.siteKey, deviceToken),
    ]);
    assertOk(erased);
    for (const answer of answers.slice(0, -1)) assertOk(answer);
    await edge.emptyKv(); // a visit's copy may arrive behind the erasure; it ends within minutes
    assertOk(await backend.erase(deviceId).then((again) => (again.status === 404 ? erased : again)));
    assertProblem(await backend.get(`/v1/device/${deviceId}`), 404, 'device_not_found');
    const { devices, link_device: looks } = (await edge.everything()).tables;
    assert.ok(
      devices.every((row) => row.id !== deviceId),
      'the device is back',
    );
    assert.ok(
      looks.every((row) => row.device_id !== deviceId),
      'its looks are back',
    );
  }
});

test('a very long history is erased over several runs', async () => {
  const { site, backend, deviceId } = await known('very long');
  await storeVisits(edge, site, deviceId, 21_500);
  assert.deepEqual(assertOk(await backend.erase(deviceId)), { ok: true, deviceId, complete: false });
  assertProblem(await backend.get(`/v1/device/${deviceId}`), 404, 'device_not_found');
  await (await edge.mf.getWorker()).scheduled({ cron: '*/10 * * * *' });
  assert.deepEqual(await tracesOf(deviceId), []);
});

test("another device's history stays", async () => {
  const one = await known('goes');
  const { site, backend } = one;
  const other = await known('stays', { site, browser: 'firefox' });
  const before = assertOk(await backend.get(`/v1/device/${other.deviceId}/export`));
  assertOk(await backend.erase(one.deviceId));
  assert.deepEqual(assertOk(await backend.get(`/v1/device/${other.deviceId}/export`)), before);
});
