// Pages that run the collector itself, as built for the npm package.
import { inRepo } from './repo.mjs';
import { startSite } from './site.mjs';

/** Milliseconds that a collection may take in a test that is not about deadlines. */
export const PATIENCE = 60_000;

const ICON = '<link rel="icon" href="data:,">';

/** A site with the package's files under /dist/ and the test pages under /pages/. */
export async function startCollectorSite() {
  const site = await startSite();
  site.mount('/dist/', inRepo('npm/dist'));
  site.mount('/pages/', inRepo('tests/browser/pages'));
  return site;
}

/**
 * Publishes a page that collects; `before` is HTML ahead of it, `options` go to collect(). By default it has time
 * enough on a busy machine, where signals would otherwise be missing from the fingerprint.
 */
export function collectingPage(site, { before = '', options, csp } = {}) {
  const given = `<script>globalThis.options = ${JSON.stringify({ timeout: PATIENCE, ...options })}</script>`;
  return site.page(`${ICON}${given}${before}<script type="module" src="/pages/collect.mjs"></script><p>A page.`, {
    csp,
  });
}

/** What the collector of an opened page yielded. */
export const collected = (page) => page.evaluate(() => globalThis.collected);

/** Opens a URL, collects, closes. */
export async function collectIn(browser, openPage, url) {
  const page = await openPage(browser);
  try {
    await page.goto(url);
    return { ...(await collected(page)), noise: page.noise };
  } finally {
    await page.close();
  }
}
