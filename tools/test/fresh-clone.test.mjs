// What a stranger meets first: commands that start where nothing is installed yet.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { build } from 'esbuild';
import { inRepo } from '../lib/paths.mjs';

const commands = (await readdir(inRepo('tools'))).filter((name) => name.endsWith('.mjs'));

/** The packages that a command imports before its first line runs, by the file that does. */
async function needed(command) {
  const { metafile } = await build({
    entryPoints: [inRepo('tools', command)],
    absWorkingDir: inRepo(),
    outdir: inRepo('out'),
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
  });
  const found = [];
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind !== 'import-statement') continue;
      if (!external) visit(path);
      else if (!path.startsWith('node:')) found.push(`${file}: ${path}`);
    }
  };
  visit(`tools/${command}`);
  assert.ok(seen.size > 1, 'its imports were not followed');
  return found;
}

for (const command of commands) {
  test(`tools/${command} starts before any package is installed`, async () => {
    assert.deepEqual(await needed(command), []);
  });
}
