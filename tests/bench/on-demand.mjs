// A package for the bench alone, brought when it is run: fpscanner depends on a
// JavaScript obfuscator and all that this brings, which no `npm ci` here should
// pay for. Its tarball alone is fetched, checked against the hash below, and
// unpacked. No script of it runs.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inRepo } from '../../tools/lib/paths.mjs';
import { run } from '../../tools/lib/run.mjs';

export const FPSCANNER = {
  name: 'fpscanner',
  version: '1.0.2',
  sha512: 'AfDVyPvQr1uZ0A+feNjecA+Kl7dsiHwLNdGqapwxkngK2URAvo2v0Ld38vIcDc3v2FxgMqy8h9qMHqx2R343gg==',
};

/** The folder of an unpacked package; brings it on first use. */
export async function onDemand({ name, version, sha512 }) {
  const cache = inRepo('target', 'edgeprint', 'bench');
  const folder = join(cache, `${name}-${version}`);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    await run('npm', ['pack', `${name}@${version}`, '--ignore-scripts', '--pack-destination', fresh]);
    const tarball = join(fresh, `${name}-${version}.tgz`);
    const found = createHash('sha512')
      .update(await readFile(tarball))
      .digest('base64');
    if (found !== sha512) throw new Error(`${name}@${version} is not what it was: its SHA-512 is ${found}`);
    await run('tar', ['-xzf', tarball, '-C', fresh]);
    await rename(join(fresh, 'package'), folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}
