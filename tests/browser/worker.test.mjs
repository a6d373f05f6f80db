// What a worker says of the browser: the same as its page, unless the page was bent; and only where it may start.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, launch, openPage } from '../lib/browsers.mjs';
import { check, startStage } from '../lib/client-page.mjs';
import { collectIn, collectingPage, startCollectorSite } from '../lib/collector-page.mjs';
import { assertAssessed } from '../lib/result.mjs';

const BENT = `<script>
  const bend = (name, value) => Object.defineProperty(Navigator.prototype, name, { get: () => value, configurable: true });
  bend('userAgent', navigator.userAgent.replace(/\\d+\\.\\d+/, '9.9'));
  bend('hardwareConcurrency', 64);
</script>`;

for (const kind of BROWSERS) {
  describe(`in ${kind} a worker`, () => {
    let site;
    let browser;
    before(async () => {
      site = await startCollectorSite();
      browser = await launch(kind);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });
    const read = async (page = {}, worker = `${site.url}/dist/worker.js`) => {
      const options = { worker, timeout: 3000 };
      const { components, noise } = await collectIn(browser, openPage, collectingPage(site, { ...page, options }));
      assert.deepEqual(noise, []);
      return components;
    };

    test('says what its page says', async () => {
      const components = await read();
      const { status, value } = components.worker_realm;
      assert.equal(status, 'ok', JSON.stringify(components.worker_realm));
      assert.equal(value.user_agent, components.user_agent.value);
      assert.equal(value.platform, components.platform.value);
      assert.deepEqual(value.languages, components.languages.value.languages);
      assert.equal(value.cores, components.hardware_concurrency.value);
      assert.equal(value.timezone, components.timezone.value.name);
      assert.equal(value.gpu_renderer, components.webgl.value?.renderer ?? null);
    });

    test('is not reached by what bends the page', async () => {
      const components = await read({ before: BENT });
      const { value } = components.worker_realm;
      assert.match(components.user_agent.value, /9\.9/);
      assert.doesNotMatch(value.user_agent, /9\.9/);
      assert.notEqual(value.cores, 64);
    });

    test('is not tried without a script for it', async () => {
      const page = collectingPage(site, { options: {} });
      const { components, noise } = await collectIn(browser, openPage, page);
      assert.equal(components.worker_realm.reason, 'excluded');
      assert.deepEqual(noise, []);
    });
  });

  describe(`in ${kind} a client of another origin`, () => {
    let stage;
    let siteKey;
    before(async () => {
      stage = await startStage(kind);
      ({ siteKey } = await stage.edge.site());
    });
    after(() => stage?.close());
    const workerOf = async (csp) => {
      const page = await stage.openClient({ siteKey }, { csp });
      const noise = page.noise.length; // the policy blocks the page's own inline script
      const { collection } = assertAssessed(await check(page));
      assert.deepEqual(page.noise.slice(noise), []);
      await page.done();
      return collection.components.worker_realm;
    };

    test('has its worker imported where the page lets scripts be made', async () => {
      const { status, value } = await workerOf();
      assert.equal(status, 'ok');
      assert.ok(value.user_agent.startsWith('Mozilla/5.0'));
    });

    test('does without where a policy does not, and violates nothing', async () => {
      const { url } = stage.proxy;
      const csp = `default-src 'none'; img-src data:; connect-src ${url}; script-src ${url} 'wasm-unsafe-eval'`;
      assert.equal((await workerOf(csp)).reason, 'excluded');
    });
  });
}
