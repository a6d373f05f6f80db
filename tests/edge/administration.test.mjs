// The whole of the admin API: every resource listed, read, changed and deleted, and each change in the audit log.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNothingWritten, assertProblem, assertTime } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

let edge;
before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0' } });
});
after(() => edge.stop());

const send = (method, path, body) =>
  edge.visitor({ origin: undefined }).send(method, `/v1/admin/${path}`, {
    body,
    headers: { authorization: `Bearer ${edge.adminToken}` },
  });

/** Every row of a list, page by page. */
async function all(path, name, limit) {
  const rows = [];
  for (let cursor = null; ; ) {
    const answer = await edge.admin(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`,
    );
    assert.ok(answer[name].length <= limit);
    rows.push(...answer[name]);
    cursor = answer.nextCursor;
    if (cursor === null) return rows;
  }
}

const audit = async (tenantId) => (await edge.admin('GET', `audit-log?tenantId=${tenantId}`)).entries;

describe('lists', () => {
  test('give every row once, the latest first, whatever the page’s size and whatever is added meanwhile', async () => {
    const { id: tenantId } = await edge.tenant();
    const made = [];
    for (let n = 0; n < 7; n += 1) made.push((await edge.site({ tenantId, name: `Site ${n}` })).domainId);
    for (const limit of [1, 3, 7, 200]) {
      const listed = await all(`sites?tenantId=${tenantId}`, 'sites', limit);
      assert.deepEqual(listed.map(({ domainId }) => domainId).sort(), [...made].sort());
      const times = listed.map(({ createdAt }) => createdAt);
      assert.deepEqual(times, [...times].sort().reverse());
    }
    const first = await edge.admin('GET', `sites?tenantId=${tenantId}&limit=4`);
    await edge.site({ tenantId });
    const second = await edge.admin('GET', `sites?tenantId=${tenantId}&limit=4&cursor=${first.nextCursor}`);
    const seen = [...first.sites, ...second.sites].map(({ domainId }) => domainId);
    assert.deepEqual(seen.sort(), [...made].sort());
  });

  test('exist of tenants and keys too', async () => {
    const { id: tenantId } = await edge.tenant('Listed');
    const key = await edge.key(tenantId);
    assert.ok((await all('tenants', 'tenants', 200)).some(({ id }) => id === tenantId));
    const keys = await all(`keys?tenantId=${tenantId}`, 'keys', 10);
    assert.deepEqual(
      keys.map(({ id, scopes }) => ({ id, scopes })),
      [{ id: key.id, scopes: ['read:device'] }],
    );
    assert.ok(!('secretKey' in keys[0]));
  });

  for (const query of ['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'cursor=', 'tenantid=t_1']) {
    test(`refuse ?${query}`, async () => {
      assertProblem(await send('GET', `sites?${query}`), 422, 'setting_invalid');
    });
  }

  test('of a tenant that cannot be are refused', async () => {
    assertProblem(await send('GET', 'sites?tenantId=x'), 422, 'setting_invalid');
  });
});

describe('a tenant', () => {
  test('is read, renamed and deleted, with its sites and keys', async () => {
    const tenant = await edge.tenant('Old');
    assertTime(tenant.createdAt);
    const path = `tenants/${tenant.id}`;
    assert.deepEqual((await edge.admin('PATCH', path, { name: 'New' })).tenant, { ...tenant, name: 'New' });
    assert.equal((await edge.admin('GET', path)).tenant.name, 'New');
    const site = await edge.site({ tenantId: tenant.id });
    const { secretKey } = await edge.key(tenant.id);

    await edge.admin('DELETE', path);
    assertProblem(await send('GET', path), 404, 'resource_not_found');
    assertProblem(await send('DELETE', path), 404, 'resource_not_found');
    assertProblem(await send('GET', `sites/${site.domainId}`), 404, 'resource_not_found');
    assertProblem(await send('POST', 'sites', { tenantId: tenant.id, name: 'x' }), 404, 'resource_not_found');
    assertProblem(await edge.visitor().askToken(site.siteKey), 401, 'site_key_invalid');
    assertProblem(await edge.visitor().device('dv_x', secretKey), 401, 'api_key_invalid');
    assert.deepEqual(
      (await audit(tenant.id)).map(({ action }) => action),
      ['tenant.delete', 'key.add', 'site.add', 'tenant.change', 'tenant.add'],
    );
  });
});

describe('a site', () => {
  const SETTINGS = {
    name: 'Shop',
    allowedOrigins: ['shop.example'],
    checkIntervalSeconds: 60,
    retentionDays: 30,
    reducedMode: true,
    gpcPolicy: 'reduce',
    ruleWeights: { webdriver: 50 },
    suppressedFlags: ['no_pointer'],
    shadowMode: true,
    dailyQuota: 1000,
    allowedAgents: ['https://agent.example'],
  };

  test('has every setting, changes those that are named, and ends limits by null', async () => {
    const { siteKey, domainId, tenantId, hasAutomationSecret, ...rest } = await edge.site(SETTINGS);
    assertTime(rest.createdAt);
    assert.equal(hasAutomationSecret, false);
    assert.deepEqual({ ...rest, createdAt: undefined }, { ...SETTINGS, createdAt: undefined });
    const path = `sites/${domainId}`;
    const { site } = await edge.admin('PATCH', path, { retentionDays: null, dailyQuota: null, shadowMode: false });
    const changed = { ...rest, retentionDays: null, dailyQuota: null, shadowMode: false, hasAutomationSecret };
    assert.deepEqual(site, { domainId, tenantId, siteKey, ...changed });
    assert.deepEqual((await edge.admin('GET', path)).site, site);
  });

  for (const [what, settings] of [
    ['a weight beyond 100', { ruleWeights: { webdriver: 101 } }],
    ['a weight for a flag that is none', { ruleWeights: { nonsense: 1 } }],
    ['a suppressed flag that is none', { suppressedFlags: ['nonsense'] }],
    ['a quota of nothing', { dailyQuota: 0 }],
    ['an interval of nothing', { checkIntervalSeconds: 0 }],
    ['a name of spaces', { name: '  ' }],
  ]) {
    test(`refuses ${what}, and nothing changes`, async () => {
      const site = await edge.site();
      const answer = await assertNothingWritten(edge, () => send('PATCH', `sites/${site.domainId}`, settings));
      assertProblem(answer, 422, 'setting_invalid');
    });
  }

  test('that is deleted takes nothing more, not even with a token it gave', async () => {
    const site = await edge.site();
    const visitor = edge.visitor();
    const token = await visitor.token(site);
    await edge.admin('DELETE', `sites/${site.domainId}`);
    assertProblem(await visitor.askToken(site.siteKey), 401, 'site_key_invalid');
    assertProblem(await visitor.collect(token), 401, 'site_key_invalid');
    assertProblem(await send('PATCH', `sites/${site.domainId}`, { name: 'x' }), 404, 'resource_not_found');
  });
});

describe('a secret key', () => {
  test('is changed, and what it may do changes at once', async () => {
    const { id: tenantId } = await edge.tenant();
    const key = await edge.key(tenantId, { scopes: ['read:device'] });
    const look = () => edge.visitor().device('dv_0000000000000000000000', key.secretKey);
    assertProblem(await look(), 404, 'device_not_found');
    const { key: changed } = await edge.admin('PATCH', `keys/${key.id}`, { name: 'Other', scopes: ['read:visits'] });
    assert.deepEqual([changed.name, changed.scopes], ['Other', ['read:visits']]);
    assertProblem(await look(), 403, 'scope_missing');
  });

  test('says when it was last used, and writes that down once in some minutes', async () => {
    const { id: tenantId } = await edge.tenant();
    const key = await edge.key(tenantId);
    const lastUse = async () => (await edge.admin('GET', `keys/${key.id}`)).key.lastUsedAt;
    assert.equal(await lastUse(), null);
    const backend = edge.visitor({ origin: undefined });
    await backend.device('dv_x', key.secretKey);
    assertTime(await lastUse());
    await assertNothingWritten(edge, () => backend.device('dv_x', key.secretKey));
    const db = await edge.mf.getD1Database('DB');
    const longAgo = Date.now() - 301_000;
    await db.prepare('UPDATE api_keys SET last_used_at = ? WHERE id = ?').bind(longAgo, key.id).run();
    await backend.device('dv_x', key.secretKey);
    assert.ok(Date.parse(await lastUse()) > longAgo + 200_000);
  });

  test('is rotated: both work until the overlap ends', async () => {
    const { id: tenantId } = await edge.tenant();
    const former = await edge.key(tenantId, { scopes: ['read:device', 'verify'] });
    const { key, secretKey } = await edge.admin('POST', `keys/${former.id}/rotate`, { overlapSeconds: 3600 });
    assert.deepEqual([key.replaces, key.scopes], [former.id, ['read:device', 'verify']]);
    const look = (secret) => edge.visitor().device('dv_0000000000000000000000', secret);
    assertProblem(await look(secretKey), 404, 'device_not_found');
    assertProblem(await look(former.secretKey), 404, 'device_not_found');
    const end = Date.parse((await edge.admin('GET', `keys/${former.id}`)).key.expiresAt);
    assert.ok(Math.abs(end - Date.now() - 3_600_000) < 60_000, `ends ${end}`);
    const at_once = await edge.admin('POST', `keys/${key.id}/rotate`, { overlapSeconds: 0 });
    assertProblem(await look(secretKey), 401, 'api_key_invalid');
    assertProblem(await look(at_once.secretKey), 404, 'device_not_found');
  });

  test('that is revoked stays so: no change, no rotation, no second entry in the log', async () => {
    const { id: tenantId } = await edge.tenant();
    const key = await edge.key(tenantId);
    await edge.admin('DELETE', `keys/${key.id}`);
    const { revokedAt } = (await edge.admin('GET', `keys/${key.id}`)).key;
    assertTime(revokedAt);
    await assertNothingWritten(edge, () => edge.admin('DELETE', `keys/${key.id}`));
    assertProblem(await send('PATCH', `keys/${key.id}`, { name: 'x' }), 409, 'conflict');
    assertProblem(await send('POST', `keys/${key.id}/rotate`, {}), 409, 'conflict');
    assertProblem(await edge.visitor().device('dv_x', key.secretKey), 401, 'api_key_invalid');
  });
});

describe('the audit log', () => {
  test('tells who did what, when, to what, and from what to what', async () => {
    const site = await edge.site({ allowedOrigins: ['one.example'] });
    await edge.change(site, { allowedOrigins: ['two.example'] });
    const [entry] = await audit(site.tenantId);
    assert.match(entry.id, /^aud_/);
    assertTime(entry.createdAt);
    assert.match(entry.requestId, /^req_/);
    assert.deepEqual(
      [entry.actor, entry.action, entry.resourceId, entry.tenantId],
      ['admin-token', 'site.change', site.domainId, site.tenantId],
    );
    assert.deepEqual([entry.before.allowedOrigins, entry.after.allowedOrigins], [['one.example'], ['two.example']]);
  });

  test('holds no secret, and nothing of what was refused', async () => {
    const { id: tenantId } = await edge.tenant();
    const key = await edge.key(tenantId);
    const { secretKey } = await edge.admin('POST', `keys/${key.id}/rotate`, {});
    const before = await audit(tenantId);
    await send('PATCH', `keys/${key.id}`, { scopes: ['nonsense'] });
    assert.deepEqual(await audit(tenantId), before);
    const text = JSON.stringify(before);
    for (const secret of [key.secretKey, secretKey, edge.adminToken]) assert.ok(!text.includes(secret.slice(-20)));
  });

  test('is written with the change or not at all: a change of nothing is not noted', async () => {
    const answer = await assertNothingWritten(edge, () =>
      send('POST', 'sites', { tenantId: 't_0000000000000000000000', name: 'x' }),
    );
    assertProblem(answer, 404, 'resource_not_found');
  });
});
