// Network down, ad blocker, 5xx, refusals: checkOnce() resolves with the local
// fingerprint and a typed error, never throws, and tries again at the next call.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, startStage } from '../lib/client-page.mjs';
import { assertAssessed, assertDegraded } from '../lib/result.mjs';

const api = (failure) => (path) => (path.startsWith('/v1/') ? failure : undefined);
const only = (end, failure) => (path) => (path.endsWith(end) ? failure : undefined);
const problem = (status, code, headers = {}) => ({
  status,
  headers: {
    'content-type': 'application/problem+json',
    'access-control-expose-headers': 'Retry-After, X-Request-Id',
    ...headers,
  },
  body: JSON.stringify({
    ok: false,
    type: `/problems/${code}`,
    title: 't',
    status,
    detail: 'd',
    code,
    requestId: 'req_x',
  }),
});

for (const kind of BROWSERS) {
  describe(`in ${kind} checkOnce()`, () => {
    let stage;
    let site;
    let page;
    before(async () => {
      stage = await startStage(kind);
    });
    after(() => stage?.close());

    const open = async (options = {}, settings = {}) => {
      stage.proxy.fail = () => undefined;
      site = await stage.edge.site();
      // Sound is computed against the clock: on a busy machine it comes too late at times, and fingerprints differ.
      const collect = { exclude: ['audio'] };
      page = await stage.openClient({ siteKey: site.siteKey, collect, ...options }, settings);
      return page;
    };
    /** What was thrown into the page; Firefox reports the requests that it failed in the same way. */
    const ITS_OWN = /Content-Security-Policy|Cross-Origin Request Blocked|in the integrity attribute/;
    const assertNoThrow = () =>
      assert.deepEqual(
        page.noise.filter((line) => line.startsWith('uncaught') && !ITS_OWN.test(line)),
        [],
      );

    for (const [what, fail, code, check_ = () => {}] of [
      ['the network is down', api('drop'), 'network_error'],
      ['the token is lost on the way', only('/token', 'drop'), 'network_error'],
      ['the submission is lost on the way', only('/collect', 'drop'), 'network_error'],
      ['a proxy answers 502', api(502), 'http_error', (error) => assert.equal(error.status, 502)],
      ['the edge answers 500 without a document', api(500), 'http_error', (error) => assert.equal(error.status, 500)],
      [
        'the edge is overloaded',
        api(problem(503, 'unavailable', { 'retry-after': '7' })),
        'unavailable',
        (error) => assert.deepEqual([error.status, error.retryAfter], [503, 7]),
      ],
      [
        'the rate limit is reached',
        api(problem(429, 'rate_limited', { 'retry-after': '60' })),
        'rate_limited',
        (error) => assert.deepEqual([error.status, error.retryAfter], [429, 60]),
      ],
      ['a captive portal answers 200 with a page', api({ status: 200, body: '<html>Log in' }), 'answer_malformed'],
      ['the answer is empty', api({ status: 200, body: '' }), 'answer_malformed'],
      ["the answer is another service's", api({ status: 200, body: '{"ok":true}' }), 'answer_malformed'],
    ]) {
      test(`resolves with the local fingerprint when ${what}, and recovers`, async () => {
        await open();
        stage.proxy.fail = fail;
        const result = assertDegraded(await check(page), code);
        assert.equal(result.fingerprintId, result.fingerprint);
        check_(result.error);
        assertNoThrow();
        stage.proxy.fail = () => undefined;
        const next = assertAssessed(await check(page));
        assert.equal(next.fingerprint, result.fingerprint);
        await page.done();
      });
    }

    test('resolves in time when nobody answers', async () => {
      await open({ timeout: 4000 });
      stage.proxy.fail = api('hang');
      const started = Date.now();
      assertDegraded(await check(page), 'timeout');
      assert.ok(Date.now() - started < 9000, `${Date.now() - started} ms`);
      await page.done();
    });

    test('keeps the id it was given when the next submission fails', async () => {
      await open({ checkIntervalSeconds: 1 });
      const first = assertAssessed(await check(page));
      await sleep(1100);
      stage.proxy.fail = api('drop');
      const second = assertDegraded(await check(page), 'network_error');
      assert.equal(second.fingerprintId, first.fingerprintId);
      stage.proxy.fail = () => undefined;
      assert.equal(assertAssessed(await check(page)).fingerprintId, first.fingerprintId);
      await page.done();
    });

    test('answers from its cache when the visit fails', async () => {
      await open();
      await check(page);
      stage.proxy.fail = api('drop');
      assertAssessed(await check(page), { fromCache: true });
      await sleep(200);
      assertAssessed(await check(page), { fromCache: true });
      assertNoThrow();
      await page.done();
    });

    test('tells what the edge refuses: an unknown site key', async () => {
      await open({ siteKey: 'pk_dev_garbage' });
      const result = assertDegraded(await check(page), 'site_key_invalid');
      assert.equal(result.error.status, 401);
      assert.match(result.requestId, /^req_/);
      await page.done();
    });

    test('tells what the edge refuses: a foreign origin', async () => {
      const strict = await stage.edge.site({ allowedOrigins: ['example.com'] });
      await open({ siteKey: strict.siteKey });
      assert.equal(assertDegraded(await check(page), 'origin_not_allowed').error.status, 403);
      await page.done();
    });

    for (const [what, make] of [
      ['throws', 'siteKey() { throw new Error("mine"); }'],
      ['rejects', 'siteKey: () => Promise.reject(new Error("mine"))'],
      ['gives no text', 'siteKey: () => 7'],
    ]) {
      test(`resolves when the site key's function ${what}`, async () => {
        await open();
        await page.evaluate(`globalThis.client = EdgeprintCollector.createClient({ ${make} })`);
        assertDegraded(await check(page), 'site_key_unavailable');
        assertNoThrow();
        await page.done();
      });
    }

    for (const [what, fail] of [
      ['the glue is blocked', (path) => (/core\..*js$/.test(path) ? 'drop' : undefined)],
      ['the wasm is blocked', only('.wasm', 'drop')],
      ['the wasm is not found', only('.wasm', 404)],
      [
        'the wasm was changed on the way',
        only('.wasm', {
          status: 200,
          headers: { 'content-type': 'application/wasm' },
          body: Buffer.from('0061736d01000000', 'hex'),
        }),
      ],
    ]) {
      test(`resolves without a fingerprint when ${what}, and recovers`, async () => {
        await open();
        stage.proxy.fail = fail;
        const result = assertDegraded(await check(page), 'core_unavailable', { local: false });
        assert.deepEqual([result.fingerprint, result.fingerprintId], [null, null]);
        assertNoThrow();
        stage.proxy.fail = () => undefined;
        assertAssessed(await check(page));
        await page.done();
      });
    }

    test('resolves where a policy forbids WebAssembly and the fallback does not arrive, and recovers', async () => {
      const csp = `default-src 'none'; img-src data:; connect-src ${stage.proxy.url}; script-src 'unsafe-inline' ${stage.proxy.url}`;
      await open({}, { csp });
      stage.proxy.fail = (path) => (path.includes('core-fallback') ? 'drop' : undefined);
      assertDegraded(await check(page), 'core_unavailable', { local: false });
      assertNoThrow();
      stage.proxy.fail = () => undefined;
      assertAssessed(await check(page));
      await page.done();
    });

    test('works under a policy that allows WebAssembly and nothing else', async () => {
      const csp = `default-src 'none'; img-src data:; connect-src ${stage.proxy.url}; script-src 'unsafe-inline' 'wasm-unsafe-eval' ${stage.proxy.url}`;
      await open({}, { csp });
      assertAssessed(await check(page));
      assert.deepEqual(page.noise, []);
      await page.done();
    });

    test('resolves where a policy forbids to talk to the edge', async () => {
      const csp = `default-src 'none'; img-src data:; script-src 'unsafe-inline' 'wasm-unsafe-eval' ${stage.proxy.url}`;
      await open({}, { csp });
      const result = await check(page);
      assert.ok(['network_error', 'core_unavailable'].includes(result.error.code), JSON.stringify(result.error));
      assert.equal(result.score, null);
      assertNoThrow();
      await page.done();
    });
  });

  test(`in ${kind} a page whose script is blocked is as if it had none`, async () => {
    const stage = await startStage(kind);
    try {
      stage.proxy.fail = () => 'drop';
      const page = await stage.open(`${stage.tag('data-auto-check-once')}<p id="text">A page.`);
      assert.equal(await page.evaluate(() => typeof globalThis.EdgeprintCollector), 'undefined');
      assert.equal(await page.$eval('#text', (text) => text.textContent), 'A page.');
    } finally {
      await stage.close();
    }
  });
}
