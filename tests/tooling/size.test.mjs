// What a first visit downloads, and what is deployed. Numbers to keep: the loader at most 4 kB, all
// of a first visit at most 30,000 bytes, with brotli; the Worker at most 660 kB, with gzip.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from 'node:zlib';
import { inRepo } from '../lib/repo.mjs';

const hosted = (name) => readFile(inRepo(`edge-worker/assets/collector/${name}`));
const { files } = JSON.parse((await hosted('manifest.json')).toString());
const named = (pattern) => Object.keys(files).find((name) => pattern.test(name));

const LOADER = 'edgeprint-collector.js';
const PARTS = [/^submit\..+\.js$/, /^worker\..+\.js$/, /^core\..+\.js$/, /^core\..+\.wasm$/];
const FIRST_VISIT = [LOADER, ...PARTS.map(named)];

test('the published numbers are those of the files', async () => {
  for (const [name, entry] of Object.entries(files)) {
    const [plain, compressed] = [await hosted(name), await hosted(`${name}.br`)];
    assert.deepEqual([entry.bytes, entry.brotli], [plain.length, compressed.length], name);
    assert.ok(brotliDecompressSync(compressed).equals(plain), name);
    const best = brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    });
    assert.ok(
      compressed.length <= best.length * 1.02,
      `${name} could be smaller: ${best.length} < ${compressed.length}`,
    );
  }
});

test('the loader is at most 4 kB', () => {
  assert.ok(files[LOADER].brotli <= 4096, `${files[LOADER].brotli} bytes`);
});

test('a first visit is at most 30,000 bytes in all', () => {
  const sizes = FIRST_VISIT.map((name) => files[name].brotli);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total <= 30_000, `${total} bytes: ${FIRST_VISIT.map((name, at) => `${name} ${sizes[at]}`).join(', ')}`);
});

// Not for a Worker of EDGEPRINT_QUICK, which is several times larger. docs/decisions/0007-a-small-worker.md
test('the Worker is at most 660 kB', { skip: process.env.EDGEPRINT_QUICK === '1' }, async () => {
  const parts = await Promise.all(
    ['index.js', 'index_bg.wasm'].map((name) => readFile(inRepo(`edge-worker/build/${name}`))),
  );
  const total = parts.reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
  assert.ok(total <= 660_000, `${total} bytes`);
});
