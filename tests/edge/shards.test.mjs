// Tenants lie in several databases, and nobody notices.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

/** Tables of what belongs to no single tenant: only the first database has rows in them. */
const DIRECTORY = ['tenants', 'sites', 'api_keys'];

let edge;
before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0' } });
});
after(() => edge.stop());

const rowsOf = async (db, table, tenantId) =>
  (await db.prepare(`SELECT * FROM ${table} WHERE tenant_id = ?`).bind(tenantId).all()).results;

/** The numbers of the databases in which a table has rows of a tenant. */
async function placesOf(table, tenantId) {
  const rows = await Promise.all(edge.databases.map((db) => rowsOf(db, table, tenantId)));
  return rows.flatMap((found, shard) => (found.length > 0 ? [shard] : []));
}

test('new tenants go to the database with the fewest', async () => {
  const shards = [];
  for (let n = 0; n < 6; n += 1) shards.push((await edge.tenant()).shard);
  assert.deepEqual(shards, [0, 1, 2, 0, 1, 2]);
});

test('a tenant can be given its database, if there is such a one', async () => {
  assert.equal((await edge.tenant('Acme', { shard: 1 })).shard, 1);
  for (const shard of [3, -1, 65_536, 1.5, 'DB', '1']) {
    const answer = await edge.visitor().send('POST', '/v1/admin/tenants', {
      body: { name: 'Acme', shard },
      headers: { authorization: `Bearer ${edge.adminToken}` },
    });
    // A number without a database is no setting; anything else is no shard's number.
    if (shard === 3) assertProblem(answer, 422, 'setting_invalid', `${shard}`);
    else assertProblem(answer, 400, 'payload_malformed', `${shard}`);
  }
});

for (const shard of [0, 1, 2]) {
  test(`everything of a tenant of database ${shard} is there, and only there`, async () => {
    const { id: tenantId } = await edge.tenant('Acme', { shard });
    const site = await edge.site({ tenantId, retentionDays: 30 });
    const { secretKey } = await edge.key(tenantId);
    const visitor = edge.visitor();
    const first = await visitor.submit(site);
    assert.equal(first.identity.method, 'new');
    assertOk(await visitor.visit(site.siteKey, first.deviceToken));
    const second = await visitor.submit(site, { deviceToken: first.deviceToken });
    assert.deepEqual([second.fingerprintId, second.identity.method], [first.fingerprintId, 'token']);
    assert.equal((await visitor.submit(site)).identity.method, 'exact');
    await edge.emptyKv();
    const { device } = assertOk(await edge.visitor().device(first.fingerprintId, secretKey));
    assert.equal(device.visitCount, 4);

    for (const table of ['devices', 'fingerprints', 'events', 'visits', 'site_retention'])
      assert.deepEqual(await placesOf(table, tenantId), [shard], table);
    for (const table of ['sites', 'api_keys']) assert.deepEqual(await placesOf(table, tenantId), [0], table);
  });

  test(`a token is spent once in database ${shard} too`, async () => {
    const site = await edge.site({ tenantId: (await edge.tenant('Acme', { shard })).id });
    const visitor = edge.visitor();
    const token = await visitor.token(site);
    assertOk(await visitor.collect(token));
    assertProblem(await visitor.collect(token), 409, 'token_spent');
  });

  test(`retention holds in database ${shard}, and changes with the site`, async () => {
    const { id: tenantId } = await edge.tenant('Acme', { shard });
    const site = await edge.site({ tenantId, retentionDays: 2 });
    const { secretKey } = await edge.key(tenantId);
    const look = async () => {
      await edge.emptyKv();
      return edge.visitor().device(fingerprintId, secretKey);
    };
    const { fingerprintId } = await edge.visitor().submit(site);
    await edge.ageDevice(fingerprintId, 3);
    assertProblem(await look(), 404, 'device_not_found', 'past its retention');
    await edge.change(site, { retentionDays: 4 });
    assertOk(await look(), 'longer');
    await edge.change(site, { retentionDays: 1 });
    assertProblem(await look(), 404, 'device_not_found', 'shorter');
    await edge.change(site, { retentionDays: null });
    assertOk(await look(), 'for good');
  });
}

test('the directory is in the first database alone', async () => {
  for (const db of edge.databases.slice(1)) {
    for (const table of DIRECTORY) {
      const { rows } = await db.prepare(`SELECT COUNT(*) AS rows FROM ${table}`).first();
      assert.equal(rows, 0, table);
    }
  }
});

test('a fingerprint of one database says nothing in another', async () => {
  const sites = [];
  for (const shard of [0, 1, 2]) sites.push(await edge.site({ tenantId: (await edge.tenant('Acme', { shard })).id }));
  const ids = [];
  for (const site of sites) {
    const { identity, fingerprintId } = await edge.visitor().submit(site);
    assert.equal(identity.method, 'new');
    ids.push(fingerprintId);
  }
  assert.equal(new Set(ids).size, 3);
});

test('the cron tidies up every database, also when one of them fails', async () => {
  const broken = await startEdge();
  try {
    for (const shard of [0, 1, 2]) {
      const site = await broken.site({ tenantId: (await broken.tenant('Acme', { shard })).id });
      await broken.visitor().submit(site);
    }
    const [first, second, third] = broken.databases;
    for (const db of broken.databases) await db.prepare('UPDATE spent_tokens SET expires_at = 1').run();
    await second.prepare('ALTER TABLE spent_tokens RENAME TO lost').run();
    await (await broken.mf.getWorker()).scheduled({ cron: '*/10 * * * *' });
    const left = async (db, table) => (await db.prepare(`SELECT COUNT(*) AS rows FROM ${table}`).first()).rows;
    assert.deepEqual(
      [await left(first, 'spent_tokens'), await left(second, 'lost'), await left(third, 'spent_tokens')],
      [0, 1, 0],
    );
    await second.prepare('ALTER TABLE lost RENAME TO spent_tokens').run();
    await (await broken.mf.getWorker()).scheduled({ cron: '*/10 * * * *' });
    assert.equal(await left(second, 'spent_tokens'), 0);
  } finally {
    await broken.stop();
  }
});

test('the operator may name the database of all new tenants', async () => {
  const full = await startEdge({ vars: { SHARD_FOR_NEW_TENANTS: '2' } });
  try {
    for (let n = 0; n < 3; n += 1) assert.equal((await full.tenant()).shard, 2);
    assert.equal((await full.tenant('Acme', { shard: 0 })).shard, 0, 'unless the call says otherwise');
  } finally {
    await full.stop();
  }
});

test('with one database, all is in it', async () => {
  const single = await startEdge({ shards: 1 });
  try {
    const sites = [await single.site({ retentionDays: 1 }), await single.site()];
    for (const site of sites) {
      const { fingerprintId } = await single.visitor().submit(site);
      const { secretKey } = await single.key(site.tenantId);
      assertOk(await single.visitor().device(fingerprintId, secretKey));
    }
    assert.equal(single.databases.length, 1);
    const { tenants, devices } = (await single.everything()).tables;
    assert.deepEqual([tenants.map(({ shard }) => shard), devices.length], [[0, 0], 2]);
  } finally {
    await single.stop();
  }
});
