// Consent, Global Privacy Control and reduced mode, in real browsers: what is not agreed to does not happen.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, POLL, patient, startStage } from '../lib/client-page.mjs';
import { assertAssessed } from '../lib/result.mjs';

const REDUCED_READS = ['user_agent', 'webdriver', 'automation_globals'];

for (const kind of BROWSERS) {
  describe(`in ${kind}`, () => {
    let stage;
    let page;
    let site;
    before(async () => {
      stage = await startStage(kind);
    });
    after(() => stage?.close());

    const open = async (options = {}) => {
      site = await stage.edge.site();
      page = await stage.openClient({ siteKey: site.siteKey, ...options });
      stage.proxy.taken();
      return page;
    };
    const stored = () => page.evaluate(() => ({ ...localStorage }));
    const asked = async () => {
      await sleep(200);
      return stage.proxy.taken();
    };

    test('before grant() nothing is read, stored, loaded or sent; after it the check runs', async () => {
      await open({ consent: 'required' });
      const [refused, unread, read] = await page.evaluate(async () => {
        let touched = 0;
        globalThis.client.includeComponent('own', () => ++touched);
        globalThis.client.prepare();
        return [await globalThis.client.checkOnce(), await globalThis.client.collect(), touched];
      });
      assert.deepEqual([refused.error.code, unread.error.code, read], ['consent_required', 'consent_required', 0]);
      assert.deepEqual([refused.fingerprintId, refused.fingerprint], [null, null]);
      assert.deepEqual([await asked(), await stored()], [[], {}]);
      await page.evaluate(() => globalThis.client.grant());
      assertAssessed(await check(page));
      await page.done();
    });

    test('revoke() forgets, ends what is under way and refuses what comes', async () => {
      await open({ consent: 'required' });
      await page.evaluate(() => globalThis.client.grant());
      assertAssessed(await check(page));
      assert.equal(Object.keys(await stored()).length, 1);
      const [running, next] = await page.evaluate(async () => {
        const running = globalThis.client.checkOnce({ checkIntervalSeconds: 0 });
        globalThis.client.revoke();
        return [await running, await globalThis.client.checkOnce()];
      });
      for (const { error, fingerprintId, fingerprint } of [running, next])
        assert.deepEqual([error.code, fingerprintId, fingerprint], ['consent_required', null, null]);
      await asked();
      assert.deepEqual(await stored(), {});
      await page.done();
    });

    test('the script tag waits for grant(), and then does what it was asked for', async () => {
      site = await stage.edge.site();
      stage.proxy.taken();
      const attributes = `data-site-key="${site.siteKey}" data-auto-check-once data-consent="required"`;
      page = await stage.open(stage.tag(attributes));
      await page.waitForFunction(() => globalThis.EdgeprintCollector?.client, POLL);
      const first = await page.evaluate(() => globalThis.EdgeprintCollector.result);
      assert.equal(first.error.code, 'consent_required');
      assert.deepEqual(await asked(), ['GET /collector/edgeprint-collector.js']);
      const granted = await page.evaluate(() => {
        globalThis.EdgeprintCollector.client.grant();
        return globalThis.EdgeprintCollector.result;
      });
      assertAssessed(granted);
      await page.done();
    });

    const assertReduced = async (result) => {
      assert.equal(result.reduced, true);
      assert.deepEqual([result.fingerprintId, result.fingerprint, result.identity], [null, null, null]);
      assert.ok(Number.isInteger(result.score), JSON.stringify(result));
      assert.ok(result.flags.includes('webdriver'), `automation was not noticed: ${result.flags}`);
      const read = Object.entries(result.collection.components).filter(([, { status }]) => status !== 'skipped');
      for (const name of REDUCED_READS) assert.ok(Object.fromEntries(read)[name], name);
      assert.ok(
        !read.some(([name]) => /canvas|webgl|audio|fonts|screen/.test(name)),
        read.map(([name]) => name).join(),
      );
      assert.deepEqual(await stored(), {});
      const { tables } = await stage.edge.everything();
      const kept = JSON.stringify([tables.devices, tables.fingerprints, tables.events, tables.visits]);
      assert.ok(!kept.includes(site.tenantId), 'the edge kept something of it');
    };

    test('reduced mode tells automation, identifies nobody, and nothing is kept on either side', async () => {
      await open({ mode: 'reduced' });
      await assertReduced(await check(page));
      await page.done();
    });

    test('a browser with Global Privacy Control gets reduced mode where the page respects it, else not', async () => {
      await open();
      const results = await page.evaluate(
        async (given) => {
          Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { configurable: true, get: () => true });
          const { createClient } = globalThis.EdgeprintCollector;
          return [
            await createClient({ ...given, respectGpc: true }).checkOnce(),
            await createClient({ ...given, storageKey: 'other' }).collect(),
          ];
        },
        patient({ siteKey: site.siteKey }),
      );
      await assertReduced(results[0]);
      assert.match(results[1].fingerprint, /^[0-9a-f]{64}$/);
      await page.done();
    });
  });
}
