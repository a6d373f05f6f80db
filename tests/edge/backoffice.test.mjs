// The Backoffice's door: signing in and out, what a session may, and what its pages may do.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { sessionToken } from '../lib/forge.mjs';
import { signIn } from '../lib/world.mjs';

const OWN = { 'x-edgeprint-backoffice': '1' };
const HOURS = 3600;

let edge;
before(async () => {
  edge = await startEdge();
});
after(() => edge.stop());

const nobody = () => edge.visitor({ origin: undefined });
const ask = (method, path, { headers, body } = {}) => nobody().send(method, `/v1/admin/${path}`, { headers, body });

describe('signing in', () => {
  test('sets a cookie that scripts, other sites and later days do not get', async () => {
    const answer = await ask('POST', 'session', { body: { token: edge.adminToken } });
    assertOk(answer);
    const cookie = answer.headers.get('set-cookie');
    assert.match(cookie, /^edgeprint-session=\S+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    const lasts = Date.parse(answer.body.expiresAt) - Date.now();
    const { signedIn, expiresAt } = assertOk(
      await ask('GET', 'session', { headers: { cookie: cookie.split(';')[0] } }),
    );
    assert.deepEqual(
      [signedIn, Date.parse(expiresAt)],
      [true, Math.floor(Date.parse(answer.body.expiresAt) / 1000) * 1000],
    );
    assert.ok(lasts > 11.9 * HOURS * 1000 && lasts <= 12 * HOURS * 1000, answer.body.expiresAt);
    assert.ok(!answer.text.includes(cookie.slice(18, 60)), 'the session stands in the body');
  });

  test('over https the cookie is secure and bound to the host', async () => {
    const visitor = nobody();
    visitor.edge = { mf: edge.mf, url: 'https://edge.example' };
    const answer = await visitor.send('POST', '/v1/admin/session', { body: { token: edge.adminToken } });
    assert.match(answer.headers.get('set-cookie'), /^__Host-edgeprint-session=\S+; Path=\/; .*; Secure$/);
  });

  test('with a wrong token is refused, and after twenty tries the right one is not told from it', async () => {
    const guesser = nobody();
    const attempt = (token) => guesser.send('POST', '/v1/admin/session', { body: { token } });
    assertProblem(await attempt('guess'), 401, 'admin_token_invalid');
    for (let n = 0; n < 60; n += 1) if ((await attempt('guess')).status === 429) break;
    assertProblem(await attempt(edge.adminToken), 429, 'rate_limited');
  });

  test('takes no session that a client brings: each has an id of its own', async () => {
    const former = await signIn(edge);
    const answer = await ask('POST', 'session', { body: { token: edge.adminToken }, headers: { cookie: former } });
    const fresh = answer.headers.get('set-cookie').split(';')[0];
    assert.notEqual(fresh, former);
    const planted = 'edgeprint-session=chosen-by-somebody-else';
    assertProblem(await ask('GET', 'tenants', { headers: { cookie: planted } }), 401, 'admin_token_invalid');
  });
});

describe('a session', () => {
  test('may read, and change with the header that other origins cannot send', async () => {
    const cookie = await signIn(edge);
    assertOk(await ask('GET', 'tenants', { headers: { cookie } }));
    const { tenant } = assertOk(await ask('POST', 'tenants', { headers: { cookie, ...OWN }, body: { name: 'Acme' } }));
    const { entries } = await edge.admin('GET', `audit-log?tenantId=${tenant.id}`);
    assert.deepEqual([entries[0].actor, entries[0].action], ['backoffice', 'tenant.add']);
  });

  for (const [name, headers] of [
    ['without the header', {}],
    ['from another site', { ...OWN, 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour of the same site', { ...OWN, 'sec-fetch-site': 'same-site' }],
  ]) {
    test(`changes nothing ${name}`, async () => {
      const cookie = await signIn(edge);
      const forged = () => ask('POST', 'tenants', { headers: { cookie, ...headers }, body: { name: 'Forged' } });
      assertProblem(await assertNothingWritten(edge, forged), 403, 'session_forged');
    });
  }

  test('cannot be had by preflight from another origin', async () => {
    const headers = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-edgeprint-backoffice',
    };
    const answer = await edge.visitor().send('OPTIONS', '/v1/admin/tenants', { headers });
    assert.ok(answer.status >= 400);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });

  test('ends after twelve hours, at sign-out, and when the operator’s token is another', async () => {
    const held = (token) => ask('GET', 'tenants', { headers: { cookie: `edgeprint-session=${token}` } });
    assertOk(await held(sessionToken(edge.adminToken, { age: 11 * HOURS })));
    assertProblem(await held(sessionToken(edge.adminToken, { age: 12 * HOURS + 5 })), 401, 'admin_token_invalid');
    assertProblem(await held(sessionToken('the token before this one')), 401, 'admin_token_invalid');

    const cookie = await signIn(edge);
    const out = await ask('DELETE', 'session', { headers: { cookie, ...OWN } });
    assertOk(out);
    assert.match(out.headers.get('set-cookie'), /^edgeprint-session=; .*Max-Age=0;/);
    assertProblem(await ask('GET', 'tenants', { headers: { cookie } }), 401, 'admin_token_invalid');
  });

  test('everywhere ends when the operator’s token is replaced', async () => {
    const secrets = { EDGEPRINT_SECRET: 'a secret that stays as it is, whatever the token' };
    const former = await startEdge({ secrets: { ...secrets, ADMIN_TOKEN: 'the first token of the operator' } });
    const sessions = [await signIn(former), await signIn(former)];
    await former.stop();
    const rotated = await startEdge({ secrets: { ...secrets, ADMIN_TOKEN: 'the second token of the operator' } });
    try {
      const get = (headers) => rotated.visitor({ origin: undefined }).send('GET', '/v1/admin/tenants', { headers });
      for (const cookie of sessions) assertProblem(await get({ cookie }), 401, 'admin_token_invalid');
      assertOk(await get({ cookie: await signIn(rotated) }));
    } finally {
      await rotated.stop();
    }
  });

  test('that nobody has is no error to ask about, and is a guess that is counted', async () => {
    const asker = nobody();
    const about = (headers) => asker.send('GET', '/v1/admin/session', { headers });
    const none = { signedIn: false, expiresAt: null, demoUrl: null };
    for (const headers of [{}, { cookie: 'edgeprint-session=none' }, { authorization: 'Bearer guess' }]) {
      const { ok, ...said } = assertOk(await about(headers));
      assert.deepEqual(said, none);
    }
    for (let n = 0; n < 60; n += 1) if ((await about({})).status === 429) break;
    assertProblem(await about({}), 429, 'rate_limited');
    const { signedIn, expiresAt } = assertOk(await about({ authorization: `Bearer ${edge.adminToken}` }));
    assert.deepEqual([signedIn, expiresAt], [true, null]);
  });

  test('is no secret key, and opens nothing but what is the operator’s', async () => {
    const cookie = await signIn(edge);
    assertProblem(await nobody().send('GET', '/v1/devices', { headers: { cookie } }), 401, 'api_key_invalid');
  });
});

describe('the pages', () => {
  const get = (path) => nobody().send('GET', path);

  test('run their own script alone, in nobody’s frame', async () => {
    for (const path of ['/backoffice', '/backoffice/', '/backoffice/t/t_1/sites', '/backoffice/../x']) {
      const page = await get(path);
      if (path.includes('..')) continue; // leads out of the folder before it is sent
      assert.equal(page.status, 200, path);
      assert.match(page.text, /<div id="app">/);
      assert.doesNotMatch(page.text, /<style|<script>|\son\w+=|https?:/);
      assert.equal(
        page.headers.get('content-security-policy'),
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
      );
      assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
      assert.equal(page.headers.get('cache-control'), 'no-cache');
    }
  });

  test('name files that are kept for good, and nothing else of the folder is served', async () => {
    const { text } = await get('/backoffice/');
    const files = [...text.matchAll(/(?:src|href)="(\/backoffice\/assets\/[^"]+)"/g)].map(([, file]) => file);
    assert.equal(files.length, 2);
    for (const file of files) {
      const answer = await get(file);
      assert.equal(answer.status, 200, file);
      assert.match(answer.headers.get('cache-control'), /immutable/);
    }
    assert.equal((await get('/backoffice/assets/none.js')).status, 404);
  });

  test('the test page may run WebAssembly, which the others may not', async () => {
    const page = await get('/backoffice/test?siteKey=pk_x');
    assert.match(page.headers.get('content-security-policy'), /script-src 'self' 'wasm-unsafe-eval';/);
    assert.doesNotMatch(page.text, /pk_x/);
  });

  test('are read and not written', async () => {
    assert.equal((await nobody().send('POST', '/backoffice/', { body: {} })).status, 405);
  });
});

describe('trying settings before they are saved', () => {
  test('allowed origins mean what they will mean to pages', async () => {
    const allowedOrigins = ['example.com', 'https://example.org/'];
    const origins = ['https://sub.example.com', 'https://evilexample.com', 'https://example.org'];
    const { entries, origins: tried } = await edge.admin('POST', 'allowed-origins', { allowedOrigins, origins });
    assert.deepEqual([entries[0].problem, typeof entries[1].problem], [null, 'string']);
    assert.deepEqual(
      tried.map(({ admitted }) => admitted),
      [true, false, false],
    );
  });

  test('weights are tried on what came, and nothing is stored', async () => {
    const site = await edge.site();
    const submitted = await edge.visitor({ browser: 'chromium-automated' }).submit(site);
    const before = await edge.admin('POST', `sites/${site.domainId}/risk-preview`, {});
    assert.deepEqual([before.preview.weighed, before.preview.changed], [1, 0]);
    const suppressedFlags = submitted.flags;
    const after = await assertNothingWritten(edge, () =>
      edge.admin('POST', `sites/${site.domainId}/risk-preview`, { suppressedFlags }),
    );
    assert.equal(after.preview.changed, 1);
    assert.deepEqual(after.preview.changes, [{ from: submitted.risk_level, to: 'minimal', count: 1 }]);
    const [told] = after.preview.submissions;
    assert.deepEqual([told.deviceId, told.score, told.newScore], [submitted.fingerprintId, submitted.score, 0]);
  });
});

test('what an operator does to a device is in the audit log', async () => {
  const site = await edge.site();
  const { fingerprintId } = await edge.visitor().submit(site);
  const path = `tenants/${site.tenantId}/device/${fingerprintId}`;
  await edge.admin('GET', `${path}/export`);
  await edge.admin('DELETE', path);
  const { entries } = await edge.admin('GET', `audit-log?tenantId=${site.tenantId}`);
  const noted = entries.filter(({ resourceId }) => resourceId === fingerprintId).map(({ action }) => action);
  assert.deepEqual(noted.sort(), ['device.erase', 'device.export']);
});
