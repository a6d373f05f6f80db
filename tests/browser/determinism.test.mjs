// One browser, one fingerprint: whenever, however often and beside whatever it is read.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS, openPage } from '../lib/browsers.mjs';
import { Stage } from './drift/stage.mjs';
import { background, noisy } from './drift/ways.mjs';

for (const kind of BROWSERS) {
  describe(`in ${kind} there is one fingerprint`, () => {
    let stage;
    let first;
    before(async () => {
      stage = await Stage.start(kind);
      first = await stage.read();
    });
    after(() => stage?.close());
    const same = ({ fingerprint, coverage }) =>
      assert.deepEqual([fingerprint, coverage], [first.fingerprint, first.coverage]);

    test('over ten loads of a page', async () => {
      const page = await openPage(stage.shared);
      await page.goto(stage.places.plain.url);
      for (let n = 0; n < 10; n += 1) {
        same(await stage.complete(page));
        await page.reload();
      }
      await page.close();
    });

    test('in three tabs at once', async () => {
      for (const reading of await Promise.all([stage.read(), stage.read(), stage.read()])) same(reading);
    });

    test('in a tab in the background', async () => same(await stage.read(background())));

    for (const [preset, there] of [
      ['private', noisy('noise=session')],
      ['iframe', { place: 'foreignFrame' }],
      ['vpn', { launch: { env: { TZ: 'Asia/Tokyo' } } }],
    ]) {
      test(`with the preset “${preset}”, inside and outside of what it is for`, async () => {
        const here = await stage.stabilised(preset);
        assert.ok(here.skipped.length > 0);
        assert.deepEqual(await stage.stabilised(preset, there), here);
      });
    }
  });
}
