// What the bill of materials says is what the lock files say, of all that is shipped and of nothing else.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parse } from 'smol-toml';
import { billOfMaterials } from '../lib/bill-of-materials.mjs';
import { inRepo } from '../lib/paths.mjs';

const bill = await billOfMaterials();
const names = new Set(bill.components.map(({ name }) => name));

test('every crate in it is in Cargo.lock, with its checksum', async () => {
  const lock = parse(await readFile(inRepo('Cargo.lock'), 'utf8'));
  const locked = new Map(lock.package.map(({ name, version, checksum }) => [`pkg:cargo/${name}@${version}`, checksum]));
  const crates = bill.components.filter(({ purl }) => purl.startsWith('pkg:cargo/'));
  assert.ok(crates.length > 50);
  for (const { purl, hashes } of crates) {
    assert.ok(locked.has(purl), purl);
    assert.equal(hashes?.[0].content, locked.get(purl), purl);
  }
});

test('everything in it has a licence', () => {
  assert.deepEqual(
    bill.components.filter(({ licenses }) => !licenses?.length).map(({ purl }) => purl),
    [],
  );
});

test('it has what is shipped, and no tools', () => {
  for (const shipped of ['edgeprint-edge', 'edgeprint-collector', 'axum', 'worker', 'preact', 'uplot'])
    assert.ok(names.has(shipped), `${shipped} is missing`);
  for (const tool of ['esbuild', 'wrangler', 'puppeteer-core', 'libfuzzer-sys', 'wasm-bindgen-cli-support'])
    assert.ok(!names.has(tool), `${tool} is not shipped`);
});

test('it is one piece: whatever depends or is depended on is in it', () => {
  const refs = new Set([bill.metadata.component['bom-ref'], ...bill.components.map((one) => one['bom-ref'])]);
  assert.equal(refs.size, bill.components.length + 1, 'something is there twice');
  for (const { ref, dependsOn = [] } of bill.dependencies)
    for (const name of [ref, ...dependsOn]) assert.ok(refs.has(name), name);
});
