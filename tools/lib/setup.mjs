// Checks what must be there before anything can be built, and adds what it can.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { inRepo } from './paths.mjs';
import { Refusal, step } from './progress.mjs';
import { ask, run } from './run.mjs';
import { whenStale } from './stamps.mjs';

const WASM = 'wasm32-unknown-unknown';

/** Everything that building and running needs. Quick when nothing is missing. */
export async function setUp() {
  checkNode();
  await checkRust();
  await installNodeModules();
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Refusal(`Node 20 or newer is needed; this is ${process.version}. See https://nodejs.org.`);
}

async function checkRust() {
  const version = await ask('cargo', ['--version']);
  if (!version) {
    throw new Refusal('Rust was not found. Install rustup (https://rustup.rs), open a new shell, and run this again.');
  }
  await checkRustVersion(version);
  const sysroot = await ask('rustc', ['--print', 'sysroot']);
  if (sysroot && existsSync(`${sysroot}/lib/rustlib/${WASM}/lib`)) return;
  if (!(await ask('rustup', ['--version']))) {
    throw new Refusal(
      `Rust lacks the target ${WASM}, and there is no rustup to add it. Install it the way this Rust was installed.`,
    );
  }
  await step(`adding the Rust target ${WASM}`, () => run('rustup', ['target', 'add', WASM]));
}

/** The version that Cargo.toml asks for is the only definition of it. */
async function checkRustVersion(version) {
  const wanted = /^rust-version = "(\d+)\.(\d+)/m.exec(await readFile(inRepo('Cargo.toml'), 'utf8'));
  const found = /cargo (\d+)\.(\d+)/.exec(version);
  if (!wanted || !found) return;
  const [major, minor] = [1, 2].map((part) => Number(found[part]) - Number(wanted[part]));
  if (major > 0 || (major === 0 && minor >= 0)) return;
  throw new Refusal(`Rust ${wanted[1]}.${wanted[2]} or newer is needed; this is ${version}. Run: rustup update stable`);
}

/** Installs what the lock file names. In CI the lock must also agree with every package.json, as `npm ci` checks. */
async function installNodeModules() {
  const inputs = ['.', 'npm', 'backoffice', 'tests', 'examples/demo'].map((folder) => inRepo(folder, 'package.json'));
  inputs.push(inRepo('package-lock.json'));
  const outputs = [
    inRepo('node_modules', 'esbuild'),
    inRepo('node_modules', 'wrangler'),
    inRepo('node_modules', 'binaryen'),
  ];
  await whenStale('node-modules', { inputs, salt: process.version, outputs }, () =>
    step('installing npm packages', () => run('npm', [process.env.CI ? 'ci' : 'install', '--no-audit', '--no-fund'])),
  );
}
