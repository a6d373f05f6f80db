// Nothing that is shipped tells where it was built: with the paths of this machine in it, no other machine would make
// the same bytes.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cargoTarget, root } from '../../tools/lib/paths.mjs';
import { inRepo } from '../lib/repo.mjs';

const FOLDERS = ['npm/dist', 'edge-worker/assets/collector', 'edge-worker/build', 'edge-worker/assets/backoffice'];

/** Where sources, crates and compilers lie here. */
const HERE = [root, cargoTarget, process.env.CARGO_HOME || join(homedir(), '.cargo'), join(homedir(), '.rustup')];

test('nothing that is shipped holds a path of this machine', async () => {
  let modules = 0;
  for (const folder of FOLDERS) {
    const names = await readdir(inRepo(folder));
    for (const name of names.filter((name) => /\.(js|wasm|html)$/.test(name))) {
      const bytes = await readFile(inRepo(folder, name));
      modules += name.endsWith('.wasm') ? 1 : 0;
      for (const path of HERE) assert.ok(!bytes.includes(path), `${folder}/${name} holds ${path}`);
    }
  }
  assert.ok(modules >= 3, 'the modules were not looked at');
});
