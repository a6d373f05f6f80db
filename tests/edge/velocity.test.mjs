// Too much, too fast, or from too many places: what of it is counted, and what of it is told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startEdge } from '../lib/edge.mjs';
import { databaseOf } from '../lib/stored.mjs';
import { another } from '../lib/submission.mjs';

const DAY = 24 * 60 * 60 * 1000;

let edge;
before(async () => {
  edge = await startEdge();
});
after(() => edge.stop());

const run = async (site, sql, ...values) =>
  (await databaseOf(edge, site))
    .prepare(sql)
    .bind(...values)
    .run();
const hour = () => Math.floor(Date.now() / 3_600_000);

/** Lets so many devices have been new, this hour and the one before, and whatever hour it is by then. */
async function arrive(site, network, devices, before = devices) {
  for (const [at, count] of [
    [hour() - 1, before],
    [hour(), devices],
    [hour() + 1, devices],
  ]) {
    const sql = 'INSERT OR REPLACE INTO arrivals (hour, tenant_id, network, devices) VALUES (?, ?, ?, ?)';
    await run(site, sql, at, site.tenantId, network, count);
  }
}

/** The digest that the network of a visitor is counted under. */
async function networkOf(site) {
  const { results } = await run(
    site,
    "SELECT network FROM arrivals WHERE tenant_id = ? AND network <> ''",
    site.tenantId,
  );
  return results[0].network;
}

test('a device that was in four countries within a day is told, and one that was in three is not', async () => {
  const site = await edge.site();
  const visit = (deviceToken, country) =>
    edge.visitor().submit(site, { ...another('traveller'), deviceToken, cf: { country } });
  const first = await visit(undefined, 'DE');
  const flags = [];
  for (const country of ['DE', 'AT', 'DE', 'IT', 'BR', 'DE'])
    flags.push((await visit(first.deviceToken, country)).flags);
  assert.deepEqual(
    flags.map((raised) => raised.includes('many_countries')),
    [false, false, false, false, true, true],
  );
  await run(site, 'UPDATE devices SET day_since = day_since - ? WHERE id = ?', DAY, first.fingerprintId);
  assert.ok(!(await visit(first.deviceToken, 'US')).flags.includes('many_countries'), 'the day after');
});

test('a device that submits hundreds of times a day is told', async () => {
  const site = await edge.site();
  const visit = (deviceToken) => edge.visitor().submit(site, { ...another('kiosk'), deviceToken });
  const { fingerprintId, deviceToken } = await visit();
  await visit(deviceToken);
  const { results } = await run(site, 'SELECT day_submissions FROM devices WHERE id = ?', fingerprintId);
  assert.deepEqual(results, [{ day_submissions: 2 }]);
  await run(site, 'UPDATE devices SET day_submissions = 299 WHERE id = ?', fingerprintId);
  assert.ok(!(await visit(deviceToken)).flags.includes('device_burst'));
  const { flags, score } = await visit(deviceToken);
  assert.ok(flags.includes('device_burst') && score < 40, `${score} ${flags}`);
});

test('a token that many machines hold is told to each of them, and not to the device that it is of', async () => {
  const site = await edge.site();
  const owner = await edge.visitor().submit(site, another('owner'));
  const shared = [];
  for (let n = 0; n < 6; n += 1) {
    const values = { ...another(`copy ${n}`).values, platform: 'MacIntel' };
    const { flags } = await edge.visitor().submit(site, { values, deviceToken: owner.deviceToken });
    assert.ok(flags.includes('device_token_moved'));
    shared.push(flags.includes('device_token_shared'));
  }
  assert.deepEqual(shared, [false, false, false, false, true, true]);
  const own = await edge.visitor().submit(site, { ...another('owner'), deviceToken: owner.deviceToken });
  assert.equal(own.fingerprintId, owner.fingerprintId);
  assert.ok(!own.flags.includes('device_token_shared'));
});

test('new devices are counted for their network and the tenant; known ones and addresses are not', async () => {
  const site = await edge.site();
  const home = edge.visitor({ ip: '203.0.113.7' });
  const first = await home.submit(site, another('one'));
  await home.submit(site, another('two'));
  await edge.visitor({ ip: '198.51.100.1' }).submit(site, another('three'));
  await home.submit(site, { ...another('one'), deviceToken: first.deviceToken });
  const { results } = await run(site, 'SELECT * FROM arrivals WHERE tenant_id = ? ORDER BY devices', site.tenantId);
  const sum = (rows) => rows.reduce((all, { devices }) => all + devices, 0);
  assert.deepEqual([sum(results.filter((row) => !row.network)), sum(results.filter((row) => row.network))], [3, 3]);
  assert.ok(!JSON.stringify(results).includes('203.0'), 'the network is a digest');
});

test('a network of hundreds of new devices is told, unless it is one of a crowd', async () => {
  const site = await edge.site();
  const visitor = edge.visitor({ ip: '203.0.113.9' });
  await visitor.submit(site, another('first'));
  const network = await networkOf(site);
  const submit = async (mark) => (await visitor.submit(site, another(mark))).flags.includes('network_burst');
  assert.ok(!(await submit('second')));
  await arrive(site, network, 200);
  await arrive(site, '', 300);
  assert.ok(await submit('third'));
  await arrive(site, '', 10_000);
  assert.ok(!(await submit('fourth')));
  await arrive(site, '', 300);
  assert.ok(
    !(await edge.visitor({ ip: '198.51.100.9' }).submit(site, another('fifth'))).flags.includes('network_burst'),
  );
});

test('a flood of new devices after a quiet hour is told, and weighs little', async () => {
  const site = await edge.site();
  await arrive(site, '', 3000, 100);
  const { flags, score } = await edge.visitor().submit(site, another('one of many'));
  assert.ok(flags.includes('traffic_burst') && score < 20, `${score} ${flags}`);
  await arrive(site, '', 3000, 2000);
  assert.ok(!(await edge.visitor().submit(site, another('another of many'))).flags.includes('traffic_burst'));
});

test('the cron drops what was counted in hours that are over, and only that', async () => {
  const site = await edge.site();
  await run(site, "INSERT INTO arrivals VALUES (?, ?, 'old', 5)", hour() - 5, site.tenantId);
  await arrive(site, 'new', 5);
  await (await edge.mf.getWorker()).scheduled({ cron: '*/10 * * * *' });
  const { results } = await run(site, 'SELECT DISTINCT network FROM arrivals WHERE tenant_id = ?', site.tenantId);
  assert.deepEqual(results, [{ network: 'new' }]);
});
