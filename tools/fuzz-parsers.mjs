// npm run fuzz: libFuzzer, by cargo-fuzz, on every parser that sees bytes from outside (fuzz/src). It begins with the
// corpora in fuzz/corpus, which the tests play again. The reader of ClientHellos in the tests' front is JavaScript: it is
// played changed hellos, without libFuzzer. `-- --runs 10000000` is how many inputs each target is given, `--seconds 600`
// the most time for each, `--only queries,origins` which targets; `--json` prints the figures for programs. What breaks
// a target is written to fuzz/artifacts, and makes this fail. Needs a C++ compiler, and the internet for the first time.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { play as playHellos } from '../tests/lib/tls/any-bytes.mjs';
import { cargoTarget, inRepo, toolFolder } from './lib/paths.mjs';
import { main, Refusal, say, step } from './lib/progress.mjs';
import { run } from './lib/run.mjs';

const VERSION = '0.13.2';
const tools = toolFolder(`cargo-fuzz-${VERSION}`);

/** Link-time optimisation would cost minutes for each target and find nothing more. Assertions find more. */
const PROFILE = {
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS: 'true',
  CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS: 'true',
};

/**
 * Without sanitizers, which need a nightly compiler: the product has no unsafe code. `--release` leaves it to the profile
 * what is asserted: cargo-fuzz's own way overrules Cargo.toml, where one dependency is excepted.
 */
const FLAGS = ['--release', '--sanitizer', 'none', '--features', 'libfuzzer'];

/** The longest input in bytes. Where one is a list of small things, a longer list shows nothing new and takes long. */
const LONGEST = { headers: 1024, origins: 400, queries: 512, receivers: 600 };
const LONGEST_OF_OTHERS = 16_384;

/** The target that is no program of Rust. */
const HELLO = 'hello';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000000' },
    seconds: { type: 'string', default: '0' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

await main(async () => {
  const [runs, seconds] = [options.runs, options.seconds].map(Number);
  if (!(Number.isInteger(runs) && runs > 0 && Number.isInteger(seconds) && seconds >= 0))
    throw new Refusal('--runs is a whole number from 1 on, --seconds one from 0 on (0: no end).');
  const rust = (await readdir(inRepo('fuzz', 'fuzz_targets'))).map((name) => name.replace(/\.rs$/, '')).sort();
  const all = [...rust, HELLO];
  const wanted = options.only?.split(',') ?? all;
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length) throw new Refusal(`No target is called ${unknown.join()}; there are ${all.join(', ')}.`);
  const program = wanted.some((name) => name !== HELLO) ? await install() : undefined;
  const fuzz = (args, more) => run(program, ['fuzz', ...args], { env: PROFILE, ...more });
  if (program) await step('building the targets', () => fuzz(['build', ...FLAGS]));
  const report = {};
  for (const name of wanted) report[name] = name === HELLO ? await hellos(runs, seconds) : await play(fuzz, name);
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
});

async function install() {
  const program = join(tools, 'bin', `cargo-fuzz${process.platform === 'win32' ? '.exe' : ''}`);
  if (!existsSync(program)) {
    await step('installing cargo-fuzz', () =>
      run('cargo', ['install', 'cargo-fuzz', '--version', VERSION, '--locked', '--root', tools]),
    );
  }
  return program;
}

/** Gives a target so many inputs. New ones that reach new code are kept beside what is built. */
async function play(fuzz, name) {
  const found = join(cargoTarget, 'fuzz-corpus', name);
  await mkdir(found, { recursive: true });
  const corpora = [found, inRepo('fuzz', 'corpus', name)];
  const longest = LONGEST[name] ?? LONGEST_OF_OTHERS;
  const limits = [`-runs=${options.runs}`, `-max_total_time=${options.seconds}`, `-max_len=${longest}`];
  let figures = {};
  await step(`fuzzing ${name}`, (report) =>
    fuzz(['run', ...FLAGS, name, ...corpora, '--', ...limits, '-print_final_stats=1'], {
      onLine(line) {
        const [, runs, cover] = /^#(\d+)\s.*cov: (\d+)/.exec(line) ?? [];
        if (runs) {
          figures = { runs: Number(runs), edges: Number(cover) };
          report(`${runs} inputs, ${cover} edges`);
        }
        const [, total] = /number_of_executed_units:\s*(\d+)/.exec(line) ?? [];
        if (total) figures.runs = Number(total);
      },
    }),
  );
  say(`${name}: ${figures.runs} inputs, ${figures.edges} edges of code, nothing broke`);
  return figures;
}

/** The reader of ClientHellos, in slices, so that the terminal hears of it. */
async function hellos(runs, seconds) {
  const folder = inRepo('fuzz', 'corpus', HELLO);
  const seeds = await Promise.all((await readdir(folder)).sort().map((name) => readFile(join(folder, name))));
  const [slice, end] = [10_000, seconds ? Date.now() + seconds * 1000 : Number.POSITIVE_INFINITY];
  let played = 0;
  await step(`fuzzing ${HELLO}`, async (report) => {
    for (let start = 1; played < runs && Date.now() < end; start += 1) {
      const count = Math.min(slice, runs - played);
      playHellos(seeds, count, { start });
      played += count;
      report(`${played} inputs`);
      await new Promise(setImmediate);
    }
  });
  say(`${HELLO}: ${played} inputs, nothing broke`);
  return { runs: played };
}
