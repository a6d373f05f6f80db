// Pages under a strict policy: no inline script, so what runs in them are files.
import { openPage } from './browsers.mjs';
import { POLL, patient } from './client-page.mjs';
import { inRepo } from './repo.mjs';

export const WITH_WASM = "script-src 'self' 'wasm-unsafe-eval'";
export const WITHOUT_WASM = "script-src 'self'";

/**
 * Opens a page of the stage's site under `default-src 'none'; connect-src 'self'` and what `policy` says.
 * The edge is reached through the page's own origin, as behind a customer's reverse proxy.
 * `how`: 'tag' has the script build, 'module' the npm package; `page.start(options)` makes the client, `client`.
 */
export async function openStrict(stage, policy, { how = 'tag', watch = '', before = [] } = {}) {
  const { site, proxy } = stage;
  site.mount('/pages/', inRepo('tests/browser/pages'));
  for (const prefix of ['/v1/', '/collector/']) site.passOn(prefix, proxy.url);
  const scripts = [`/pages/watch.js${watch}`, ...before].map((src) => `<script src="${src}"></script>`);
  site.on('/start-module.js', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript' });
    response.end("import { createClient } from '/dist/index.js'; globalThis.createClient = createClient;");
  });
  const client = {
    tag: '<script src="/collector/edgeprint-collector.js"></script>',
    module: '<script type="module" src="/start-module.js"></script>',
  };
  const url = site.page(`<link rel="icon" href="data:,">${scripts.join('')}${client[how]}<p>A page.`, {
    csp: `default-src 'none'; img-src data:; connect-src 'self'; ${policy}`,
  });
  const context = await stage.browser.createBrowserContext();
  const page = await openPage(context);
  page.done = () => context.close();
  page.asked = [];
  page.on('request', (request) => page.asked.push(new URL(request.url()).pathname));
  await page.goto(url);
  await page.waitForFunction(() => globalThis.EdgeprintCollector ?? globalThis.createClient, POLL);
  page.start = (options) =>
    page.evaluate(
      (given) => {
        const create = globalThis.createClient ?? globalThis.EdgeprintCollector.createClient;
        globalThis.client = create(given);
      },
      patient({ endpoint: site.url, ...options }),
    );
  return page;
}

/** What the page's policy was asked to block, once the reports had time to come. */
export async function violations(page) {
  await new Promise((resolve) => setTimeout(resolve, 300));
  return page.evaluate(() => globalThis.watch.violations);
}
