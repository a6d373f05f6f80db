/** What the tests share: the built client, an edge on 127.0.0.1, and a localStorage that can be broken. */

import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundleModule, bundleScript, bundleSubmitter } from '../build.mjs';

const folder = await mkdtemp(join(tmpdir(), 'edgeprint-client-'));
after(() => rm(folder, { recursive: true, force: true }));

/** An empty WebAssembly module: the fake core exports everything from its JavaScript. */
const EMPTY_WASM = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

export const LOCAL = 'f'.repeat(64);
export const SITE_KEY = 'pk_test_client';
export const FAKE_CORE = new URL('./fake-core.mjs', import.meta.url);
export const FAKE_FALLBACK = new URL('./fake-fallback.mjs', import.meta.url);
export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The package's module. `hasFallback`: as a build with a fallback makes it, with a fake one. */
export async function loadClient({ hasFallback = false } = {}) {
  const home = await mkdtemp(join(folder, 'module-'));
  await writeFile(join(home, 'index.mjs'), await bundleModule('0.0.0-test', hasFallback));
  if (hasFallback) await copyFile(FAKE_FALLBACK, join(home, 'fallback.js'));
  return import(pathToFileURL(join(home, 'index.mjs')).href);
}

/** A module of the sources, on its own. */
export async function loadEntry(name) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${name}`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const file = join(folder, `${name}-${Math.random()}.mjs`);
  await writeFile(file, outputFiles[0].contents);
  return import(pathToFileURL(file).href);
}

/** Evaluates the script-tag build, as a page does every time that it meets the tag. */
export async function evaluateScript(files) {
  const submitter = join(folder, 'submit.mjs');
  await writeFile(submitter, await bundleSubmitter('0.0.0-test'));
  const file = join(folder, `script-${Math.random()}.mjs`);
  // Node imports from files alone; in a page the submitter lies beside the script.
  await writeFile(file, await bundleScript('0.0.0-test', { submitter: pathToFileURL(submitter).href, ...files }));
  await import(pathToFileURL(file).href);
}

export const ANSWER = {
  ok: true,
  requestId: 'req_1',
  fingerprintId: 'dv_1',
  fingerprint: 'a'.repeat(64),
  score: 25,
  risk_level: 'low',
  confidence: 0.6,
  flags: ['webdriver'],
  reasons: [{ flag: 'webdriver', category: 'automation', weight: 25, reason: 'navigator.webdriver is true' }],
  identity: { method: 'new', confidence: 1 },
  nextSubmitIn: 7,
  deviceToken: 'device-token-1',
};

export const problem = (status, code, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: {
    ok: false,
    type: `/problems/${code}`,
    title: 'A title',
    status,
    detail: 'A detail',
    code,
    requestId: 'req_x',
  },
});

/**
 * An edge. `routes` overrides answers by path: a plain answer, an object with a status, a list of these to be
 * given one after the other, or a function over the request's body and the response.
 */
export async function startEdge(t, routes = {}) {
  const seen = [];
  const answers = {
    '/v1/token': () => ({
      ok: true,
      token: `token-${count('/v1/token')}`,
      expiresIn: 120,
      checkIntervalSeconds: 604800,
    }),
    '/v1/collect': ANSWER,
    '/v1/visit': { ok: true, requestId: 'req_v' },
    ...routes,
  };
  const count = (path) => seen.filter((request) => request.path === path).length;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const [path] = request.url.split('?');
    if (path.endsWith('.wasm')) {
      seen.push({ path });
      response.writeHead(200, { 'content-type': 'application/wasm' }).end(EMPTY_WASM);
      return;
    }
    const body = JSON.parse(text);
    seen.push({ path, body, method: request.method, type: request.headers['content-type'] });
    let answer = answers[path];
    if (Array.isArray(answer)) answer = answer[Math.min(count(path), answer.length) - 1];
    if (typeof answer === 'function') answer = await answer(body, response);
    if (answer !== undefined) reply(response, answer);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  t.after(close);
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, seen, count, close, options: clientOptions(url) };
}

function reply(response, answer) {
  const { status = 200, headers = {}, body = answer, raw } = typeof answer.status === 'number' ? answer : {};
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(raw ?? JSON.stringify(body));
}

export const clientOptions = (url) => ({
  siteKey: SITE_KEY,
  endpoint: url,
  coreUrl: FAKE_CORE,
  wasmUrl: `${url}/core.wasm`,
});

/** Puts a localStorage on the global object: Node 20 has none. And a document, without which nobody stores. */
export function installStorage() {
  const items = new Map();
  const storage = {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, `${value}`),
    removeItem: (name) => void items.delete(name),
  };
  define({ value: storage });
  return { items, storage };
}

/** As browsers do it where cookies are blocked: the property itself throws. */
export const blockStorage = () =>
  define({
    get() {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    },
  });

function define(how) {
  globalThis.document ??= {};
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, ...how });
}

/** Waits until something holds; what it waits for is background work that nobody can await. */
export async function until(holds) {
  for (let tries = 0; tries < 200; tries++) {
    if (holds()) return;
    await wait(5);
  }
  throw new Error(`never came true: ${holds}`);
}
