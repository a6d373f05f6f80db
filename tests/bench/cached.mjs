// How long checkOnce() takes to answer from its cache, beside the real edge.
import { startEdge } from '../lib/edge.mjs';

/**
 * Medians over `rounds` page loads that follow one submission: milliseconds from
 * the call to the answer, and how many files were asked for meanwhile.
 */
export async function measureCached(browser, site, rounds) {
  const edge = await startEdge();
  const context = await browser.createBrowserContext();
  try {
    const { siteKey } = await edge.site();
    const options = JSON.stringify({ siteKey, endpoint: edge.url });
    const url = site.page(
      `<script type="module">
        import { createClient } from '/edgeprint/index.js';
        globalThis.client = createClient(${options});
      </script>`,
    );
    const tab = await context.newPage();
    const open = async () => {
      await tab.goto(url);
      await tab.waitForFunction(() => globalThis.client, { polling: 50 });
    };
    await open();
    const first = await tab.evaluate(() => globalThis.client.checkOnce());
    if (!first.fingerprintId) throw new Error(`the edge did not answer: ${JSON.stringify(first)}`);
    const runs = [];
    for (let round = 0; round < rounds; round += 1) {
      await open();
      runs.push(await tab.evaluate(timeCheck));
    }
    if (runs.some(({ fromCache }) => !fromCache)) throw new Error('an answer did not come from the cache');
    return runs.map(({ ms, loaded }) => ({ ms, loaded }));
  } finally {
    await context.close();
    await edge.stop();
  }
}

/** Runs in the page. */
async function timeCheck() {
  const files = () => performance.getEntriesByType('resource').filter(({ name }) => /\.(js|wasm)$/.test(name)).length;
  const before = files();
  const began = performance.now();
  const { fromCache } = await globalThis.client.checkOnce();
  return { ms: performance.now() - began, fromCache, loaded: files() - before };
}
