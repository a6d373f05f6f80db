// The ways to put Edgeprint on a page: the seed's script tag, and npm's modules.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, makeClient, POLL, startStage } from '../lib/client-page.mjs';
import { assertAssessed } from '../lib/result.mjs';

for (const kind of BROWSERS) {
  describe(`in ${kind} the script tag`, () => {
    let stage;
    let siteKey;
    let page;
    before(async () => {
      stage = await startStage(kind);
    });
    after(() => stage?.close());

    const open = async (attributes, html = '') => {
      ({ siteKey } = await stage.edge.site());
      stage.proxy.taken();
      page = await stage.open(html + stage.tag(`data-site-key="${siteKey}" ${attributes}`));
      return page;
    };

    test('with data-auto-init makes a client and waits', async () => {
      await open('data-auto-init');
      await page.waitForFunction(() => globalThis.EdgeprintCollector?.client, POLL);
      assert.ok(!stage.proxy.taken().some((request) => request.includes('/v1/')), 'it submitted without being asked');
      const result = assertAssessed(await page.evaluate(() => globalThis.EdgeprintCollector.client.checkOnce()));
      assert.deepEqual(await page.evaluate(() => globalThis.heard), result, 'the event told another result');
      assert.deepEqual(page.noise, []);
      await page.done();
    });

    test('with data-auto-check-once checks, fires an event and calls back', async () => {
      await open(
        'data-auto-init data-auto-check-once data-callback="onEdgeprint"',
        '<script>globalThis.called = new Promise((resolve) => (globalThis.onEdgeprint = resolve))</script>',
      );
      const heard = assertAssessed(await page.evaluate(() => globalThis.heard));
      assert.deepEqual(await page.evaluate(() => globalThis.called), heard);
      assert.deepEqual(await page.evaluate(() => globalThis.EdgeprintCollector.result), heard);
      assert.deepEqual(page.noise, []);
      await page.done();
    });

    test('keeps data-check-interval-seconds', async () => {
      await open('data-auto-check-once data-check-interval-seconds="8640"');
      assert.equal(assertAssessed(await page.evaluate(() => globalThis.heard)).nextSubmitIn, 0.1);
      await page.done();
    });

    test('keeps data-check-interval-days', async () => {
      await open('data-auto-check-once data-check-interval-days="2"');
      assert.equal(assertAssessed(await page.evaluate(() => globalThis.heard)).nextSubmitIn, 2);
      await page.done();
    });

    test('works through a path of the page’s own host', async () => {
      ({ siteKey } = await stage.edge.site());
      stage.site.passOn('/id/', stage.edge.url, '/');
      stage.site.requests.length = 0;
      page = await stage.open('<script src="/id/collector/edgeprint-collector.js" async></script>');
      await makeClient(page, { siteKey });
      assertAssessed(await check(page));
      const asked = stage.site.requests.map(({ method, path }) => `${method} ${path}`);
      assert.ok(asked.includes('POST /id/v1/collect'), asked.join());
      assert.deepEqual(page.noise, []);
      await page.done();
    });

    test('works when a script inserts it', async () => {
      const { siteKey: key } = await stage.edge.site();
      page = await stage.open(`<script>
        const tag = document.createElement('script');
        tag.src = '${stage.proxy.url}/collector/edgeprint-collector.js';
        tag.dataset.siteKey = '${key}';
        tag.dataset.autoCheckOnce = '';
        document.head.append(tag);
      </script>`);
      assertAssessed(await page.evaluate(() => globalThis.heard));
      await page.done();
    });

    test('calls a callback that throws, and the page sees no more of it than its own error', async () => {
      await open(
        'data-auto-check-once data-callback="onEdgeprint"',
        '<script>globalThis.onEdgeprint = () => { throw new Error("mine"); }</script>',
      );
      assertAssessed(await page.evaluate(() => globalThis.heard));
      assertAssessed(await page.evaluate(() => globalThis.EdgeprintCollector.result));
      await page.done();
    });

    test('without a site key answers with a typed error, and collects locally', async () => {
      page = await stage.open(stage.tag('data-auto-init'));
      await page.waitForFunction(() => globalThis.EdgeprintCollector?.client, POLL);
      stage.proxy.taken();
      const [result, collection] = await page.evaluate(async () => [
        await globalThis.EdgeprintCollector.client.checkOnce(),
        await globalThis.EdgeprintCollector.client.collect(),
      ]);
      assert.equal(result.error.code, 'not_configured');
      assert.equal(collection.fingerprint, result.fingerprint);
      assert.ok(Object.keys(collection.components).length >= 25);
      assert.ok(!stage.proxy.taken().some((request) => request.includes('/v1/')), 'it used the network');
      await page.done();
    });

    test('sends no preflight, no cookie and no referrer path', async () => {
      await open('data-auto-check-once');
      await page.evaluate(() => globalThis.heard);
      const sent = stage.proxy.requests.filter(({ path }) => path.startsWith('/v1/'));
      assert.deepEqual(
        sent.map(({ method, path }) => `${method} ${path}`),
        ['POST /v1/token', 'POST /v1/collect'],
      );
      for (const { headers } of sent) {
        assert.match(headers['content-type'], /^text\/plain/);
        assert.equal(headers.cookie, undefined);
        assert.equal(headers.origin, stage.site.origin);
      }
      await page.done();
    });

    test('loads the loader once, then the hashed submitter, core and worker beside it', async () => {
      await open('data-auto-check-once');
      await page.evaluate(() => globalThis.heard);
      const loaded = stage.proxy.taken().filter((request) => request.includes('/collector/'));
      assert.equal(loaded.length, 5, loaded.join());
      assert.match(loaded.join(), /submit\.[0-9a-f]{8,}\.js/);
      assert.match(loaded.join(), /core\.[0-9a-f]{8,}\.js/);
      assert.match(loaded.join(), /core\.[0-9a-f]{8,}\.wasm/);
      assert.match(loaded.join(), /worker\.[0-9a-f]{8,}\.js/);
      await page.done();
    });
  });

  describe(`in ${kind} the npm package`, () => {
    let stage;
    before(async () => {
      stage = await startStage(kind);
    });
    after(() => stage?.close());

    test('is imported as a module and checks', async () => {
      const { siteKey } = await stage.edge.site();
      const page = await stage.openModule({ siteKey });
      const result = assertAssessed(await check(page));
      const local = await page.evaluate(() => globalThis.client.collect());
      assert.equal(local.fingerprint, result.fingerprint, 'page and edge compute different fingerprints');
      assert.deepEqual(page.noise, []);
      await page.done();
    });

    test('collects without a site key, without any network', async () => {
      stage.proxy.taken();
      const page = await stage.openModule({});
      const local = await page.evaluate(() => globalThis.client.collect());
      assert.match(local.fingerprint, /^[0-9a-f]{64}$/);
      assert.equal(local.error, undefined);
      assert.deepEqual(stage.proxy.taken(), []);
      await page.done();
    });

    test('and the script build tell one browser the same fingerprint and id', async () => {
      const { siteKey } = await stage.edge.site();
      const [module, tag] = [await stage.openModule({ siteKey }), await stage.openClient({ siteKey })];
      const [a, b] = [await check(module), await check(tag)];
      assert.deepEqual([a.fingerprint, a.fingerprintId], [b.fingerprint, b.fingerprintId]);
      await module.done();
      await tag.done();
    });
  });
}
