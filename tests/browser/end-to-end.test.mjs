// The main job: a page asks, the edge answers, a backend looks it up.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, makeClient, startStage } from '../lib/client-page.mjs';
import { assertAssessed } from '../lib/result.mjs';

/** The seed's lookupDevice(), as a customer's backend would paste it. */
async function lookupDevice(edge, secretKey, deviceId) {
  const response = await fetch(`${edge}/v1/device/${encodeURIComponent(deviceId)}`, {
    headers: { Authorization: `Bearer ${secretKey}` },
  });
  if (response.status === 404) return null;
  if (response.status === 401) throw new Error('Invalid API key');
  if (response.status === 403) throw new Error('API key does not have read:device scope');
  if (!response.ok) throw new Error(`Device lookup failed: ${response.status}`);
  return response.json();
}

for (const kind of BROWSERS) {
  describe(`with ${kind}`, () => {
    let stage;
    let site;
    let secretKey;
    before(async () => {
      stage = await startStage(kind);
      site = await stage.edge.site({ allowedOrigins: ['127.0.0.1'] });
      ({ secretKey } = await stage.edge.key(site.tenantId));
    });
    after(() => stage?.close());

    test('a page gets an id by the published snippet, and a backend finds the device by it', async () => {
      const page = await stage.open(`
        <script src="${stage.edge.url}/collector/edgeprint-collector.js" data-site-key="${site.siteKey}" data-auto-init async></script>`);
      await makeClient(page, { siteKey: site.siteKey });
      const result = assertAssessed(await check(page));
      const { ok, device } = await lookupDevice(stage.edge.url, secretKey, result.fingerprintId);
      assert.equal(ok, true);
      assert.equal(device.deviceId, result.fingerprintId);
      assert.equal(device.domainId, site.domainId);
      assert.deepEqual(
        [device.score, device.riskLevel, device.confidence, device.flags, device.reasons, device.identity],
        [result.score, result.risk_level, result.confidence, result.flags, result.reasons, result.identity],
      );
      assert.ok(device.flags.includes('webdriver'), `automation was not noticed: ${device.flags}`);
      assert.equal(device.visitCount, 1);
      assert.deepEqual(page.noise, []);
      await page.done();
    });

    test('the same browser comes back under the same id, in another profile too', async () => {
      const ids = new Set();
      for (let n = 0; n < 3; n += 1) {
        const page = await stage.openClient({ siteKey: site.siteKey });
        ids.add(assertAssessed(await check(page)).fingerprintId);
        await page.done();
      }
      assert.equal(ids.size, 1);
    });

    test('an id that a page made up is found by no backend', async () => {
      assert.equal(await lookupDevice(stage.edge.url, secretKey, 'dv_0123456789abcdefghijAB'), null);
    });
  });
}
