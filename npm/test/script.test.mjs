import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ANSWER, evaluateScript, FAKE_CORE, installStorage, SITE_KEY, startEdge, until } from './support.mjs';

// The integrity of the empty module that the test edge serves.
const INTEGRITY = `sha384-okyHV17AgVkZ4iL9gMeELR7Q1ISxRPcAHorFgvPJr/8CqM+btjXngbzNX3HOpqc/`;
const { nextSubmitIn: _, deviceToken: __, ok: ___, ...ASSESSMENT } = ANSWER;

/** As much of a page as the script touches; events are Node's own. */
class FakeScript {
  constructor(src, dataset) {
    Object.assign(this, { src, dataset });
  }
}

function openPage({ tag, found }) {
  globalThis.HTMLScriptElement = FakeScript;
  globalThis.document = new EventTarget();
  globalThis.CustomEvent ??= class extends Event {
    constructor(type, { detail }) {
      super(type);
      this.detail = detail;
    }
  };
  Object.assign(document, { currentScript: tag ?? null, querySelector: () => found ?? null });
  const heard = [];
  document.addEventListener('edgeprint:result', ({ detail }) => heard.push(detail));
  return heard;
}

/** The tag’s address leads to the test edge; the core that it names lies in a file. */
async function run(t, data, { viaQuery = false, src = '/collector/edgeprint-collector.js?v=a/b', routes } = {}) {
  const edge = await startEdge(t, { ...routes, '/v1/visit': { ok: true } });
  const tag = new FakeScript(`${edge.url}${src}`, data);
  const heard = openPage(viaQuery ? { found: tag } : { tag });
  await evaluateScript({ js: 'core.js', wasm: 'core.wasm', integrity: INTEGRITY });
  return { edge, heard, collector: globalThis.EdgeprintCollector };
}

beforeEach(() => installStorage());
afterEach(() => {
  for (const name of ['document', 'EdgeprintCollector', 'onDevice', 'HTMLScriptElement']) delete globalThis[name];
});

test('without data-auto-…, the script sets the global and does nothing else', async (t) => {
  const { collector, edge } = await run(t, { siteKey: SITE_KEY });
  assert.deepEqual(Object.keys(collector), ['createClient', 'version']);
  assert.deepEqual(edge.seen, []);
});

test('createClient() takes key, endpoint and interval from the tag, and options go before them', async (t) => {
  const { collector, edge } = await run(t, { siteKey: SITE_KEY, checkIntervalDays: '2' });
  const client = collector.createClient({ coreUrl: FAKE_CORE });
  assert.equal((await client.checkOnce()).nextSubmitIn, 2);
  assert.equal(edge.seen.find(({ path }) => path === '/v1/token').body.siteKey, SITE_KEY);
  const other = collector.createClient({ coreUrl: FAKE_CORE, siteKey: 'pk_other', checkIntervalDays: 3 });
  assert.equal((await other.checkOnce()).nextSubmitIn, 3);
});

test('the wasm is taken from beside the script, with its integrity', async (t) => {
  const { collector, edge } = await run(t, { siteKey: SITE_KEY });
  await collector.createClient({ coreUrl: FAKE_CORE }).collect();
  assert.deepEqual(
    edge.seen.map(({ path }) => path),
    ['/collector/core.wasm'],
  );
});

test('data-auto-init makes the client and loads the collector', async (t) => {
  const { collector, edge } = await run(t, { siteKey: SITE_KEY, autoInit: '' });
  assert.equal(typeof collector.client.checkOnce, 'function');
  // Node imports no glue from here, so that the load is tried a second time.
  await until(() => edge.count('/collector/core.wasm') === 2);
  assert.equal(edge.count('/v1/token'), 0);
});

test('data-auto-check-once tells its result by event, callback and promise', async (t) => {
  const calls = [];
  globalThis.onDevice = (result) => {
    calls.push(result);
    throw new Error('a mistake of the page');
  };
  const { collector, heard } = await run(t, { siteKey: SITE_KEY, autoCheckOnce: '', callback: 'onDevice' });
  const result = await collector.result;
  // The core beside the script is not served here, so the result is a degraded one.
  assert.equal(result.error.code, 'core_unavailable');
  assert.deepEqual(heard, [result]);
  assert.deepEqual(calls, [result]);
});

test('a cached result is told too, without wasm', async (t) => {
  const entry = { at: Date.now() - 1000, token: 'device-token-1', last: ASSESSMENT };
  localStorage.setItem(`edgeprint:${SITE_KEY}`, JSON.stringify(entry));
  const { collector, edge, heard } = await run(t, { siteKey: SITE_KEY, autoInit: '', autoCheckOnce: '' });
  assert.equal((await collector.result).fromCache, true);
  assert.equal(heard[0].fingerprintId, 'dv_1');
  await until(() => edge.count('/v1/visit') === 1);
  assert.equal(edge.seen.length, 1);
});

test('checks of the tag’s client fire the event, other clients’ do not', async (t) => {
  const { collector, heard } = await run(t, { siteKey: SITE_KEY, autoInit: '' });
  await collector.createClient({ coreUrl: FAKE_CORE }).checkOnce();
  assert.equal(heard.length, 0);
  await collector.client.checkOnce();
  assert.equal(heard.length, 1);
});

test('as a module, where currentScript is null, the tag is looked up', async (t) => {
  const { collector } = await run(t, { siteKey: SITE_KEY }, { viaQuery: true });
  assert.equal((await collector.createClient({ coreUrl: FAKE_CORE }).checkOnce()).score, 25);
});

test('the endpoint is what precedes /collector/, or what data-endpoint says', async (t) => {
  const src = '/deep/collector/edgeprint-collector.0123.js';
  const first = await run(t, { siteKey: SITE_KEY }, { src, routes: { '/deep/v1/token': { ok: false } } });
  await first.collector.createClient({ coreUrl: FAKE_CORE }).checkOnce();
  assert.equal(first.edge.count('/deep/v1/token'), 1);
  const second = await run(t, { siteKey: 'pk_second', endpoint: first.edge.url }, { src: '/elsewhere.js' });
  assert.equal((await second.collector.createClient({ coreUrl: FAKE_CORE }).checkOnce()).score, 25);
});

test('with no tag to be found there is a global all the same, and a check is not_configured', async () => {
  openPage({});
  await evaluateScript({ js: 'core.js', wasm: 'core.wasm', integrity: INTEGRITY });
  const { error } = await globalThis.EdgeprintCollector.createClient({ coreUrl: FAKE_CORE }).checkOnce();
  assert.equal(error.code, 'not_configured');
});

test('on a server the script sets the global and touches nothing', async () => {
  delete globalThis.document;
  await evaluateScript({ js: 'core.js', wasm: 'core.wasm', integrity: INTEGRITY });
  assert.equal(typeof globalThis.EdgeprintCollector.createClient, 'function');
});

test('data-consent="required": told that consent is missing, and checked again once it is granted', async (t) => {
  const { collector, edge, heard } = await run(t, { siteKey: SITE_KEY, autoCheckOnce: '', consent: 'required' });
  assert.equal((await collector.result).error.code, 'consent_required');
  assert.deepEqual(edge.seen, []);
  collector.client.grant();
  const result = await collector.result;
  // As above: no core is served here.
  assert.equal(result.error.code, 'core_unavailable');
  assert.deepEqual(
    heard.map(({ error }) => error.code),
    ['consent_required', 'core_unavailable'],
  );
});

test('data-mode and data-respect-gpc make checks reduced ones', async (t) => {
  const first = await run(t, { siteKey: SITE_KEY, mode: 'reduced' });
  assert.equal((await first.collector.createClient({ coreUrl: FAKE_CORE }).checkOnce()).reduced, true);
  const second = await run(t, { siteKey: SITE_KEY, respectGpc: '' });
  const real = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { globalPrivacyControl: true } });
  assert.equal((await second.collector.createClient({ coreUrl: FAKE_CORE }).checkOnce()).reduced, true);
  if (real) Object.defineProperty(globalThis, 'navigator', real);
  else delete globalThis.navigator;
});

test('a second part that does not arrive is core_unavailable', async (t) => {
  const edge = await startEdge(t);
  openPage({ tag: new FakeScript(`${edge.url}/collector/edgeprint-collector.js`, { siteKey: SITE_KEY }) });
  const submitter = new URL('./missing.mjs', import.meta.url).href;
  await evaluateScript({ submitter, js: 'core.js', wasm: 'core.wasm', integrity: INTEGRITY });
  const { error } = await globalThis.EdgeprintCollector.createClient({ coreUrl: FAKE_CORE }).checkOnce();
  assert.equal(error.code, 'core_unavailable');
});
