// Where a policy blocks WebAssembly, the same collector in plain JavaScript takes its place: by itself, with the
// same readings, and without anything that the policy reports.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BROWSERS } from '../lib/browsers.mjs';
import { check, startStage } from '../lib/client-page.mjs';
import { assertReading } from '../lib/reading.mjs';
import { assertAssessed } from '../lib/result.mjs';
import { SIGNALS } from '../lib/signals.mjs';
import { openStrict, violations, WITH_WASM, WITHOUT_WASM } from '../lib/strict-page.mjs';

const BUILDS = ['tag', 'module'];

/** The readings that are in the fingerprint, as they are compared. */
const stable = ({ components }) =>
  SIGNALS.filter(({ stability }) => stability === 'stable').map(({ name }) => [
    name,
    components[name].status,
    components[name].value,
  ]);

for (const kind of BROWSERS) {
  describe(`in ${kind}`, () => {
    let stage;
    let siteKey;
    before(async () => {
      stage = await startStage(kind);
      ({ siteKey } = await stage.edge.site());
    });
    after(() => stage?.close());

    /** A check under a policy, and what could be seen of it. */
    async function checkUnder(policy, how, options) {
      const page = await openStrict(stage, policy, { how });
      await page.start({ siteKey, ...options });
      const result = assertAssessed(await check(page));
      const seen = { result, noise: page.noise, violations: await violations(page), asked: page.asked };
      await page.done();
      return seen;
    }

    for (const how of BUILDS) {
      const name = how === 'tag' ? 'the script build' : 'the npm package';
      describe(name, () => {
        let plain;
        let wasm;
        before(async () => {
          plain = await checkUnder(WITHOUT_WASM, how);
          wasm = await checkUnder(WITH_WASM, how);
        });

        test('takes the fallback where WebAssembly is blocked, and fetches none', () => {
          assert.equal(plain.asked.filter((path) => /fallback/.test(path)).length, 1, plain.asked.join());
          assert.ok(!plain.asked.some((path) => /\.wasm$|core\.[^/]*js$/.test(path)), plain.asked.join());
        });

        test('leaves it alone where WebAssembly is allowed', () => {
          assert.ok(!wasm.asked.some((path) => /fallback/.test(path)), wasm.asked.join());
          assert.equal(wasm.asked.filter((path) => path.endsWith('.wasm')).length, 1);
        });

        test('violates no policy and writes nothing to the console, blocked or not', () => {
          for (const seen of [plain, wasm]) assert.deepEqual([seen.violations, seen.noise], [[], []]);
        });

        test('has the same fingerprint and the same signals by both', () => {
          assert.deepEqual(stable(plain.result.collection), stable(wasm.result.collection));
          assert.equal(plain.result.fingerprint, wasm.result.fingerprint);
          assert.equal(plain.result.collection.coverage, wasm.result.collection.coverage);
          assert.equal(plain.result.fingerprintId, wasm.result.fingerprintId);
          const names = SIGNALS.map(({ name }) => name).sort();
          for (const { result } of [plain, wasm]) {
            assert.deepEqual(Object.keys(result.collection.components).sort(), names);
            for (const [name, reading] of Object.entries(result.collection.components)) assertReading(name, reading);
          }
        });
      });
    }

    test('wasm: false takes the fallback where WebAssembly would run', async () => {
      const { asked } = await checkUnder(WITH_WASM, 'tag', { wasm: false });
      assert.ok(asked.some((path) => /core-fallback/.test(path)));
      assert.ok(!asked.some((path) => path.endsWith('.wasm')));
    });

    test('the fallback goes on when its memory has grown: eight collections, three of them at once', async () => {
      const page = await openStrict(stage, WITHOUT_WASM, { how: 'module' });
      await page.start({});
      const fingerprints = await page.evaluate(async () => {
        // Sound has a deadline of its own, which a busy machine may miss.
        const read = () => globalThis.client.collect({ exclude: ['audio'], timeout: 60_000 });
        const all = await Promise.all([read(), read(), read()]);
        for (let n = 0; n < 5; n += 1) all.push(await read());
        return all.map(({ fingerprint }) => fingerprint);
      });
      assert.equal(new Set(fingerprints).size, 1);
      assert.match(fingerprints[0], /^[0-9a-f]{64}$/);
      await page.done();
    });
  });
}
