// WebKitGTK, the nearest to Safari that runs here: the collector and the client
// behave in it as in the others. Skipped, and said so, where it is not installed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { collectingPage, startCollectorSite } from '../lib/collector-page.mjs';
import { startEdge } from '../lib/edge.mjs';
import { assertReading } from '../lib/reading.mjs';
import { assertAssessed } from '../lib/result.mjs';
import { SIGNALS } from '../lib/signals.mjs';
import { startWebkit, webkitIsMissing } from '../lib/webkit.mjs';

const ICON = '<link rel="icon" href="data:,">';

/** Notes in the page what a visitor's developer tools would show: the driver has no way to tell. */
const LISTEN = `<script>
  globalThis.noise = [];
  for (const level of ['debug', 'error', 'info', 'log', 'trace', 'warn']) {
    console[level] = (...words) => noise.push(level + ': ' + words.join(' '));
  }
  addEventListener('error', ({ message }) => noise.push('uncaught: ' + message));
  addEventListener('unhandledrejection', ({ reason }) => noise.push('rejected: ' + reason));
  addEventListener('securitypolicyviolation', ({ violatedDirective }) => noise.push('policy: ' + violatedDirective));
</script>`;

/** What WebKitGTK has. */
const THERE = [
  'user_agent',
  'platform',
  'vendor',
  'languages',
  'timezone',
  'hardware_concurrency',
  'touch',
  'screen',
  'window',
  'canvas',
  'webgl',
  'fonts',
  'audio',
  'math',
  'engine',
  'codecs',
  'webdriver',
];

describe('in WebKitGTK', { skip: webkitIsMissing() ?? false }, () => {
  let webkit;
  let site;
  let url;
  let session;
  let first;

  before(async () => {
    webkit = await startWebkit();
    site = await startCollectorSite();
    url = collectingPage(site, { before: LISTEN });
    session = await webkit.session();
    first = await read(session);
  });
  after(async () => {
    await session?.close();
    await webkit?.close();
    await site?.close();
  });

  const read = async (where) => {
    await where.goto(url);
    return where.evaluate(() => globalThis.collected);
  };

  test('the collector yields every signal, each with a status, a value or a reason, and a time', () => {
    assert.deepEqual(Object.keys(first.components).sort(), SIGNALS.map(({ name }) => name).sort());
    for (const [name, reading] of Object.entries(first.components)) assertReading(name, reading);
  });

  for (const name of THERE) {
    test(`it reads ${name}`, () => {
      assert.equal(first.components[name].status, 'ok', JSON.stringify(first.components[name]));
    });
  }

  test('it knows the engine, and that it is driven', () => {
    assert.equal(first.components.engine.value.family, 'webkit');
    assert.equal(first.components.webdriver.value.value, true);
  });

  test('the page hears nothing of it', async () => {
    assert.deepEqual(await session.evaluate(async () => globalThis.noise), []);
  });

  test('the fingerprint is the same when the page is loaded again', async () => {
    for (let n = 0; n < 3; n += 1) {
      await session.reload();
      const { fingerprint } = await session.evaluate(() => globalThis.collected);
      assert.equal(fingerprint, first.fingerprint);
    }
  });

  test('and in another session', async () => {
    await session.close();
    session = await webkit.session();
    assert.equal((await read(session)).fingerprint, first.fingerprint);
  });

  test('the client is given an id, the edge computes the same fingerprint, and knows the device again', async () => {
    const edge = await startEdge();
    try {
      const { siteKey } = await edge.site();
      const page = site.page(`${ICON}${LISTEN}<script src="${edge.url}/collector/edgeprint-collector.js"></script>`);
      const check = async () => {
        await session.goto(page);
        return session.evaluate(async (key) => {
          const collect = { timeout: 60_000 };
          const client = globalThis.EdgeprintCollector.createClient({ siteKey: key, timeout: 90_000, collect });
          return { result: await client.checkOnce(), noise: globalThis.noise };
        }, siteKey);
      };
      const { result, noise } = await check();
      assertAssessed(result);
      assert.equal(result.fingerprint, result.collection.fingerprint, 'page and edge compute different fingerprints');
      assert.ok(result.flags.includes('webdriver'), `automation was not noticed: ${result.flags}`);
      assert.deepEqual(noise, []);
      await session.close();
      session = await webkit.session();
      assert.equal((await check()).result.fingerprintId, result.fingerprintId);
    } finally {
      await edge.stop();
    }
  });
});
