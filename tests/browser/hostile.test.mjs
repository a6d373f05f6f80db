// A page can take apart all that the client stands on: it never hears of it by an error, finds nothing left behind,
// and is answered, with an assessment or with a typed refusal.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROWSERS, openPage } from '../lib/browsers.mjs';
import { patient, startStage } from '../lib/client-page.mjs';
import { assertReading } from '../lib/reading.mjs';
import { inRepo } from '../lib/repo.mjs';
import { DEAF, ENDINGS, helpers, TRAPS } from './traps.mjs';

/** Pages that the collector alone is tried in, too. */
const FOLDER = inRepo('tests/browser/pages/hostile');
const scripts = readdirSync(FOLDER).map((name) => [name.replace(/\.js$/, '').replaceAll('-', ' '), name]);
const PAGES = {
  ...Object.fromEntries(scripts.map(([what, name]) => [what, `<script src="/pages/hostile/${name}"></script>`])),
  ...Object.fromEntries(
    Object.entries(TRAPS).map(([what, trap]) => [what, `<script>(${trap})((${helpers})())</script>`]),
  ),
};

/** Chromium reports answers of 400 and more. */
const ITS_OWN = /^error: Failed to load resource/;

/** Pages at a time: a check waits more than it works. */
const AT_ONCE = 2;

/** What the tests' own driver leaves in a page. */
const PUPPETEER = /^(__|puppeteer___)ariaQuerySelector/;

for (const kind of BROWSERS) {
  describe(`in ${kind} a check is answered on a page where`, { concurrency: AT_ONCE }, () => {
    let stage;
    const idle = [];
    before(async () => {
      stage = await startStage(kind);
      stage.site.mount('/pages/', inRepo('tests/browser/pages'));
      for (let n = 0; n < AT_ONCE; n += 1) idle.push(await openPage(stage.browser));
    });
    after(() => stage?.close());

    for (const [what, trap] of Object.entries(PAGES)) {
      test(what, async () => {
        const page = idle.pop();
        const endings = ENDINGS[what] ?? ['assessed'];
        const timeout = endings.includes('timeout') && { timeout: 10_000 };
        const { outcome, heard, globals, sameMarkup, noise } = await checkIn(stage, page, trap, timeout);
        idle.push(page);
        const told = JSON.stringify(outcome).slice(0, 500);
        if (!DEAF.includes(what))
          assert.deepEqual([heard, noise.filter((line) => !ITS_OWN.test(line))], [[], []], told);
        assert.ok(sameMarkup, 'something is left in the document');
        if (endings.includes('absent')) return assert.deepEqual([outcome.how, globals], ['absent', []], told);
        assert.deepEqual([outcome.how, globals], ['resolved', ['EdgeprintCollector']], told);
        assertAnswered(outcome.value, endings);
      });
    }
  });
}

/** An assessment whole, or a refusal whose code is one of those expected. */
function assertAnswered({ fingerprintId, score, error, collection, nextSubmitAt }, endings) {
  const told = `${error?.code ?? 'assessed'}: ${error?.message}`;
  assert.ok(endings.includes(error?.code ?? 'assessed'), told);
  if (error) assert.deepEqual([score, typeof error.message, typeof nextSubmitAt], [null, 'string', 'string'], told);
  else assert.ok(score >= 0 && score <= 100 && fingerprintId, told);
  for (const [name, reading] of Object.entries(collection?.components ?? {})) assertReading(name, reading);
}

/** What a page with a trap saw of a check. Scripts are given to the driver as text: its functions call the page's. */
async function checkIn(stage, page, trap, timeout) {
  const { siteKey } = await stage.edge.site();
  page.noise.length = 0;
  await page.goto(
    stage.site.page(`<link rel="icon" href="data:,"><script src="/pages/witness.js"></script>${trap}
      <script>witness.mark()</script>
      <script src="${stage.proxy.url}/collector/edgeprint-collector.js"></script><p>A page.`),
  );
  const options = patient({ siteKey, endpoint: stage.proxy.url, collect: { timeout: 5000 }, ...timeout });
  await page.evaluate(`witness.run(${JSON.stringify(options)})`);
  while (true) {
    const told = JSON.parse(await page.evaluate('witness.told()'));
    told.globals = told.globals.filter((name) => !PUPPETEER.test(name));
    if (told.outcome) return { ...told, noise: [...page.noise] };
    await sleep(50);
  }
}
