// Places that have less than a page has: frames of other sites, sandboxes, browsers without workers, servers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, makeClient, startStage } from '../lib/client-page.mjs';
import { inRepo } from '../lib/repo.mjs';
import { assertAssessed, assertSameFingerprint } from '../lib/result.mjs';
import { startSite } from '../lib/site.mjs';
import { WITHOUT_WASM } from '../lib/strict-page.mjs';

for (const kind of BROWSERS) {
  describe(`in ${kind}`, () => {
    let stage;
    let other;
    let siteKey;
    before(async () => {
      stage = await startStage(kind);
      other = await startSite();
      ({ siteKey } = await stage.edge.site());
    });
    after(async () => {
      await other?.close();
      await stage?.close();
    });

    /** A check in a frame of a page of the stage's site. */
    async function checkInFrame(inner, attributes = '') {
      const page = await stage.open(`<iframe ${attributes} src="${inner}"></iframe>`);
      const frame = page.frames().find((candidate) => candidate.url() === inner);
      await makeClient(frame, { siteKey });
      const result = await check(frame);
      const { noise } = page;
      await page.done();
      return { result: assertAssessed(result), noise };
    }
    const framed = (site, options) => site.page(`<link rel="icon" href="data:,">${stage.tag()}`, options);

    test('a frame of another origin checks, and says that it is framed', async () => {
      const { result, noise } = await checkInFrame(framed(other));
      assert.equal(result.collection.components.page_state.value.framed, true);
      assert.deepEqual(noise, []);
    });

    test('a frame has the fingerprint of its page', async () => {
      const page = await stage.openClient({ siteKey });
      const alone = assertAssessed(await check(page));
      await page.done();
      const { result } = await checkInFrame(framed(other));
      assertSameFingerprint(result, alone);
    });

    test('a sandboxed frame of another origin checks, with WebAssembly and without', async () => {
      const withWasm = await checkInFrame(framed(other), 'sandbox="allow-scripts"');
      const csp = `default-src 'none'; img-src data:; connect-src ${stage.proxy.url}; ${WITHOUT_WASM} ${stage.proxy.url}`;
      stage.proxy.taken();
      const without = await checkInFrame(framed(other, { csp }), 'sandbox="allow-scripts"');
      assert.ok(stage.proxy.taken().some((request) => request.includes('core-fallback')));
      assertSameFingerprint(without.result, withWasm.result);
    });

    test('a page without workers, message channels or idle callbacks checks', async () => {
      const missing = `<script>for (const name of ['Worker', 'SharedWorker', 'MessageChannel', 'requestIdleCallback', 'OffscreenCanvas']) delete globalThis[name];</script>`;
      const page = await stage.open(missing + stage.tag(`data-site-key="${siteKey}" data-auto-check-once`));
      assertAssessed(await page.evaluate(() => globalThis.heard));
      assert.deepEqual(page.noise, []);
      await page.done();
    });

    test('an answer from the cache fetches nothing but its visit, without WebAssembly too', async () => {
      const page = await stage.openClient({ siteKey, wasm: false });
      assertAssessed(await check(page));
      stage.proxy.taken();
      assertAssessed(await check(page), { fromCache: true });
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.deepEqual(stage.proxy.taken(), ['POST /v1/visit']);
      await page.done();
    });
  });
}

test('on a server the package is imported and asked without touching anything', async () => {
  const { createClient, version } = await import(pathToFileURL(inRepo('npm/dist/index.js')).href);
  const client = createClient({ siteKey: 'pk_x', endpoint: 'http://127.0.0.1:1' });
  client.prepare();
  assert.equal((await client.checkOnce()).error.code, 'not_in_browser');
  assert.equal((await client.collect()).error.code, 'not_in_browser');
  assert.match(version, /^\d+\.\d+\.\d+/);
});
