// npm run reproduce: builds the last commit twice, from nothing, in two folders with names of different lengths, and
// compares the SHA-256 of every file that is served, deployed or published. It fails where one differs.
//
//   npm run reproduce                            some ten minutes on two cores
//   npm run -s reproduce -- --json               for programs: [{name, sha256, same}]
//   npm run -s reproduce -- --builds 1 --json    builds once: a list for others
//   npm run reproduce -- --against list.json     builds once, and compares with such a list of another machine
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { inRepo } from './lib/paths.mjs';
import { main, Refusal, say, step } from './lib/progress.mjs';
import { run } from './lib/run.mjs';

/** What a build makes, without what it needs in between. */
const FOLDERS = ['npm/dist', 'edge-worker/build', 'edge-worker/assets'];
const BETWEEN = /^edge-worker\/build\/bindgen\//;

const { values: options } = parseArgs({
  options: {
    against: { type: 'string' },
    builds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
});

await main(async () => {
  if (!['1', '2'].includes(options.builds)) throw new Refusal('--builds is 1 or 2.');
  const told = Object.keys(process.env).filter((name) => /^(EDGEPRINT_QUICK|CARGO_PROFILE_|RUSTFLAGS)/.test(name));
  if (told.length) throw new Refusal(`Unset ${told.join(', ')}: they make another program.`);
  const listed = options.against && (await readList(options.against));
  const folder = await mkdtemp(join(tmpdir(), 'edgeprint-reproduce-'));
  try {
    const first = await buildIn(join(folder, 'a'));
    if (listed) return report(listed, first);
    return report(first, options.builds === '1' ? first : await buildIn(join(folder, 'another checkout')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function readList(file) {
  const listed = JSON.parse(await readFile(file, 'utf8'));
  return new Map(listed.map(({ name, sha256 }) => [name, sha256]));
}

/** A clone of the last commit, built as a person does; each file's SHA-256 by its name. Nothing that was built before is there. */
async function buildIn(folder) {
  await mkdir(folder);
  await run('git', ['clone', '--quiet', '--depth', '1', `file://${inRepo('.')}`, folder]);
  // With CI only what the lock files name is built.
  const env = { CI: 'true', CARGO_TARGET_DIR: join(folder, 'target') };
  await step(`building in ${folder}`, (told) =>
    run(process.execPath, ['tools/build.mjs'], { cwd: folder, env, onLine: told }),
  );
  const files = (await Promise.all(FOLDERS.map((name) => filesIn(join(folder, name))))).flat();
  const names = files.map((file) => relative(folder, file)).filter((name) => !BETWEEN.test(name));
  say(`${names.length} files`);
  const hashed = names.sort().map(async (name) => [name, sha256(await readFile(join(folder, name)))]);
  return new Map(await Promise.all(hashed));
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function report(first, second) {
  const names = [...new Set([...first.keys(), ...second.keys()])].sort();
  const files = names.map((name) => ({
    name,
    sha256: second.get(name) ?? null,
    same: first.get(name) === second.get(name),
  }));
  if (options.json) process.stdout.write(`${JSON.stringify(files, null, 2)}\n`);
  else for (const { name, sha256, same } of files) console.log(`${same ? 'same     ' : 'DIFFERENT'} ${sha256} ${name}`);
  const differing = files.filter(({ same }) => !same);
  if (differing.length > 0) throw new Refusal(`${differing.length} of ${files.length} files differ.`);
}
