// The collector's files under /collector/: what a page loads.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { rawRequest } from '../lib/raw.mjs';

const TYPES = { js: /^text\/javascript/, wasm: /^application\/wasm$/, json: /^application\/json/ };
let edge;
let manifest;

before(async () => {
  edge = await startEdge();
  manifest = JSON.parse((await get('manifest.json')).bytes.toString());
});
after(() => edge.stop());

/**
 * What the Worker itself answers to a client that accepts `encoding`. The
 * network tells it that in `request.cf`. The header is left out: Miniflare would
 * encode answers anew by it, as Cloudflare's network does for what comes plain.
 */
const get = (name, { encoding = 'identity', method = 'GET', ...headers } = {}) =>
  rawRequest(`${edge.url}/collector/${name}`, {
    method,
    headers: { 'mf-cf-blob': JSON.stringify({ clientAcceptEncoding: encoding }), ...headers },
  });
const extension = (name) => name.split('.').at(-1);

test('the licences of what all of it is built from are served beside it', async () => {
  const answer = await rawRequest(`${edge.url}/THIRD-PARTY.txt`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /^text\/plain/);
  for (const part of ['axum ', 'js-sys ', 'preact ']) assert.ok(answer.bytes.includes(`\n${part}`), part);
});

test('the manifest lists the script, its hashed copy and the core', () => {
  const names = Object.keys(manifest.files);
  assert.match(manifest.version, /^\d+\.\d+\.\d+/);
  for (const pattern of [
    /^edgeprint-collector\.js$/,
    /^edgeprint-collector\.[0-9a-f]{8,}\.js$/,
    /^core\.[0-9a-f]{8,}\.js$/,
    /^core\.[0-9a-f]{8,}\.wasm$/,
  ]) {
    assert.equal(names.filter((name) => pattern.test(name)).length, 1, `${pattern} in ${names}`);
  }
});

describe('every file', () => {
  const forEach = (what, check) =>
    test(what, async () => {
      for (const [name, entry] of Object.entries(manifest.files)) await check(name, entry);
    });

  forEach('is served with its type, for any page, and never sniffed', async (name, entry) => {
    const { status, headers } = await get(name);
    assert.equal(status, 200, name);
    assert.match(headers.get('content-type'), TYPES[extension(name)], name);
    assert.equal(headers.get('content-type').split(';')[0], entry.type.split(';')[0]);
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('vary'), /accept-encoding/i);
    assert.ok(headers.get('etag'));
  });

  forEach('is immutable exactly if its name has a hash', async (name, entry) => {
    const control = (await get(name)).headers.get('cache-control');
    assert.equal(entry.immutable, /\.[0-9a-f]{8,}\./.test(name), name);
    if (entry.immutable) assert.equal(control, 'public, max-age=31536000, immutable');
    else assert.equal(control, 'public, max-age=300');
  });

  forEach('matches its published integrity and size', async (name, entry) => {
    const { bytes } = await get(name);
    assert.equal(bytes.length, entry.bytes, name);
    assert.equal(`sha384-${createHash('sha384').update(bytes).digest('base64')}`, entry.integrity, name);
  });

  forEach('comes compressed for clients that take brotli, and decompresses to the same bytes', async (name, entry) => {
    const plain = await get(name);
    assert.equal(plain.headers.get('content-encoding'), null);
    const compressed = await get(name, { encoding: 'gzip, deflate, br, zstd' });
    assert.equal(compressed.headers.get('content-encoding'), 'br', name);
    assert.equal(compressed.bytes.length, entry.brotli, name);
    assert.ok(brotliDecompressSync(compressed.bytes).equals(plain.bytes), name);
    assert.equal(compressed.headers.get('content-type'), plain.headers.get('content-type'));
  });

  forEach('answers HEAD like GET, without a body', async (name) => {
    const { status, headers, bytes } = await get(name, { method: 'HEAD' });
    assert.equal(status, 200);
    assert.match(headers.get('content-type'), TYPES[extension(name)]);
    assert.equal(bytes.length, 0);
  });

  forEach('is not sent again to who has it', async (name) => {
    const etag = (await get(name)).headers.get('etag');
    const again = await get(name, { 'if-none-match': etag });
    assert.equal(again.status, 304, name);
    assert.equal(again.bytes.length, 0);
  });
});

for (const [accept, encoding] of [
  ['br', 'br'],
  ['gzip, br;q=0.5', 'br'],
  ['gzip, deflate', null],
  ['br;q=0', null],
  ['identity', null],
  ['', null],
  ['brotli', null],
]) {
  test(`"Accept-Encoding: ${accept}" gets ${encoding ?? 'plain bytes'}`, async () => {
    const { headers } = await get('edgeprint-collector.js', { encoding: accept });
    assert.equal(headers.get('content-encoding'), encoding);
  });
}

test('a hash names its content: the hashed script has the bytes of the stable one', async () => {
  const hashed = Object.keys(manifest.files).find((name) => /^edgeprint-collector\..+\.js$/.test(name));
  assert.ok((await get(hashed)).bytes.equals((await get('edgeprint-collector.js')).bytes));
});

for (const name of [
  'nothing.js',
  'core.0000000000000000.wasm',
  'edgeprint-collector.js.br',
  '',
  '..%2f..%2fwrangler.toml',
  '%00',
]) {
  test(`/collector/${name} does not exist`, async () => {
    const { status, headers, bytes } = await get(name);
    const text = bytes.toString();
    assertProblem({ status, headers, text, body: JSON.parse(text) }, 404, 'route_not_found');
    assert.ok(!(headers.get('cache-control') ?? '').includes('immutable'));
  });
}

test('the files cannot be written', async () => {
  const { status } = await get('edgeprint-collector.js', { method: 'POST' });
  assert.equal(status, 405);
});
