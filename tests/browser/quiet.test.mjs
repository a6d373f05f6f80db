// Edgeprint is a guest in the page: under a strict policy it violates nothing, writes nothing to the console,
// changes nothing and leaves nothing, whichever build of the collector it takes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, startStage } from '../lib/client-page.mjs';
import { assertAssessed } from '../lib/result.mjs';
import { openStrict, violations, WITH_WASM, WITHOUT_WASM } from '../lib/strict-page.mjs';

/** What the tests' own driver leaves in a page. */
const PUPPETEER = /^window\.(__|puppeteer___)ariaQuerySelector/;

/** What a page sees of its document. */
const documentOf = (page) =>
  page.evaluate(() => [document.documentElement.outerHTML, document.all.length, globalThis.frames.length]);

for (const kind of BROWSERS) {
  describe(`in ${kind} a check`, () => {
    let stage;
    let siteKey;
    before(async () => {
      stage = await startStage(kind);
      ({ siteKey } = await stage.edge.site());
      stage.site.on('/stock.js', (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/javascript' }).end('inventory()');
      });
    });
    after(() => stage?.close());

    for (const policy of [WITH_WASM, WITHOUT_WASM]) {
      describe(`under ${policy}`, () => {
        test('violates nothing, writes nothing to the console, replaces no native and adds one global', async () => {
          const page = await openStrict(stage, policy, { before: ['/pages/inventory.js', '/stock.js'] });
          await page.start({ siteKey });
          assertAssessed(await check(page));
          assertAssessed(await check(page), { fromCache: true });
          assert.deepEqual(await violations(page), []);
          assert.deepEqual(page.noise, []);
          const changes = (await page.evaluate(() => globalThis.changes())).filter((path) => !PUPPETEER.test(path));
          assert.deepEqual(changes.sort(), ['window.EdgeprintCollector', 'window.client']);
          await page.done();
        });

        test('leaves no node, timer, worker, port, listener or context', async () => {
          const page = await openStrict(stage, policy, { watch: '?leftovers' });
          await page.start({ siteKey });
          const before = await documentOf(page);
          assertAssessed(await check(page));
          assert.deepEqual(await violations(page), []);
          assert.deepEqual(await documentOf(page), before);
          assert.deepEqual(await page.evaluate(() => globalThis.watch.left()), []);
          assert.ok((await page.evaluate(() => globalThis.watch.made())) > 0, 'nothing was watched');
          assert.deepEqual(page.noise, []);
          await page.done();
        });
      });
    }
  });
}
