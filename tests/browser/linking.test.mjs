// Real Chromium: cleared and updated it is the same device; other hardware, fonts and place are another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from '../lib/browsers.mjs';
import { check, makeClient, startStage } from '../lib/client-page.mjs';
import { inRepo } from '../lib/repo.mjs';
import { assertAssessed } from '../lib/result.mjs';
import { chromeAfter } from './drift/next-version.mjs';

let stage;
let site;

before(async () => {
  stage = await startStage('chromium');
  site = await stage.edge.site({ allowedOrigins: ['127.0.0.1'] });
});
after(() => stage?.close());

/** A visit with a browser of its own, so with storage that nobody used; `prepare` comes before the page. */
async function visit({ prepare = async () => {}, ...options } = {}) {
  const browser = await launch('chromium', options);
  try {
    const page = await openPage(browser);
    await prepare(page);
    await page.goto(stage.site.page(stage.tag()));
    await makeClient(page, { siteKey: site.siteKey });
    return assertAssessed(await check(page));
  } finally {
    await browser.close();
  }
}

/** The next version, in the headers, the client hints and the page. */
async function updated(page) {
  const session = await page.createCDPSession();
  await session.send('Emulation.setUserAgentOverride', chromeAfter(await page.browser().version()));
}

/** Another graphics card, as the page reads it. */
const otherCard = (page) =>
  page.evaluateOnNewDocument(() => {
    for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext]) {
      const { getParameter } = prototype;
      prototype.getParameter = function (name) {
        if (name === 0x9245) return 'Google Inc. (AMD)';
        if (name === 0x9246) return 'ANGLE (AMD, AMD Radeon RX 9070 (radeonsi), OpenGL 4.6)';
        return getParameter.call(this, name);
      };
    }
  });

test('storage cleared and the version changed: the id stays; another card, font set and time zone: another id', async () => {
  const first = await visit();
  assert.equal(first.identity.method, 'new');
  const second = await visit({ prepare: updated });
  assert.equal(second.fingerprintId, first.fingerprintId);
  assert.ok(['exact', 'linked'].includes(second.identity.method), second.identity.method);
  const other = await visit({
    prepare: otherCard,
    env: { TZ: 'Pacific/Auckland', FONTCONFIG_FILE: inRepo('tests/fixtures/fewer-fonts.conf') },
  });
  assert.notEqual(other.fingerprintId, first.fingerprintId);
  assert.equal(other.identity.method, 'new');
  // Each is still known for itself.
  assert.equal((await visit({ prepare: updated })).fingerprintId, first.fingerprintId);
});
