// Pages that run the collector itself, as built for the npm package.
import { inRepo } from './repo.mjs';
import { startSite } from './site.mjs';

const ICON = '<link rel="icon" href="data:,">';

/** A site with the package's files under /dist/ and the test pages under /pages/. */
export async function startCollectorSite() {
  const site = await startSite();
  site.mount('/dist/', inRepo('npm/dist'));
  site.mount('/pages/', inRepo('tests/browser/pages'));
  return site;
}

/** Publishes a page that collects; `before` is HTML ahead of it, `options` go to collect(). */
export function collectingPage(site, { before = '', options, csp } = {}) {
  const given = options ? `<script>globalThis.options = ${JSON.stringify(options)}</script>` : '';
  return site.page(`${ICON}${before}${given}<script type="module" src="/pages/collect.mjs"></script><p>A page.`, {
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
