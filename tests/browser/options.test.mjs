// What a page asks for beyond a check, in real browsers and against the real edge: which signals, readings of its
// own, metadata, when to stop, and where the time went.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, startStage } from '../lib/client-page.mjs';
import { assertAssessed, assertDegraded } from '../lib/result.mjs';
import { SIGNALS } from '../lib/signals.mjs';

/** Quick to read, and there in both browsers. */
const FEW = ['platform', 'math', 'vendor', 'languages', 'timezone', 'screen'];

for (const kind of BROWSERS) {
  describe(`in ${kind}`, () => {
    let stage;
    let page;
    before(async () => {
      stage = await startStage(kind);
    });
    after(() => stage?.close());

    /** A page with a client of a site of its own; requests are counted from here on. */
    const open = async (options = {}) => {
      stage.proxy.fail = () => undefined;
      const { siteKey } = await stage.edge.site();
      page = await stage.openClient({ siteKey, ...options });
      stage.proxy.requests.splice(0);
      return page;
    };
    const collect = (options) => page.evaluate((given) => globalThis.client.collect(given), options);
    const submitted = () =>
      stage.proxy.requests.filter(({ path }) => path === '/v1/collect').map(({ body }) => JSON.parse(body));
    const statuses = ({ components }, status) =>
      Object.keys(components).filter((name) => (components[name].status === 'skipped') === (status === 'skipped'));

    test('include reads the signals and members that it names, and exclude goes before it', async () => {
      await open();
      const { components } = await collect({
        include: ['platform', 'timezone.offset', 'screen'],
        exclude: ['screen.color_depth', 'platform'],
      });
      assert.deepEqual(statuses({ components }, 'read').sort(), ['screen', 'timezone']);
      assert.deepEqual(Object.keys(components.timezone.value), ['offset']);
      assert.ok(!('color_depth' in components.screen.value) && 'long' in components.screen.value);
      assert.deepEqual([components.platform.status, components.platform.reason], ['skipped', 'excluded']);
      await page.done();
    });

    test('what is excluded is neither sent nor in the fingerprint, and the edge comes to the same', async () => {
      await open({ collect: { include: FEW, exclude: ['vendor', 'timezone.name'] } });
      const result = assertAssessed(await check(page));
      const [{ components }] = submitted();
      assert.deepEqual(statuses({ components }, 'read').sort(), FEW.filter((name) => name !== 'vendor').sort());
      assert.ok(!('name' in components.timezone.value));
      assert.equal(result.collection.fingerprint, result.fingerprint);
      assert.notEqual((await collect({ include: FEW })).fingerprint, result.fingerprint);
      await page.done();
    });

    for (const [preset, unread] of [
      ['private', ['canvas', 'audio', 'fonts', 'hardware_concurrency', 'languages', 'storage']],
      ['iframe', ['permissions', 'media_devices', 'storage', 'window', 'screen_frame']],
      ['vpn', ['connection', 'timezone']],
    ]) {
      test(`the preset ${preset} leaves out what its situation changes`, async () => {
        await open();
        const { components, fingerprint } = await collect({ stabilize: [preset] });
        const skipped = statuses({ components }, 'skipped');
        for (const name of unread) assert.ok(skipped.includes(name), name);
        assert.ok(skipped.length < SIGNALS.length / 2);
        assert.match(fingerprint, /^[0-9a-f]{64}$/);
        await page.done();
      });
    }

    test('readings of the page’s own and metadata go along, and the edge takes them', async () => {
      await open({ collect: { include: FEW }, metadata: { plan: 'free' } });
      const added = await page.evaluate(() => [
        globalThis.client.includeComponent('theme', () => 'dark'),
        globalThis.client.includeComponent('later', async () => ({ seats: [1, 2] })),
        globalThis.client.includeComponent('broken', () => {
          throw new Error('mine');
        }),
        globalThis.client.includeComponent('not a key', () => 1),
      ]);
      assert.deepEqual(added, [true, true, true, false]);
      const { collection } = assertAssessed(await check(page));
      const [{ custom, metadata }] = submitted();
      assert.deepEqual(custom, collection.custom);
      assert.deepEqual([custom.theme.value, custom.later.value], ['dark', { seats: [1, 2] }]);
      assert.deepEqual([custom.broken.status, custom.broken.reason], ['failed', 'threw']);
      assert.deepEqual(metadata, { plan: 'free' });
      assert.deepEqual(page.noise, []);
      await page.done();
    });

    test('an aborted call resolves at once and typed; one that shares its run goes on', async () => {
      await open({ collect: { include: FEW } });
      const [aborted, shared, before] = await page.evaluate(async () => {
        const controller = new AbortController();
        const runs = [globalThis.client.checkOnce({ signal: controller.signal }), globalThis.client.checkOnce()];
        controller.abort();
        return [await runs[0], await runs[1], await globalThis.client.collect({ signal: AbortSignal.abort() })];
      });
      assertDegraded(aborted, 'aborted', { local: false });
      assertAssessed(shared);
      assert.equal(before.error.code, 'aborted');
      await page.done();
    });

    test('timings say where the time of a call went', async () => {
      await open({ collect: { include: FEW } });
      const { timings } = assertAssessed(await check(page));
      assert.deepEqual(Object.keys(timings).sort(), ['collect', 'core', 'submit', 'token', 'total']);
      for (const [lap, ms] of Object.entries(timings)) {
        assert.ok(Number.isFinite(ms) && ms >= 0, lap);
        assert.ok(ms <= timings.total + 0.1, `${lap}: ${JSON.stringify(timings)}`);
      }
      const cached = assertAssessed(await check(page), { fromCache: true });
      assert.deepEqual(Object.keys(cached.timings), ['total']);
      await page.done();
    });

    for (const [what, options, code] of [
      ['a list that is none', { collect: { exclude: 'audio' } }, 'options_invalid'],
      ['an unknown preset', { collect: { stabilize: ['incognito'] } }, 'options_invalid'],
      ['metadata that is no object', { metadata: 'text' }, 'options_invalid'],
      ['no site key', { siteKey: '' }, 'not_configured'],
    ]) {
      test(`${what} is refused as ${code}`, async () => {
        await open(options);
        assert.equal((await check(page)).error.code, code);
        assert.deepEqual(submitted(), []);
        await page.done();
      });
    }
  });
}
