// What is at rest, what survives a restart, and what the logs show.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertOk } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { startLoggedEdge } from '../lib/logged-edge.mjs';
import { inRepo } from '../lib/repo.mjs';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgeprint-test-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('the migrations make an empty database usable, and leave a migrated one as it is', async () => {
  const files = (await readdir(inRepo('edge-worker/migrations'))).filter((name) => name.endsWith('.sql')).sort();
  assert.ok(files.length > 0);
  const applied = async ({ databases }) => {
    const all = databases.map((db) => db.prepare('SELECT * FROM d1_migrations ORDER BY id').all());
    return (await Promise.all(all)).map(({ results }) => results);
  };

  const first = await startEdge({ state: folder });
  let site;
  let device;
  let key;
  let rows;
  try {
    rows = await applied(first);
    assert.ok(rows.length > 1);
    for (const database of rows)
      assert.deepEqual(
        database.map(({ name }) => name),
        files,
      );
    site = await first.site();
    key = await first.key(site.tenantId);
    device = await first.visitor().submit(site);
  } finally {
    await first.stop();
  }

  const second = await startEdge({ state: folder });
  try {
    assert.deepEqual(await applied(second), rows, 'migrations ran twice');
    const again = await second.visitor().submit(site);
    assert.equal(again.fingerprintId, device.fingerprintId, 'the device was forgotten');
    assert.equal(again.identity.method, 'exact');
    const kept = await second.visitor().submit(site, { deviceToken: device.deviceToken });
    assert.equal(kept.identity.method, 'token', 'the signing key changed');
    assertOk(await second.visitor().device(device.fingerprintId, key.secretKey));
  } finally {
    await second.stop();
  }
});

test('the cron drops spent tokens that have expired, and only those', async () => {
  const edge = await startEdge();
  try {
    const site = await edge.site();
    for (let n = 0; n < 2; n += 1) await edge.visitor().submit(site);
    const first = (await edge.everything()).tables.spent_tokens;
    assert.equal(first.length, 2);
    for (const db of edge.databases) {
      const expire = db.prepare('UPDATE spent_tokens SET expires_at = ? WHERE id = ?');
      await expire.bind(Date.now() - 1000, first[0].id).run();
    }
    await (await edge.mf.getWorker()).scheduled({ cron: '*/10 * * * *' });
    const { spent_tokens: left, events, devices } = (await edge.everything()).tables;
    assert.deepEqual(left, [first[1]]);
    assert.deepEqual([events.length, devices.length], [2, 1]);
  } finally {
    await edge.stop();
  }
});

test('no address, no user-supplied key and no token is stored', async () => {
  const edge = await startEdge();
  try {
    const site = await edge.site();
    const { secretKey } = await edge.key(site.tenantId);
    const secrets = [];
    for (const ip of ['198.51.100.23', '2001:db8:1234:5678:9abc:def0:1234:5678']) {
      const visitor = edge.visitor({ ip });
      const token = await visitor.token(site);
      const { body } = await visitor.collect(token);
      assertOk(await visitor.visit(site.siteKey, body.deviceToken));
      assertOk(await visitor.device(body.fingerprintId, secretKey));
      secrets.push(ip, token, body.deviceToken);
    }
    const stored = JSON.stringify(await edge.everything());
    for (const secret of [...secrets, secretKey, '5678:9abc'])
      assert.ok(!stored.includes(secret), `${secret} is stored`);
    assert.ok(stored.includes('198.51.100.0/24') && stored.includes('2001:db8:1234::/48'), 'the networks are');
  } finally {
    await edge.stop();
  }
});

test('no secret shows in the logs, whatever is sent', async () => {
  const edge = await startLoggedEdge();
  try {
    const admin = (path, body) => edge.post(`/v1/admin/${path}`, body, { authorization: `Bearer ${edge.adminToken}` });
    const tenantId = (await admin('tenants', { name: 'x' })).tenant.id;
    const { site } = await admin('sites', { tenantId, name: 'x' });
    const { secretKey } = await admin('keys', { tenantId, name: 'x', scopes: ['read:device'] });
    const { token } = await edge.post('/v1/token', { siteKey: site.siteKey });
    const spoilt = [secretKey.slice(0, -1), `${edge.adminToken}x`];
    await edge.post('/v1/collect', { token, components: {} });
    await edge.post('/v1/collect', `{"token":"${token}`);
    await edge.post('/v1/visit', { siteKey: site.siteKey, deviceToken: `${token}x` });
    for (const key of [secretKey, ...spoilt]) {
      await edge.get('/v1/device/dv_0000000000000000000000', { authorization: `Bearer ${key}` });
      await edge.post('/v1/admin/tenants', { name: 'x' }, { authorization: `Bearer ${key}` });
    }
    await edge.stop();
    for (const secret of [secretKey, token, edge.adminToken, ...spoilt]) {
      assert.ok(!edge.log().includes(secret), `a secret is in the log:\n${edge.log()}`);
    }
  } finally {
    await edge.stop();
  }
});
