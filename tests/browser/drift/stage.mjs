// Where the matrix is played: a site, browsers as the lines want them, readings.
import { launch, openPage } from '../../lib/browsers.mjs';
import { collectingPage, startCollectorSite } from '../../lib/collector-page.mjs';
import { CHROME_ACCESS } from '../../lib/firefox-chrome.mjs';

/** A host that is ours without being a secure context. */
const INSECURE = 'shop.test';

const LAUNCH = {
  chromium: { args: [`--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`] },
  firefox: { args: [CHROME_ACCESS], prefs: { 'network.dns.localDomains': INSECURE } },
};

const STRICT = "default-src 'none'; img-src data:; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** Long, so that a busy machine leaves nothing out. */
const PATIENT = { timeout: 30_000 };

/** How often a reading is taken again of which a part came too late: each slow signal has a deadline of its own. */
const ATTEMPTS = 6;

/** The value and status of every signal, and the fingerprint. */
export class Stage {
  static async start(kind) {
    const stage = new Stage();
    stage.kind = kind;
    stage.site = await startCollectorSite();
    stage.places = {
      ...stage.placesOf(collectingPage(stage.site, { options: PATIENT })),
      // Inline scripts are what the policy is to forbid, so this page goes without options.
      strict: { url: collectingPage(stage.site, { csp: STRICT }) },
    };
    stage.shared = await launch(kind, LAUNCH[kind]);
    return stage;
  }

  /** Where a page can be: by itself, without TLS, in frames. */
  placesOf(plain) {
    const framed = (src) => this.site.page(`<link rel="icon" href="data:,"><iframe src="${src}"></iframe>`);
    const foreign = plain.replace('127.0.0.1', 'localhost');
    return {
      plain: { url: plain },
      http: { url: plain.replace('127.0.0.1', INSECURE) },
      frame: { url: framed(plain), frame: plain },
      foreignFrame: { url: framed(foreign), frame: foreign },
    };
  }

  /** The browser that a line wants; kept until a line wants another. */
  async browser(options) {
    if (!options) return this.shared;
    const wish = JSON.stringify(options);
    if (this.wish !== wish) {
      await this.own?.close();
      this.own = undefined;
      const base = LAUNCH[this.kind];
      this.own = await launch(this.kind, {
        ...options,
        args: [...base.args, ...(options.args ?? [])],
        prefs: { ...base.prefs, ...options.prefs },
      });
      this.wish = wish;
    }
    return this.own;
  }

  /** What the collector reads where one line has its way. */
  async read({ places = this.places, place = 'plain', query, status, open = openPage, ...way } = {}) {
    const { launch: options, prepare, loaded, restore } = way;
    const page = await open(await this.browser(options));
    const { url, frame } = places[place];
    try {
      await prepare?.(page);
      await page.goto(query ? `${url}?${query}` : url);
      if (loaded) {
        await loaded(page);
        await page.reload();
      }
      return await this.complete(page, frame, status);
    } finally {
      await restore?.(page);
      await page.close();
    }
  }

  /** The fingerprint that the client makes with a preset, and what the preset leaves out. */
  async stabilised(preset, line) {
    const plain = this.site.page(`<link rel="icon" href="data:,"><script type="module">
      import { createClient } from '/dist/index.js';
      const options = { stabilize: ['${preset}'], timeout: ${PATIENT.timeout} };
      globalThis.collected = createClient({ timeout: 90_000 }).collect(options);
    </script>`);
    const { fingerprint, components } = await this.read({ ...line, places: this.placesOf(plain) });
    const skipped = Object.keys(components).filter((name) => components[name].reason === 'excluded');
    return { fingerprint, skipped: skipped.sort() };
  }

  /** A reading in which nothing came too late. */
  async complete(page, frame, expected = {}) {
    for (let attempt = 1; ; attempt += 1) {
      const where = frame ? page.frames().find((candidate) => candidate.url() === frame) : page;
      const reading = await where.evaluate(() => globalThis.collected);
      const late = Object.entries(reading.components).filter(
        ([name, { status }]) => status === 'timeout' && expected[name] !== 'timeout',
      );
      if (late.length === 0 || attempt === ATTEMPTS) return reading;
      await page.reload();
    }
  }

  async close() {
    await this.own?.close();
    await this.shared?.close();
    await this.site?.close();
  }
}
