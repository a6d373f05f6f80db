// The wasm collector in real browsers: what it reads, that it always reads the
// same, and that the page notices nothing of it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, launch, openPage } from '../lib/browsers.mjs';
import { collected, collectIn, collectingPage, startCollectorSite } from '../lib/collector-page.mjs';
import { assertReading } from '../lib/reading.mjs';
import { SIGNALS } from '../lib/signals.mjs';

const STRICT_CSP = "default-src 'none'; img-src data:; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** What is there in every desktop browser, headless too: a failure to read it is a bug. */
const EVERYWHERE = [
  'user_agent',
  'platform',
  'vendor',
  'languages',
  'timezone',
  'hardware_concurrency',
  'touch',
  'screen',
  'window',
  'display_preferences',
  'canvas',
  'fonts',
  'font_preferences',
  'audio',
  'math',
  'engine',
  'plugins',
  'storage',
  'webdriver',
  'native_functions',
  'codecs',
  'automation_globals',
  'page_state',
  'cpu_architecture',
  'platform_features',
  'text_metrics',
  'webrtc_codecs',
  'clock',
];

for (const kind of BROWSERS) {
  describe(`in ${kind} the collector`, () => {
    let site;
    let browser;
    let url;
    let first;

    before(async () => {
      site = await startCollectorSite();
      url = collectingPage(site);
      browser = await launch(kind);
      first = await collectIn(browser, openPage, url);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    test('yields every signal of the catalogue, each with a status, a value or a reason, and a time', () => {
      assert.deepEqual(Object.keys(first.components).sort(), SIGNALS.map(({ name }) => name).sort());
      for (const [name, reading] of Object.entries(first.components)) assertReading(name, reading);
    });

    test('reads at least 25 signals', () => {
      const read = Object.values(first.components).filter(({ status }) => status === 'ok');
      assert.ok(read.length >= 25, `${read.length}`);
    });

    for (const name of EVERYWHERE) {
      test(`reads ${name}`, () => {
        assert.equal(first.components[name].status, 'ok', JSON.stringify(first.components[name]));
      });
    }

    test('tells the truth where the page can check it', async () => {
      const page = await openPage(browser);
      await page.goto(url);
      const { components } = await collected(page);
      const truth = await page.evaluate(() => ({
        userAgent: navigator.userAgent,
        platform: navigator.platform,
        languages: [...navigator.languages],
        cores: navigator.hardwareConcurrency,
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        webdriver: navigator.webdriver,
        sides: [screen.width, screen.height].sort((a, b) => b - a),
      }));
      await page.close();
      assert.equal(components.user_agent.value, truth.userAgent);
      assert.equal(components.platform.value, truth.platform);
      assert.deepEqual(components.languages.value.languages, truth.languages);
      // Firefox's protection answers 4 or 8; the collector rounds so that switching it on changes nothing.
      if (kind === 'chromium') assert.equal(components.hardware_concurrency.value, truth.cores);
      assert.ok(JSON.stringify(components.timezone.value).includes(truth.zone));
      assert.equal(truth.webdriver, true);
      assert.ok(JSON.stringify(components.webdriver.value).includes('true'));
      for (const side of truth.sides) assert.ok(Object.values(components.screen.value).includes(side));
    });

    test('reads what the newer interfaces tell', () => {
      const value = (name) => first.components[name].value;
      assert.ok(value('text_metrics').width > 100 && value('text_metrics').ascent > 20);
      assert.ok(value('webrtc_codecs').audio > 0 && /^[0-9a-f]{32}$/.test(value('webrtc_codecs').video_hash));
      assert.ok(value('clock').step > 0 && value('clock').step <= 100);
      assert.equal(value('timezone').history.length, 6);
      assert.equal(value('plugins').consistent, true);
      assert.equal(value('screen_frame').media_agrees, true);
      assert.ok(value('platform_features').includes('SharedWorker'));
      assert.equal(value('platform_features').includes('ContactsManager'), false, 'a phone has it');
      assert.equal(first.components.keyboard_layout.status, kind === 'chromium' ? 'ok' : 'unsupported');
      if (kind === 'chromium') assert.equal(value('keyboard_layout').keys[0], 'q');
    });

    test('yields a fingerprint of 64 hex digits and how many signals it rests on', () => {
      assert.match(first.fingerprint, /^[0-9a-f]{64}$/);
      const stable = SIGNALS.filter(({ stability }) => stability === 'stable').length;
      assert.ok(first.coverage >= 6 && first.coverage <= stable, `${first.coverage} of ${stable}`);
      assert.match(first.version, /^\d+\.\d+\.\d+/);
    });

    test('says how much the fingerprint is worth: little on a machine like all others', () => {
      // Without a graphics card, and with the fonts of a bare system: every such container is the same.
      assert.ok(first.confidence > 0.001 && first.confidence < 0.5, `${first.confidence}`);
    });

    test('calls readings tampered whose functions were replaced, and leaves them out of the fingerprint', async () => {
      const before = `<script>
        const { getImageData } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.getImageData = function (...args) { return getImageData.apply(this, args); };
        Object.defineProperty(Navigator.prototype, 'platform', { get: () => 'Win32', configurable: true });
      </script>`;
      const result = await collectIn(browser, openPage, collectingPage(site, { before }));
      for (const name of ['platform', 'canvas', 'canvas_text']) {
        const { status, reason } = result.components[name];
        assert.deepEqual([status, reason], ['tampered', 'not_native'], name);
      }
      assert.equal(result.components.platform.value, 'Win32');
      assert.equal(result.components.vendor.status, 'ok');
      assert.equal(result.coverage, first.coverage - 1);
      assert.ok(result.confidence < first.confidence, `${result.confidence} of ${first.confidence}`);
    });

    test('sees through a page that lies in its own realm, by frames', async () => {
      const before = `<script>
        Object.defineProperty(Navigator.prototype, 'maxTouchPoints', { get: () => 7, configurable: true });
        Object.defineProperty(Screen.prototype, 'width', { get: () => 4321, configurable: true });
      </script>`;
      const { components } = await collectIn(browser, openPage, collectingPage(site, { before }));
      const { frame_differs: frame, nested_differs: nested } = components.native_functions.value;
      assert.deepEqual(
        [frame, nested],
        [
          ['maxTouchPoints', 'screen.width'],
          ['maxTouchPoints', 'screen.width'],
        ],
      );
      assert.deepEqual([components.touch.status, components.screen.status], ['tampered', 'tampered']);
    });

    describe('yields the same fingerprint', () => {
      const same = ({ fingerprint, components }) => {
        const differing = SIGNALS.filter(
          ({ name, stability }) =>
            stability === 'stable' &&
            JSON.stringify([components[name].status, components[name].value]) !==
              JSON.stringify([first.components[name].status, first.components[name].value]),
        );
        assert.equal(fingerprint, first.fingerprint, `differing: ${differing.map(({ name }) => name)}`);
      };

      test('when the page is loaded again, three times', async () => {
        const page = await openPage(browser);
        await page.goto(url);
        for (let n = 0; n < 3; n += 1) {
          same(await collected(page));
          await page.reload();
        }
        await page.close();
      });

      test('when it runs twice in one page, at once too', async () => {
        const page = await openPage(browser);
        await page.goto(url);
        const runs = await page.evaluate(async () => {
          await globalThis.collected;
          const { collect } = await import('/dist/core.js');
          return [...(await Promise.all([collect({}), collect({})])), await collect({})];
        });
        for (const run of runs) same(run);
        await page.close();
      });

      test('in a window of another size', async () => {
        const page = await openPage(browser);
        await page.setViewport({ width: 731, height: 433 });
        await page.goto(url);
        same(await collected(page));
        await page.close();
      });

      test('under a strict policy, with a busy page around it', async () => {
        const strict = collectingPage(site, { csp: STRICT_CSP, before: '<div>'.repeat(200) });
        same(await collectIn(browser, openPage, strict));
      });

      test('with a fresh profile', async () => {
        const fresh = await launch(kind);
        try {
          same(await collectIn(fresh, openPage, url));
        } finally {
          await fresh.close();
        }
      });

      test('on a display scaled to 125 %', async () => {
        const scaled = await launch(kind, { scale: 1.25 });
        try {
          const result = await collectIn(scaled, openPage, url);
          assert.ok(JSON.stringify(result.components.window.value).includes('1.25'), 'the scale took effect');
          same(result);
        } finally {
          await scaled.close();
        }
      });
    });

    test('reads only what is included, and marks the rest skipped', async () => {
      const { components } = await collectIn(
        browser,
        openPage,
        collectingPage(site, { options: { include: ['platform', 'math', 'no_such'] } }),
      );
      const read = Object.entries(components).filter(([, { status }]) => status !== 'skipped');
      assert.deepEqual(read.map(([name]) => name).sort(), ['math', 'platform']);
      assert.equal(components.canvas.reason, 'excluded');
    });

    test('leaves out what is excluded', async () => {
      const { components } = await collectIn(
        browser,
        openPage,
        collectingPage(site, { options: { exclude: ['canvas', 'audio'] } }),
      );
      assert.deepEqual([components.canvas.status, components.audio.status], ['skipped', 'skipped']);
      assert.equal(components.math.status, 'ok');
    });

    test('takes no offence at options that make no sense', async () => {
      const page = await openPage(browser);
      await page.goto(collectingPage(site, { options: { include: [] } }));
      for (const options of [
        null,
        7,
        'text',
        [],
        { include: 7 },
        { exclude: { a: 1 } },
        { timeout: 'soon' },
        { timeout: -1 },
        { exclude: [1, null] },
      ]) {
        const result = await page.evaluate(async (given) => {
          await globalThis.collected;
          return (await import('/dist/core.js')).collect(given);
        }, options);
        assert.match(result.fingerprint, /^[0-9a-f]{64}$/, JSON.stringify(options));
        for (const [name, reading] of Object.entries(result.components)) assertReading(name, reading);
      }
      assert.deepEqual(page.noise, []);
      await page.close();
    });

    test('ends in time when time is short', async () => {
      const { components, ms } = await collectIn(browser, openPage, collectingPage(site, { options: { timeout: 1 } }));
      assert.ok(ms < 500, `${ms} ms`);
      for (const [name, reading] of Object.entries(components)) assertReading(name, reading);
    });
  });
}
