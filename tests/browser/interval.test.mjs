// checkOnce() keeps the collection interval: in between it answers from its
// cache, sends a visit and loads no wasm.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, makeClient, patient, startStage } from '../lib/client-page.mjs';
import { assertAssessed } from '../lib/result.mjs';

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
      site = await stage.edge.site(settings);
      page = await stage.openClient({ siteKey: site.siteKey, ...options });
      stage.proxy.taken();
      return page;
    };
    /** Requests to the API so far, once those in flight have arrived. */
    const asked = async () => {
      await sleep(300);
      return stage.proxy.taken();
    };
    const reload = async () => {
      await page.reload();
      await makeClient(page, { siteKey: site.siteKey });
    };

    test('answers from its cache the second time and sends a visit', async () => {
      await open();
      const first = assertAssessed(await check(page));
      assert.ok((await asked()).some((request) => request.endsWith('.wasm')));
      const second = assertAssessed(await check(page), { fromCache: true });
      assert.deepEqual(await asked(), ['POST /v1/visit']);
      assert.ok(second.nextSubmitIn <= first.nextSubmitIn && second.nextSubmitIn > 6.9);
      for (const member of [
        'fingerprintId',
        'fingerprint',
        'score',
        'risk_level',
        'confidence',
        'flags',
        'requestId',
      ]) {
        assert.deepEqual(second[member], first[member], member);
      }
      const { secretKey } = await stage.edge.key(site.tenantId);
      const { body } = await stage.edge.visitor().device(first.fingerprintId, secretKey);
      assert.equal(body.device.visitCount, 2);
      assert.deepEqual(page.noise, []);
      await page.done();
    });

    test('after a reload fetches neither glue nor wasm', async () => {
      await open();
      const first = await check(page);
      await asked();
      const requests = [];
      page.on('request', (request) => requests.push(new URL(request.url()).pathname));
      await reload();
      const second = assertAssessed(await check(page), { fromCache: true });
      assert.equal(second.fingerprintId, first.fingerprintId);
      await asked();
      assert.deepEqual(
        requests.filter((path) => path.includes('core')),
        [],
      );
      await page.done();
    });

    test('submits again when the interval has passed, and keeps the id by its token', async () => {
      await open({ checkIntervalSeconds: 1 });
      const first = assertAssessed(await check(page));
      assert.ok(Math.abs(first.nextSubmitIn - 1 / 86400) < 1e-9);
      await sleep(1200);
      const second = assertAssessed(await check(page));
      assert.equal(second.identity.method, 'token');
      assert.equal(second.fingerprintId, first.fingerprintId);
      assert.notEqual(second.requestId, first.requestId);
      await page.done();
    });

    test('keeps to seven days unless told otherwise', async () => {
      await open();
      assert.equal(assertAssessed(await check(page)).nextSubmitIn, 7);
      await page.done();
    });

    test("keeps the site's interval", async () => {
      await open({}, { checkIntervalSeconds: 8640 });
      assert.equal(assertAssessed(await check(page)).nextSubmitIn, 0.1);
      await page.done();
    });

    test("prefers the page's interval, days or seconds", async () => {
      await open({ checkIntervalDays: 3 }, { checkIntervalSeconds: 8640 });
      assert.equal(assertAssessed(await check(page)).nextSubmitIn, 3);
      const again = assertAssessed(
        await check(page, { checkIntervalSeconds: 0 }).then((result) => ({
          ...result,
          nextSubmitIn: 1e-9,
          nextSubmitAt: new Date().toISOString(),
        })),
      );
      assert.equal(again.fromCache, false, '0 seconds: at every call');
      await page.done();
    });

    for (const [what, make] of [
      ['a function', () => () => globalThis.given.siteKey],
      ['a function that returns a promise', () => async () => globalThis.given.siteKey],
      ['a promise', () => Promise.resolve(globalThis.given.siteKey)],
    ]) {
      test(`takes the site key from ${what}`, async () => {
        await open();
        await page.evaluate((given) => Object.assign(globalThis, { given }), patient({ siteKey: site.siteKey }));
        await page.evaluate(`globalThis.client = EdgeprintCollector.createClient({ ...given, siteKey: (${make})() })`);
        assertAssessed(await check(page));
        assertAssessed(await check(page), { fromCache: true });
        const stored = await page.evaluate(() => JSON.stringify(localStorage));
        assert.ok(!stored.includes(site.siteKey), 'the key was stored');
        await page.done();
      });
    }

    test('runs once however often it is called at once', async () => {
      await open();
      // As text: one object ten times is not what every protocol can carry.
      const results = await page.evaluate(async () => {
        const all = await Promise.all(Array.from({ length: 10 }, () => globalThis.client.checkOnce()));
        return all.map((result) => JSON.stringify(result));
      });
      assertAssessed(JSON.parse(results[0]));
      assert.equal(new Set(results).size, 1);
      const calls = (await asked()).filter((request) => request.includes('/v1/'));
      assert.deepEqual(calls, ['POST /v1/token', 'POST /v1/collect']);
      await page.done();
    });

    test('submits anew when the edge no longer knows the device', async () => {
      await open();
      await check(page);
      await stage.edge.forgetDevices(site.tenantId);
      assertAssessed(await check(page), { fromCache: true });
      await asked();
      const fresh = assertAssessed(await check(page));
      assert.equal(fresh.fromCache, false);
      await page.done();
    });

    for (const spoilt of ['', 'garbage', '{}', '[]', 'null', '{"at":1e999}', '{"at":0,"last":{"score":"<b>"}}']) {
      test(`submits anew when its cache holds ${JSON.stringify(spoilt)}`, async () => {
        await open();
        await page.evaluate(
          ([siteKey, text]) => localStorage.setItem(`edgeprint:${siteKey}`, text),
          [site.siteKey, spoilt],
        );
        assertAssessed(await check(page));
        assert.deepEqual(page.noise, []);
        await page.done();
      });
    }

    test('works in a sandboxed frame, where there is no storage', async () => {
      site = await stage.edge.site();
      const inner = stage.site.page(`<link rel="icon" href="data:,">${stage.tag()}`);
      page = await stage.open(`<iframe sandbox="allow-scripts" src="${inner}"></iframe>`);
      const frame = page.frames().find((candidate) => candidate.url() === inner);
      await makeClient(frame, { siteKey: site.siteKey });
      assertAssessed(await check(frame));
      assertAssessed(await check(frame), { fromCache: true });
      await page.done();
    });

    test('forgets on clear()', async () => {
      await open();
      const first = await check(page);
      await page.evaluate(() => globalThis.client.clear());
      assert.equal(await page.evaluate(() => localStorage.length), 0);
      const second = assertAssessed(await check(page));
      assert.equal(second.identity.method, 'exact');
      assert.equal(second.fingerprintId, first.fingerprintId);
      await page.done();
    });
  });
}
