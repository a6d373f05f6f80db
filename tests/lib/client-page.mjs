// Pages of a customer who embedded the client, and a place to run them: the
// real Worker, a proxy that can break on the way to it, and a site of its own.
import { launch, openPage } from './browsers.mjs';
import { PATIENCE } from './collector-page.mjs';
import { startEdge } from './edge.mjs';
import { startProxy } from './proxy.mjs';
import { inRepo } from './repo.mjs';
import { startSite } from './site.mjs';

const HEAD = `<link rel="icon" href="data:,"><script>
  globalThis.heard = new Promise((resolve) => document.addEventListener('edgeprint:result', ({ detail }) => resolve(detail)));
</script>`;

/** By the clock: by default it goes by frames, of which pages in the background have none. */
export const POLL = { polling: 50 };

/** A client's options with time enough on a busy machine, unless a test says otherwise. */
export const patient = (options) => ({
  timeout: PATIENCE * 1.5,
  ...options,
  collect: { timeout: PATIENCE, ...options?.collect },
});

/** Starts everything for one kind of browser. */
export async function startStage(kind, { vars } = {}) {
  const edge = await startEdge({ vars });
  const proxy = await startProxy(edge.url);
  const site = await startSite();
  site.mount('/dist/', inRepo('npm/dist'));
  const browser = await launch(kind);
  return new Stage({ edge, proxy, site, browser });
}

class Stage {
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** The tag of the seed's snippet, with attributes such as `data-auto-init`. */
  tag(attributes = '') {
    return `<script src="${this.proxy.url}/collector/edgeprint-collector.js" ${attributes} async></script>`;
  }

  /** Opens a page of the customer's in a fresh profile; `page.done()` ends it. */
  async open(html, { csp } = {}) {
    const context = await this.browser.createBrowserContext();
    const page = await openPage(context);
    page.done = () => context.close();
    await page.goto(this.site.page(HEAD + html, { csp }));
    return page;
  }

  /** Opens a page that has the script build, and makes a client there: `globalThis.client`. */
  async openClient(options, settings) {
    const page = await this.open(this.tag(), settings);
    await makeClient(page, options);
    return page;
  }

  /** Opens a page that uses the npm package's ESM build. */
  async openModule(options, settings) {
    const page = await this.open(
      `<script type="module">
        import { createClient } from '/dist/index.js';
        globalThis.client = createClient(${JSON.stringify(patient({ endpoint: this.proxy.url, ...options }))});
      </script>`,
      settings,
    );
    await page.waitForFunction(() => globalThis.client, POLL);
    return page;
  }

  async close() {
    await this.browser?.close();
    await this.site?.close();
    await this.proxy?.close();
    await this.edge?.stop();
  }
}

/** Makes a client in a page or frame that has the script build: `globalThis.client`. */
export async function makeClient(frame, options) {
  await frame.waitForFunction(() => globalThis.EdgeprintCollector, POLL);
  await frame.evaluate((given) => {
    globalThis.client = globalThis.EdgeprintCollector.createClient(given);
  }, patient(options));
}

/** `client.checkOnce()` in a page. */
export const check = (page, options) => page.evaluate((given) => globalThis.client.checkOnce(given), options);
