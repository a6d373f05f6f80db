// Site keys, allowed origins and the five-minute cache of the decision.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

const CACHE_SECONDS = 2;
let edge;

before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: String(CACHE_SECONDS) } });
});
after(() => edge.stop());

const ask = (siteKey, origin) => edge.visitor({ origin }).askToken(siteKey);

describe('a site key', () => {
  test('gets a token, with its life and the interval of the site', async () => {
    const site = await edge.site({ checkIntervalSeconds: 3600 });
    const body = assertOk(await edge.visitor().askToken(site.siteKey));
    assert.equal(body.token.split('.').length, 3);
    assert.equal(body.expiresIn, 120);
    assert.equal(body.checkIntervalSeconds, 3600);
    assert.match(site.siteKey, /^pk_[a-z]+_[0-9A-Za-z]{28}$/);
  });

  test('is due again after seven days unless the site says otherwise', async () => {
    const site = await edge.site();
    assert.equal(assertOk(await edge.visitor().askToken(site.siteKey)).checkIntervalSeconds, 7 * 86400);
  });

  for (const [what, body] of [
    ['is missing', {}],
    ['is empty', { siteKey: '' }],
    ['is garbage', { siteKey: 'garbage' }],
    ['is null', { siteKey: null }],
    ['is of another kind', { siteKey: 'sk_dev_0000000000000000000000000000' }],
    ['has text around it', { siteKey: ' pk_dev_0000000000000000000000000000 ' }],
    ['would be SQL', { siteKey: "pk_dev_' OR 1=1 --" }],
    ['is enormous', { siteKey: 'p'.repeat(50_000) }],
  ]) {
    test(`is refused when it ${what}`, async () => {
      const visitor = edge.visitor();
      const answer = await assertNothingWritten(edge, () => visitor.send('POST', '/v1/token', { body }));
      if (answer.status === 400) assertProblem(answer, 400, 'payload_malformed');
      else assertProblem(answer, 401, 'site_key_invalid');
      if (!('siteKey' in body) || typeof body.siteKey === 'string') assert.equal(answer.status, 401);
    });
  }

  test('is refused when one character differs: the checksum tells before any store is asked', async () => {
    const { siteKey } = await edge.site();
    const last = siteKey.at(-1) === 'a' ? 'b' : 'a';
    const visitor = edge.visitor();
    const answer = await assertNothingWritten(edge, () => visitor.askToken(siteKey.slice(0, -1) + last));
    assertProblem(answer, 401, 'site_key_invalid');
  });

  test('of another deployment is refused although its checksum is right', async () => {
    const other = await startEdge();
    try {
      const foreign = await other.site();
      assertProblem(await edge.visitor().askToken(foreign.siteKey), 401, 'site_key_invalid');
    } finally {
      await other.stop();
    }
  });
});

describe('allowed origins', () => {
  const TABLE = [
    [['example.com'], 'https://example.com', true],
    [['example.com'], 'https://sub.example.com', true],
    [['example.com'], 'https://a.b.example.com', true],
    [['example.com'], 'http://example.com', true],
    [['example.com'], 'https://example.com:8443', true],
    [['example.com'], 'https://EXAMPLE.com', true],
    [['EXAMPLE.com'], 'https://www.example.com', true],
    [['example.com'], 'https://evilexample.com', false],
    [['example.com'], 'https://example.com.evil.org', false],
    [['example.com'], 'https://example.co', false],
    [['example.com'], 'https://com', false],
    [['example.com'], 'https://example.com@evil.org', false],
    [['example.com'], 'null', false],
    [['example.com'], undefined, false],
    [['example.com'], 'garbage', false],
    [['example.com'], 'https://', false],
    [['docs.example.com'], 'https://docs.example.com', true],
    [['docs.example.com'], 'https://example.com', false],
    [['docs.example.com'], 'https://otherdocs.example.com', false],
    [['google.com', 'docs.thumbmarkjs.com', 'localhost'], 'https://docs.thumbmarkjs.com', true],
    [['google.com', 'docs.thumbmarkjs.com', 'localhost'], 'https://thumbmarkjs.com', false],
    [['localhost'], 'http://localhost', true],
    [['localhost'], 'http://localhost:3000', true],
    [['localhost'], 'https://localhost:8443', true],
    [['localhost'], 'http://localhost.evil.org', false],
    [['localhost'], 'http://127.0.0.1:3000', false],
    [['localhost:3000'], 'http://localhost:3000', true],
    [['localhost:3000'], 'http://localhost:3001', false],
    [['localhost:3000'], 'http://localhost', false],
    [['127.0.0.1'], 'http://127.0.0.1:8080', true],
    [['example.com:8443'], 'https://sub.example.com:8443', true],
    [['example.com:8443'], 'https://example.com', false],
    [['example.com.'], 'https://example.com', true],
    [['example.com'], 'https://example.com.', true],
    [['bücher.example'], 'https://xn--bcher-kva.example', true],
    [['bücher.example'], 'https://www.xn--bcher-kva.example', true],
    [['xn--bcher-kva.example'], 'https://xn--bcher-kva.example', true],
    [[], 'https://anything.example', true],
    [[], 'null', true],
    [[], undefined, true],
  ];
  for (const [allowedOrigins, origin, allowed] of TABLE) {
    test(`[${allowedOrigins}] ${allowed ? 'lets' : 'keeps'} ${origin} ${allowed ? 'in' : 'out'}`, async () => {
      const site = await edge.site({ allowedOrigins });
      const answer = await ask(site.siteKey, origin);
      if (allowed) assertOk(answer);
      else assertProblem(answer, 403, 'origin_not_allowed');
    });
  }

  for (const entry of ['https://google.com', 'google.com/', 'http://localhost', 'localhost/']) {
    test(`"Do not provide the protocol, and don't add a trailing slash": ${entry} is refused, and what was listed stays`, async () => {
      const site = await edge.site({ allowedOrigins: ['google.com'] });
      const answer = await edge.visitor().send('PATCH', `/v1/admin/sites/${site.domainId}`, {
        body: { allowedOrigins: [entry] },
        headers: { authorization: `Bearer ${edge.adminToken}` },
      });
      assert.ok([400, 422].includes(answer.status), answer.text);
      assertOk(await ask(site.siteKey, 'https://google.com'));
      assertProblem(await ask(site.siteKey, 'http://localhost'), 403, 'origin_not_allowed');
    });
  }

  test('"Test without allowed origins first and secure the API after. Then test that it still works"', async () => {
    const site = await edge.site();
    const page = edge.visitor({ origin: 'https://www.google.com' });
    const stranger = edge.visitor({ origin: 'https://stranger.example' });
    await page.submit(site);
    await stranger.submit(site);
    await edge.change(site, { allowedOrigins: ['google.com'] });
    await sleep(CACHE_SECONDS * 1000 + 300);
    await page.submit(site);
    assertProblem(await stranger.askToken(site.siteKey), 403, 'origin_not_allowed');
  });

  test('"the backend checks for authorization before it passes the request onward": a refused page leaves nothing', async () => {
    const site = await edge.site({ allowedOrigins: ['google.com'] });
    const { deviceToken } = await edge.visitor({ origin: 'https://google.com' }).submit(site);
    const stranger = edge.visitor({ origin: 'https://stranger.example' });
    assertProblem(await stranger.askToken(site.siteKey), 403, 'origin_not_allowed');
    const visit = await assertNothingWritten(edge, () => stranger.visit(site.siteKey, deviceToken));
    assertProblem(visit, 403, 'origin_not_allowed');
  });

  test('none listed is all allowed', async () => {
    const site = await edge.site();
    assertOk(await ask(site.siteKey, 'https://anything.example'));
  });
});

describe('the authorisation decision', () => {
  const listed = 'https://listed.example';
  const unlisted = 'https://unlisted.example';

  test('"for the same origin and the same key, the result will not change" while cached: an allowed origin stays in', async () => {
    const site = await edge.site({ allowedOrigins: ['listed.example'] });
    assertOk(await ask(site.siteKey, listed));
    await edge.change(site, { allowedOrigins: ['other.example'] });
    assertOk(await ask(site.siteKey, listed), 'cached');
  });

  test('is cached alike when it is a refusal: a refused origin stays out', async () => {
    const site = await edge.site({ allowedOrigins: ['listed.example'] });
    assertProblem(await ask(site.siteKey, unlisted), 403, 'origin_not_allowed');
    await edge.change(site, { allowedOrigins: ['unlisted.example'] });
    assertProblem(await ask(site.siteKey, unlisted), 403, 'origin_not_allowed', 'cached');
  });

  test('"uses the origin of the request as well as the key": another origin is decided afresh', async () => {
    const site = await edge.site({ allowedOrigins: ['listed.example'] });
    assertOk(await ask(site.siteKey, listed));
    await edge.change(site, { allowedOrigins: ['unlisted.example'] });
    assertOk(await ask(site.siteKey, unlisted), 'never asked before');
    assertOk(await ask(site.siteKey, listed), 'cached');
  });

  test('is kept for each site key apart', async () => {
    const [one, two] = [
      await edge.site({ allowedOrigins: ['listed.example'] }),
      await edge.site({ allowedOrigins: ['other.example'] }),
    ];
    assertOk(await ask(one.siteKey, listed));
    assertProblem(await ask(two.siteKey, listed), 403, 'origin_not_allowed');
  });

  test('follows a change of the allowed origins once the cache has expired, both ways', async () => {
    const site = await edge.site({ allowedOrigins: ['listed.example'] });
    assertOk(await ask(site.siteKey, listed));
    assertProblem(await ask(site.siteKey, unlisted), 403, 'origin_not_allowed');
    await edge.change(site, { allowedOrigins: ['unlisted.example'] });
    await sleep(CACHE_SECONDS * 1000 + 300);
    assertProblem(await ask(site.siteKey, listed), 403, 'origin_not_allowed');
    assertOk(await ask(site.siteKey, unlisted));
  });

  test('is not prolonged by being used', async () => {
    const site = await edge.site({ allowedOrigins: ['listed.example'] });
    const start = Date.now();
    assertOk(await ask(site.siteKey, listed));
    await edge.change(site, { allowedOrigins: ['other.example'] });
    while (Date.now() - start < CACHE_SECONDS * 1000 + 300) {
      await ask(site.siteKey, listed);
      await sleep(200);
    }
    assertProblem(await ask(site.siteKey, listed), 403, 'origin_not_allowed');
  });

  test('is reset at once by regenerating the key, "since the identity source changes"', async () => {
    const site = await edge.site({ allowedOrigins: ['listed.example'] });
    assertProblem(await ask(site.siteKey, unlisted), 403, 'origin_not_allowed');
    await edge.change(site, { allowedOrigins: ['unlisted.example'] });
    const fresh = await edge.regenerate(site);
    assert.notEqual(fresh, site.siteKey);
    assertOk(await ask(fresh, unlisted));
    assertProblem(await ask(fresh, listed), 403, 'origin_not_allowed');
  });

  test('of a regenerated key ends with the cache: the old key is refused', async () => {
    const site = await edge.site();
    assertOk(await ask(site.siteKey, listed));
    await edge.regenerate(site);
    await sleep(CACHE_SECONDS * 1000 + 300);
    assertProblem(await ask(site.siteKey, listed), 401, 'site_key_invalid');
  });

  test('is not taken from the cache for an old key that was never used from this origin', async () => {
    const site = await edge.site();
    await edge.regenerate(site);
    assertProblem(await ask(site.siteKey, listed), 401, 'site_key_invalid');
  });

  test('is cached for five minutes unless configured', async () => {
    const byDefault = await startEdge();
    try {
      const site = await byDefault.site();
      assertOk(await byDefault.visitor().askToken(site.siteKey));
      const kv = await byDefault.mf.getKVNamespace('KV');
      const now = Date.now() / 1000;
      const lives = (await kv.list()).keys.map(({ expiration }) => expiration - now);
      assert.ok(
        lives.some((life) => life > 290 && life <= 302),
        `expires in ${lives}`,
      );
      assert.ok(!JSON.stringify((await kv.list()).keys).includes(site.siteKey), 'the key itself is a KV key');
    } finally {
      await byDefault.stop();
    }
  });
});
