// What is past its retention is dropped on schedule, in bounded rounds.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertOk, assertProblem } from '../lib/assert.mjs';
import { backendOf } from '../lib/backend.mjs';
import { startEdge } from '../lib/edge.mjs';
import { age, databaseOf, storeDevices, storeVisits } from '../lib/stored.mjs';
import { another } from '../lib/submission.mjs';

const DAY = 86_400_000;
let edge;

before(async () => {
  edge = await startEdge({ rateLimit: 100_000 });
});
after(() => edge.stop());

const runSchedule = async () => (await edge.mf.getWorker()).scheduled({ cron: '*/10 * * * *' });
const rowsOf = async (tenantId, table) =>
  (await edge.everything()).tables[table].filter((row) => row.tenant_id === tenantId);

test('devices, submissions, evidence, visits and looks go; counters stay', async () => {
  const site = await edge.site({ retentionDays: 30 });
  const visitor = edge.visitor();
  const { fingerprintId, deviceToken } = await visitor.submit(site, another('old'));
  assertOk(await visitor.visit(site.siteKey, deviceToken));
  const counted = await rowsOf(site.tenantId, 'daily_counts');
  assert.ok(counted.length >= 7);

  await age(edge, site, 29);
  await runSchedule();
  for (const table of ['devices', 'events', 'evidence', 'visits', 'link_device']) {
    assert.equal((await rowsOf(site.tenantId, table)).length, 1, `${table} within the retention`);
  }
  await age(edge, site, 2);
  await runSchedule();
  for (const table of ['devices', 'events', 'evidence', 'visits', 'link_device']) {
    assert.deepEqual(await rowsOf(site.tenantId, table), [], `${table} past the retention`);
  }
  assert.deepEqual(await rowsOf(site.tenantId, 'daily_counts'), counted);
  const backend = await backendOf(edge, site.tenantId);
  assertProblem(await backend.get(`/v1/device/${fingerprintId}`), 404, 'device_not_found');
});

test('a device that another was perhaps taken for leaves that other’s record, too', async () => {
  const site = await edge.site({ retentionDays: 30 });
  const gone = await edge.visitor().submit(site, another('sibling'));
  await age(edge, site, 31);
  const kept = await edge.visitor({ browser: 'firefox' }).submit(site, another('perhaps the same'));
  const db = await databaseOf(edge, site);
  const sibling = (named) => [
    db
      .prepare(
        "UPDATE link_device SET record = json_set(record, '$.sibling', json_object('id', ?1, 'p', 0.4)) WHERE device_id = ?2",
      )
      .bind(named, kept.fingerprintId),
    db.prepare('SELECT record FROM link_device WHERE device_id = ?1').bind(kept.fingerprintId),
  ];
  const [, named] = await db.batch(sibling(gone.fingerprintId));
  assert.ok(named.results[0].record.includes(gone.fingerprintId));
  await runSchedule();
  const [{ record }] = await rowsOf(site.tenantId, 'link_device');
  assert.ok(!record.includes(gone.fingerprintId), record);
  assert.equal(JSON.parse(record).id, kept.fingerprintId, 'the rest of the record stays');
});

test('evidence has an end of its own: the submission stays, what it rested on goes', async () => {
  const short = await startEdge({ vars: { EVIDENCE_RETENTION_DAYS: '3' } });
  try {
    const site = await short.site();
    const old = await short.visitor().submit(site, another('old'));
    await age(short, site, 4);
    const recent = await short.visitor({ browser: 'firefox' }).submit(site, another('recent'));
    await (await short.mf.getWorker()).scheduled({ cron: '*/10 * * * *' });
    const backend = await backendOf(short, site.tenantId);
    const event = async ({ requestId }) => assertOk(await backend.get(`/v1/events/${requestId}`)).event;
    assert.equal((await event(old)).evidence, null);
    assert.equal((await event(recent)).evidence.components.math.status, 'ok');
    assert.equal((await short.everything()).tables.evidence.length, 1);
  } finally {
    await short.stop();
  }
});

test('of a device that lives, only the old part of its history goes', async () => {
  const site = await edge.site({ retentionDays: 10 });
  const visitor = edge.visitor();
  const old = await visitor.submit(site, another('lives'));
  assertOk(await visitor.visit(site.siteKey, old.deviceToken));
  await age(edge, site, 9);
  const recent = await visitor.submit(site, another('lives'));
  assert.equal(recent.fingerprintId, old.fingerprintId);
  assertOk(await visitor.visit(site.siteKey, old.deviceToken));
  const db = await databaseOf(edge, site);
  for (const table of ['events', 'visits']) {
    const sql = `UPDATE ${table} SET created_at = created_at - ${2 * DAY} WHERE tenant_id = ?1
      AND created_at = (SELECT MIN(created_at) FROM ${table} WHERE tenant_id = ?1)`;
    await db.prepare(sql).bind(site.tenantId).run();
  }
  await runSchedule();
  assert.deepEqual(
    (await rowsOf(site.tenantId, 'events')).map((row) => row.id),
    [recent.requestId],
  );
  assert.deepEqual(
    (await rowsOf(site.tenantId, 'evidence')).map((row) => row.event_id),
    [recent.requestId],
  );
  assert.equal((await rowsOf(site.tenantId, 'visits')).length, 1);
  assert.equal((await rowsOf(site.tenantId, 'devices')).length, 1);
});

test('each site has its own, and one without keeps for good', async () => {
  const short = await edge.site({ retentionDays: 1 });
  const long = await edge.site({ tenantId: short.tenantId, retentionDays: 100 });
  const forever = await edge.site({ tenantId: short.tenantId });
  const foreign = await edge.site({ retentionDays: 100 });
  let from = 0;
  for (const site of [short, long, forever, foreign]) {
    await storeDevices(edge, site, from, from + 3, { start: Date.now() - 50 * DAY });
    await storeVisits(edge, site, `dv_${String(from).padStart(22, '0')}`, 2, { start: Date.now() - 50 * DAY });
    from += 10;
  }
  await runSchedule();
  const sites = (rows) => [...new Set(rows.map((row) => row.domain_id))].sort();
  for (const table of ['devices', 'visits']) {
    assert.deepEqual(sites(await rowsOf(short.tenantId, table)), [long.domainId, forever.domainId].sort(), table);
    assert.deepEqual(sites(await rowsOf(foreign.tenantId, table)), [foreign.domainId], table);
  }
});

test('a backlog is worked off over several runs', async () => {
  const site = await edge.site({ retentionDays: 1 });
  await storeDevices(edge, site, 100_000, 122_000, { start: Date.now() - 50 * DAY });
  const db = await databaseOf(edge, site);
  const left = async () =>
    (await db.prepare('SELECT COUNT(*) AS left FROM devices WHERE tenant_id = ?').bind(site.tenantId).first()).left;
  let rows = await left();
  for (let run = 0; run < 6 && rows > 0; run += 1) {
    await runSchedule();
    const before = rows;
    rows = await left();
    assert.ok(rows < before, `${before} rows before, ${rows} after`);
    if (run === 0) assert.ok(rows > 0, 'one run is bounded');
  }
  assert.equal(rows, 0);
});

test('schedules that come twice, and at once, do what one does', async () => {
  const site = await edge.site({ retentionDays: 30 });
  for (const mark of ['old one', 'old other']) await edge.visitor().submit(site, another(mark));
  await age(edge, site, 31);
  const { fingerprintId } = await edge.visitor().submit(site, another('young'));
  const counted = await rowsOf(site.tenantId, 'daily_counts');
  const worker = await edge.mf.getWorker();
  const crons = ['*/10 * * * *', '* * * * *', '*/10 * * * *', '*/10 * * * *'];
  const runs = await Promise.all(crons.map((cron) => worker.scheduled({ cron })));
  assert.deepEqual(
    runs.map(({ outcome }) => outcome),
    crons.map(() => 'ok'),
  );
  const stored = await edge.everything();
  for (const table of ['devices', 'link_device']) {
    const ids = (await rowsOf(site.tenantId, table)).map((row) => row.id ?? row.device_id);
    assert.deepEqual(ids, [fingerprintId], table);
  }
  const keys = await rowsOf(site.tenantId, 'link_key');
  assert.ok(keys.length > 0);
  for (const { devices } of keys) assert.deepEqual(JSON.parse(devices), [fingerprintId]);
  assert.deepEqual(await rowsOf(site.tenantId, 'daily_counts'), counted);
  await runSchedule();
  assert.deepEqual((await edge.everything()).tables, stored.tables, 'a later one finds nothing more to do');
});

test('messages to webhooks go a week after they were delivered and a month after they were given up, many at once', async () => {
  const site = await edge.site();
  const db = await databaseOf(edge, site);
  const now = Date.now();
  const store = (name, state, days, count) =>
    db
      .prepare(
        `WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?5)
        INSERT INTO webhook_deliveries (tenant_id, id, webhook_id, event, created_at, state, attempts, next_try_at, ended_at)
        SELECT ?1, printf('msg_%s%018d', ?2, n), 'wh_0', 'submission.created', ?4, ?3, 1, 0, ?4 FROM counted`,
      )
      .bind(site.tenantId, name, state, now - days * DAY, count)
      .run();
  await store('aaaa', 'delivered', 8, 2500);
  await store('bbbb', 'delivered', 6, 1);
  await store('cccc', 'dead', 29, 1);
  await store('dddd', 'dead', 31, 1);
  await runSchedule();
  const left = (await rowsOf(site.tenantId, 'webhook_deliveries')).map(({ id }) => id.slice(4, 8));
  assert.deepEqual(left.sort(), ['bbbb', 'cccc']);
});
