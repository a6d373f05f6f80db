// Work is done again exactly when something that it depends on is different.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { work } from '../lib/paths.mjs';
import { whenStale, writeAtomically } from '../lib/stamps.mjs';

let folder;
let name;
let input;
let output;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgeprint-stamps-'));
  name = `test-${process.pid}-${Date.now()}`;
  input = join(folder, 'source');
  output = join(folder, 'made');
  await mkdir(join(input, 'deep'), { recursive: true });
  await writeFile(join(input, 'deep', 'a.txt'), 'one');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await rm(join(work, 'stamps', name), { force: true });
});

/** Whether it did the work. */
const build = (salt) =>
  whenStale(name, { inputs: [input, join(folder, 'missing')], salt, outputs: [output] }, () => writeFile(output, ''));

test('done once, it is not done again', async () => {
  assert.equal(await build(), true);
  assert.equal(await build(), false);
});

const changes = {
  'a file changed': () => writeFile(join(input, 'deep', 'a.txt'), 'two'),
  'a file came': () => writeFile(join(input, 'b.txt'), ''),
  'a file went': () => rm(join(input, 'deep', 'a.txt')),
  'an input came that was missing': () => writeFile(join(folder, 'missing'), ''),
  'what was made is gone': () => rm(output),
};
for (const [what, change] of Object.entries(changes)) {
  test(`it is done again when ${what}`, async () => {
    await build();
    await change();
    assert.equal(await build(), true);
    assert.equal(await build(), false);
  });
}

test('it is done again when the salt is another', async () => {
  await build('Node 20');
  assert.equal(await build('Node 22'), true);
});

test('it is not done again for what was installed or built inside of its inputs', async () => {
  await build();
  await mkdir(join(input, 'node_modules'));
  await writeFile(join(input, 'node_modules', 'c.txt'), '');
  assert.equal(await build(), false);
});

test('what failed counts as not done', async () => {
  await build();
  await writeFile(join(input, 'b.txt'), '');
  const broken = { inputs: [input], outputs: [output] };
  await assert.rejects(
    whenStale(name, broken, () => Promise.reject(new Error('broken'))),
    /broken/,
  );
  assert.equal(await build(), true);
});

test('a secret is written for its owner only, and nothing is left beside it', async () => {
  await writeAtomically(join(folder, 'new', 'secret'), 'x', { mode: 0o600 });
  assert.deepEqual(await readdir(join(folder, 'new')), ['secret']);
  assert.equal((await stat(join(folder, 'new', 'secret'))).mode & 0o777, 0o600);
});
