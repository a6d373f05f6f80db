// Evidence from input: a page that lets its form be watched learns when a program clicked in it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, POLL, patient, startStage } from '../lib/client-page.mjs';

const FORM = ['left: 20px; top: 20px', 'left: 300px; top: 200px', 'left: 500px; top: 30px', 'left: 90px; top: 300px']
  .map((place, n) => `<button id="b${n}" type="button" style="position: absolute; ${place}">${n}</button>`)
  .join('');
const RULES = ['input_untrusted', 'input_displaced', 'input_mechanical'];

for (const kind of BROWSERS) {
  describe(kind, () => {
    let stage;
    let site;
    before(async () => {
      stage = await startStage(kind);
      site = await stage.edge.site();
    });
    after(() => stage?.close());

    async function open() {
      const options = JSON.stringify(
        patient({ siteKey: site.siteKey, endpoint: stage.proxy.url, checkIntervalDays: 0 }),
      );
      const page = await stage.open(`<form>${FORM}</form><script type="module">
        import { createClient } from '/dist/index.js';
        import { withWatch } from '/dist/watch.js';
        globalThis.client = withWatch(createClient(${options}));
        globalThis.watch = () => client.watch(document.querySelector('form'));
      </script>`);
      await page.waitForFunction(() => globalThis.client, POLL);
      return page;
    }

    /** What the edge tells of input, and the numbers that it was sent. */
    async function told(page) {
      const { flags, requestId } = await check(page);
      const { secretKey } = await stage.edge.key(site.tenantId, { scopes: ['read:events'] });
      const { body } = await stage.edge.visitor().send('GET', `/v1/events/${requestId}`, {
        headers: { authorization: `Bearer ${secretKey}` },
      });
      const input = body.event.evidence.custom?.['edgeprint.input']?.value;
      return { raised: RULES.filter((rule) => flags.includes(rule)), input };
    }

    test('clicks of a driver are told from when the page asks, by numbers alone', async () => {
      const page = await open();
      const clickAll = async () => {
        for (const n of [0, 1, 2, 3]) await page.click(`#b${n}`);
      };
      await clickAll();
      assert.deepEqual(await told(page), { raised: [], input: undefined });
      await page.evaluate(() => void globalThis.watch());
      await clickAll();
      const { raised, input } = await told(page);
      assert.deepEqual([raised, input.clicks, input.jumps, input.untrusted], [['input_mechanical'], 4, 3, 0]);
      assert.equal(Object.keys(input).length, 15);
      assert.ok(Object.values(input).every(Number.isFinite), JSON.stringify(input));
      await page.done();
    });

    test('a mouse that goes to what it presses is not told', async () => {
      const page = await open();
      await page.evaluate(() => void globalThis.watch());
      for (const n of [0, 1, 2]) {
        const box = await (await page.$(`#b${n}`)).boundingBox();
        await page.mouse.move(box.x + 5, box.y + 5, { steps: 12 });
        await page.mouse.down();
        await page.mouse.up();
      }
      const { raised, input } = await told(page);
      assert.deepEqual([raised, input.clicks, input.jumps], [[], 3, 0]);
      await page.done();
    });

    test('presses that a script makes up are told, until the page ends it', async () => {
      const page = await open();
      const press = () =>
        page.evaluate(() => {
          document.querySelector('#b1').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
        });
      await page.evaluate(() => {
        globalThis.stop = globalThis.watch();
      });
      await press();
      await page.evaluate(() => globalThis.stop());
      await press();
      const { raised, input } = await told(page);
      assert.deepEqual([raised, input.untrusted], [['input_untrusted'], 1]);
      await page.done();
    });
  });
}
