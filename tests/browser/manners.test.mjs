// The collector is a guest: a page must find nothing changed by it, hear
// nothing of it, and be able to do nothing that makes it throw.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, launch, openPage } from '../lib/browsers.mjs';
import { collected, collectingPage, startCollectorSite } from '../lib/collector-page.mjs';
import { assertReading } from '../lib/reading.mjs';
import { inRepo } from '../lib/repo.mjs';
import { SIGNALS } from '../lib/signals.mjs';

const HOSTILE = readdirSync(inRepo('tests/browser/pages/hostile')).map((name) => name.replace(/\.js$/, ''));
const script = (path) => `<script src="/pages/${path}.js"></script>`;

for (const kind of BROWSERS) {
  describe(`in ${kind} the collector`, () => {
    let site;
    let browser;
    let page;

    before(async () => {
      site = await startCollectorSite();
      browser = await launch(kind);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });
    const open = async (options) => {
      page = await openPage(browser);
      await page.goto(collectingPage(site, options));
      return collected(page);
    };

    test('writes nothing to the console', async () => {
      await open();
      assert.deepEqual(page.noise, []);
      await page.close();
    });

    test('leaves the document as it was', async () => {
      const html = () => page.evaluate(() => [document.documentElement.outerHTML, document.all.length, frames.length]);
      await open({ options: { include: [] } });
      const before = await html();
      await page.evaluate(async () => (await import('/dist/core.js')).collect({}));
      assert.deepEqual(await html(), before);
      assert.equal(await page.$('iframe, canvas, audio, video, style'), null, 'loading it left an element');
      await page.close();
    });

    test('adds no global and replaces no native', async () => {
      await open({ before: `${script('inventory')}<script>inventory()</script>` });
      assert.deepEqual(await page.evaluate(() => globalThis.changes()), []);
      await page.close();
    });

    test('stores nothing and sets no cookie', async () => {
      await open();
      const stored = await page.evaluate(async () => [
        document.cookie,
        localStorage.length,
        sessionStorage.length,
        (await indexedDB.databases()).length,
        (await caches.keys()).length,
      ]);
      assert.deepEqual(stored, ['', 0, 0, 0, 0]);
      await page.close();
    });

    test('asks nobody: the page makes no request beyond the collector itself', async () => {
      page = await openPage(browser);
      const asked = [];
      page.on('request', (request) => asked.push(new URL(request.url())));
      await page.goto(collectingPage(site));
      await collected(page);
      const paths = asked.filter(({ protocol }) => protocol !== 'data:').map(({ href }) => href.replace(site.url, ''));
      assert.deepEqual(paths.filter((path) => !path.startsWith('/page-')).sort(), [
        '/dist/core.js',
        '/dist/core_bg.wasm',
        '/pages/collect.mjs',
      ]);
      await page.close();
    });

    test('works where scripts may not be made from text (Trusted Types)', async () => {
      const csp =
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'";
      const { components } = await open({ csp });
      assert.equal(components.canvas.status, 'ok');
      assert.deepEqual(page.noise, []);
      await page.close();
    });

    test('works in a sandboxed frame', async () => {
      const inner = collectingPage(site);
      page = await openPage(browser);
      await page.goto(
        site.page(
          `<link rel="icon" href="data:,"><iframe sandbox="allow-scripts allow-same-origin" src="${inner}"></iframe>`,
        ),
      );
      const frame = page.frames().find((candidate) => candidate.url() === inner);
      const { components, fingerprint } = await frame.evaluate(() => globalThis.collected);
      assert.match(fingerprint, /^[0-9a-f]{64}$/);
      assert.equal(components.page_state.value.framed, true);
      await page.close();
    });

    for (const hostile of HOSTILE) {
      test(`survives a page with ${hostile.replaceAll('-', ' ')}`, async () => {
        const result = await open({ before: script(`hostile/${hostile}`), options: { timeout: 1500 } });
        assert.match(result.fingerprint, /^[0-9a-f]{64}$/);
        assert.deepEqual(Object.keys(result.components).sort(), SIGNALS.map(({ name }) => name).sort());
        for (const [name, reading] of Object.entries(result.components)) assertReading(name, reading);
        assert.deepEqual(page.noise, []);
        assert.ok(result.ms < 15_000, `${result.ms} ms`);
        await page.close();
      });
    }

    test('says which answers never came', async () => {
      const { components } = await open({ before: script('hostile/never-settling'), options: { timeout: 3000 } });
      assert.equal(
        components.audio.status === 'timeout' || components.audio.status === 'tampered',
        true,
        JSON.stringify(components.audio),
      );
      assert.equal(components.math.status, 'ok');
      await page.close();
    });

    test('tells replaced natives', async () => {
      const { components } = await open({ before: script('hostile/lying-functions') });
      const { tampered, to_string: source } = components.native_functions.value;
      assert.ok(tampered.length + source.length > 0, JSON.stringify(components.native_functions));
      await page.close();
    });
  });
}
