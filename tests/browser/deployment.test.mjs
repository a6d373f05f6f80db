// Browsers keep the script for minutes and open pages keep it for hours: after a deployment it names files that
// are gone. It then takes the ones of the new release, in the same call.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, startStage } from '../lib/client-page.mjs';
import { assertAssessed } from '../lib/result.mjs';

const HASHED = /\/collector\/(core|core-fallback|submit)\.[0-9a-f]{16}\./;

for (const kind of BROWSERS) {
  describe(`in ${kind} a script of an earlier release`, () => {
    let stage;
    before(async () => {
      stage = await startStage(kind);
      stage.proxy.fail = (path) => (HASHED.test(path) ? 404 : undefined);
    });
    after(() => stage?.close());

    for (const [what, options, files] of [
      ['submits with the core of this one', {}, ['/collector/core.js', '/collector/core.wasm', '/collector/submit.js']],
      [
        'submits with the fallback of this one',
        { wasm: false },
        ['/collector/core-fallback.js', '/collector/submit.js'],
      ],
    ]) {
      test(what, async () => {
        const { siteKey } = await stage.edge.site();
        stage.proxy.taken();
        const page = await stage.openClient({ siteKey, ...options });
        assertAssessed(await check(page));
        const asked = stage.proxy.taken();
        assert.ok(
          asked.some((request) => HASHED.test(request)),
          'the names that are gone were not tried',
        );
        const stable = asked.map((request) => request.replace('GET ', '')).filter((path) => files.includes(path));
        assert.deepEqual(stable.sort(), files);
        await page.done();
      });
    }
  });
}
