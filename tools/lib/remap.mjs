// Programs hold the paths of their sources, for the places where they panic. With the paths of this machine the same
// sources would make other bytes on every machine, and tell whose it was.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cargoTarget, root } from './paths.mjs';
import { ask } from './run.mjs';

const FLAG = '--remap-path-prefix';

/** Between flags, for cargo: a path may hold spaces. */
const UNIT = '\x1f';

/** What cargo's environment needs, for a compilation without the paths of this machine and with these flags besides. */
export async function withoutPaths(flags = []) {
  const { CARGO_ENCODED_RUSTFLAGS: encoded, RUSTFLAGS: plain } = process.env;
  const given = encoded ? encoded.split(UNIT) : (plain ?? '').split(' ');
  const all = [
    ...given.filter(Boolean),
    ...flags,
    ...(await remapped()).flatMap(([from, to]) => [FLAG, `${from}=${to}`]),
  ];
  return { CARGO_ENCODED_RUSTFLAGS: all.join(UNIT) };
}

/** `[from, to]`; rustc takes the last that fits. */
async function remapped() {
  const home = process.env.CARGO_HOME || join(homedir(), '.cargo');
  const sysroot = await ask('rustc', ['--print', 'sysroot']);
  const commit = /^commit-hash: (\w+)$/m.exec((await ask('rustc', ['-vV'])) ?? '')?.[1];
  return [
    [root.replace(/\/$/, ''), '/edgeprint'],
    [cargoTarget, '/target'],
    [join(home, 'registry', 'src'), '/crates'],
    // Only there with the component rust-src; without it the compiler's own sources are called so anyway.
    ...(sysroot && commit ? [[join(sysroot, 'lib', 'rustlib', 'src', 'rust'), `/rustc/${commit}`]] : []),
  ];
}
