// The operator's small API: tenants, sites, keys.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

let edge;
let tenantId;
before(async () => {
  edge = await startEdge();
  tenantId = (await edge.tenant('Acme')).id;
});
after(() => edge.stop());

const call = (method, path, body, token) =>
  edge.visitor({ origin: undefined }).send(method, `/v1/admin/${path}`, {
    body,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

test('makes a tenant, a site and a key, each with an id that tells its kind', async () => {
  const tenant = await edge.tenant('Acme 2');
  assert.match(tenant.id, /^t_[0-9A-Za-z]+$/);
  assert.equal(tenant.name, 'Acme 2');
  const site = await edge.site({ tenantId: tenant.id, allowedOrigins: ['acme.example'] });
  assert.match(site.domainId, /^d_[0-9A-Za-z]+$/);
  assert.deepEqual(site.allowedOrigins, ['acme.example']);
  const key = await edge.key(tenant.id);
  assert.match(key.secretKey, /^sk_[a-z]+_[0-9A-Za-z]{28}$/);
  assert.ok(key.secretKey.startsWith(key.prefix) && key.prefix.length < 20, key.prefix);
});

test('stores no secret key, only its hash', async () => {
  const { secretKey } = await edge.key(tenantId);
  const stored = JSON.stringify(await edge.everything());
  assert.ok(!stored.includes(secretKey));
  assert.ok(!stored.includes(secretKey.slice(-28)));
});

describe('nobody else gets in:', () => {
  const calls = () => [
    ['POST', 'tenants', { name: 'x' }],
    ['POST', 'sites', { tenantId, name: 'x' }],
    ['PATCH', 'sites/d_0000000000000000000000', { name: 'x' }],
    ['POST', 'sites/d_0000000000000000000000/site-key', undefined],
    ['POST', 'keys', { tenantId, name: 'x', scopes: ['read:device'] }],
    ['DELETE', 'keys/key_0000000000000000000000', undefined],
  ];
  for (const [what, token] of [
    ['no token', () => undefined],
    ['an empty token', () => ''],
    ['a guess', () => 'guess'],
    ['the beginning of the token', () => edge.adminToken.slice(0, -1)],
    ['the token and more', () => `${edge.adminToken}x`],
    ['a secret key', async () => (await edge.key(tenantId, { scopes: ['read:device'] })).secretKey],
  ]) {
    test(what, async () => {
      const used = await token();
      for (const [method, path, body] of calls()) {
        const answer = await assertNothingWritten(edge, () => call(method, path, body, used));
        assertProblem(answer, 401, 'admin_token_invalid', `${method} ${path}`);
      }
    });
  }
});

describe('bad settings are refused and change nothing:', () => {
  let site;
  before(async () => {
    site = await edge.site({ tenantId });
  });
  const bad = (what, method, path, body, allowed = [400, 404, 422]) =>
    test(what, async () => {
      const answer = await assertNothingWritten(edge, () =>
        call(
          method,
          typeof path === 'function' ? path() : path,
          typeof body === 'function' ? body() : body,
          edge.adminToken,
        ),
      );
      assert.ok(allowed.includes(answer.status), `${answer.status} ${answer.text}`);
      assertProblem(answer, answer.status, answer.body.code);
    });
  const patch = () => `sites/${site.domainId}`;

  bad('a tenant without a name', 'POST', 'tenants', {});
  bad('a tenant with a name of 10,000 letters', 'POST', 'tenants', { name: 'x'.repeat(10_000) });
  bad('no JSON', 'POST', 'tenants', '{');
  bad('a site of an unknown tenant', 'POST', 'sites', { tenantId: 't_0000000000000000000000', name: 'x' });
  bad('an unknown site', 'PATCH', 'sites/d_0000000000000000000000', { name: 'x' });
  bad('origins that are no list', 'PATCH', patch, { allowedOrigins: 'example.com' });
  bad('an origin that is no host', 'PATCH', patch, { allowedOrigins: ['not a host!'] });
  bad('an empty origin', 'PATCH', patch, { allowedOrigins: [''] });
  bad('a negative interval', 'PATCH', patch, { checkIntervalSeconds: -1 });
  bad('an interval that is text', 'PATCH', patch, { checkIntervalSeconds: '7' });
  bad('a retention of no days', 'PATCH', patch, { retentionDays: -3 });
  bad('a key of an unknown tenant', 'POST', 'keys', {
    tenantId: 't_0000000000000000000000',
    name: 'x',
    scopes: ['read:device'],
  });
  bad('a key with an unknown scope', 'POST', 'keys', () => ({ tenantId, name: 'x', scopes: ['read:everything'] }));
  bad('a key that expires some day', 'POST', 'keys', () => ({
    tenantId,
    name: 'x',
    scopes: ['read:device'],
    expiresAt: 'some day',
  }));
  bad('an unknown key to revoke', 'DELETE', 'keys/key_0000000000000000000000');
});

test('a successful operator is not rate limited', async () => {
  const operator = edge.visitor({ origin: undefined });
  for (let n = 0; n < 30; n += 1) {
    const answer = await operator.send('POST', '/v1/admin/tenants', {
      body: { name: `n${n}` },
      headers: { authorization: `Bearer ${edge.adminToken}` },
    });
    assertOk({ ...answer, status: answer.status === 201 ? 200 : answer.status });
  }
});
