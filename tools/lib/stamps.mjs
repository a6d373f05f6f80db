// Skips work whose inputs have not changed since it was last done.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { root, work } from './paths.mjs';

const SKIPPED = new Set(['node_modules', 'target', 'dist', 'build', '.git']);

/**
 * Does `task` unless the files under `inputs` (files or folders), the `salt` and
 * the presence of `outputs` are as they were when it last succeeded.
 * Gives true when it did something.
 */
export async function whenStale(name, { inputs, salt = '', outputs }, task) {
  const stamp = join(work, 'stamps', name);
  const now = await fingerprint(inputs, salt);
  const done = existsSync(stamp) && outputs.every((path) => existsSync(path));
  if (done && (await readFile(stamp, 'utf8')) === now) return false;
  await task();
  await writeAtomically(stamp, now);
  return true;
}

/** Writes a file so that nobody ever reads half of it. */
export async function writeAtomically(path, content, options) {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  await writeFile(beside, content, options);
  await rename(beside, path);
}

async function fingerprint(inputs, salt) {
  const hash = createHash('sha256').update(salt);
  for (const path of inputs) {
    for (const file of await filesOf(path)) {
      hash.update(`\0${relative(root, file)}\0`).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

async function filesOf(path) {
  if (!existsSync(path)) return [];
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const kept = entries.filter(({ name }) => !SKIPPED.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = await Promise.all(
    kept.map((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)])),
  );
  return found.flat();
}
