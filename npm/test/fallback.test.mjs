/** Where WebAssembly is absent or blocked: the collector in plain JavaScript, here one that stands in for it. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, before, beforeEach, test } from 'node:test';
import { bundleModule } from '../build.mjs';
import { evaluateScript, FAKE_CORE, FAKE_FALLBACK, installStorage, LOCAL, loadClient, startEdge } from './support.mjs';

const { createClient } = await loadClient({ hasFallback: true });
const real = globalThis.WebAssembly;

before(async () => {
  // Node's own fetch starts a WebAssembly at its first use.
  const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await fetch(`http://127.0.0.1:${server.address().port}`);
  server.close();
});
beforeEach(() => installStorage());
afterEach(() => {
  globalThis.WebAssembly = real;
});

const replace = (members) => {
  globalThis.WebAssembly = Object.assign(Object.create(real), members);
};

/** As browsers do it under a policy without 'wasm-unsafe-eval'. */
function blockWasm() {
  const blocked = () => {
    throw new real.CompileError('Refused to compile or instantiate WebAssembly module');
  };
  replace({ Module: blocked, compile: async () => blocked(), compileStreaming: async () => blocked() });
}

test('blocked WebAssembly: the fallback collects, and no WebAssembly is fetched', async (t) => {
  const edge = await startEdge(t);
  blockWasm();
  const result = await createClient(edge.options).checkOnce();
  assert.equal(result.score, 25);
  assert.equal(result.collection.fingerprint, LOCAL);
  assert.equal(edge.count('/core.wasm'), 0);
});

test('no WebAssembly at all: the fallback collects', async (t) => {
  const edge = await startEdge(t);
  delete globalThis.WebAssembly;
  assert.equal((await createClient(edge.options).collect()).fingerprint, LOCAL);
});

test('wasm: false takes the fallback without trying', async (t) => {
  const edge = await startEdge(t);
  let tried = 0;
  replace({ Module: () => tried++ });
  const { coreUrl, wasmUrl, ...options } = edge.options;
  assert.equal((await createClient({ ...options, wasm: false }).checkOnce()).score, 25);
  assert.deepEqual([tried, edge.count('/core.wasm')], [0, 0]);
});

test('where WebAssembly works, the fallback is left alone', async (t) => {
  const edge = await startEdge(t);
  const fallbackUrl = `${FAKE_CORE}.missing`;
  assert.equal((await createClient({ ...edge.options, fallbackUrl }).checkOnce()).score, 25);
  assert.equal(edge.count('/core.wasm'), 1);
});

test('a fallback may lie elsewhere; where it is missing, the collector is unavailable', async (t) => {
  const edge = await startEdge(t);
  blockWasm();
  const elsewhere = { ...edge.options, fallbackUrl: `${FAKE_FALLBACK}?elsewhere` };
  assert.equal((await createClient(elsewhere).checkOnce()).score, 25);
  const missing = { ...edge.options, fallbackUrl: `${FAKE_CORE}.missing` };
  assert.equal((await createClient(missing).collect()).error.code, 'core_unavailable');
});

test('a build without a fallback: blocked WebAssembly is core_unavailable, and no import of one is left over', async (t) => {
  const edge = await startEdge(t);
  blockWasm();
  const plain = await loadClient();
  assert.equal((await plain.createClient(edge.options).checkOnce()).error.code, 'core_unavailable');
  const code = (hasFallback) => bundleModule('1', hasFallback).then((content) => Buffer.from(content).toString());
  assert.equal((await code(false)).includes('fallback.js'), false);
  assert.match(await code(true), /import\("\.\/fallback\.js"\)/);
});

test('the script takes the fallback from the place that the build names', async (t) => {
  const edge = await startEdge(t);
  blockWasm();
  // A file: address stands for the name beside the script, since Node imports from files alone.
  const files = { js: 'core.js', wasm: 'core.wasm', integrity: '', fallback: FAKE_FALLBACK.href };
  globalThis.HTMLScriptElement = class {};
  const tag = Object.assign(new HTMLScriptElement(), { src: `${edge.url}/collector/s.js`, dataset: { siteKey: 'pk' } });
  globalThis.document = { currentScript: tag };
  await evaluateScript(files);
  assert.equal((await globalThis.EdgeprintCollector.createClient().checkOnce()).score, 25);
  delete globalThis.HTMLScriptElement;
});
