// npm run timing: does the time of a refusal tell where a key, token or secret is wrong? See edge-worker/examples/timing.rs.
//
//   npm run timing                       200,000 measurements of each check; seconds, once it is compiled
//   npm run timing -- --samples 20000
//   npm run -s timing -- --json          for programs
//
// It fails where a check shows a difference, or where one that is known to differ does not.
import { parseArgs } from 'node:util';
import { main, Refusal, step } from './lib/progress.mjs';
import { run } from './lib/run.mjs';

/** |t| beyond which a difference counts as shown (TVLA's bound: by chance once in 150,000). */
const BOUND = 4.5;

/** Link-time optimisation changes nothing here, and costs minutes. */
const PROFILE = { CARGO_PROFILE_RELEASE_LTO: 'off', CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16' };
const EXAMPLE = ['--release', '-q', '-p', 'edgeprint-edge', '--example', 'timing'];

const { values: options } = parseArgs({
  options: { samples: { type: 'string', default: '200000' }, json: { type: 'boolean', default: false } },
});

await main(async () => {
  if (!(Number(options.samples) >= 1000)) throw new Refusal('--samples is a number from 1000 on.');
  await step('compiling', () => run('cargo', ['build', ...EXAMPLE], { env: PROFILE }));
  const checks = [];
  await step('measuring', () =>
    run('cargo', ['run', ...EXAMPLE, '--', options.samples], {
      env: PROFILE,
      onLine: (line) => line.startsWith('{') && checks.push(JSON.parse(line)),
    }),
  );
  if (options.json) process.stdout.write(`${JSON.stringify(checks, null, 2)}\n`);
  else print(checks);
  const [control, ...ours] = checks;
  if (!(Math.abs(control?.t) > BOUND))
    throw new Refusal('The control does not show: this machine is too busy to tell.');
  const leaking = ours.filter(({ t }) => Math.abs(t) > BOUND).map(({ check }) => check);
  if (leaking.length) throw new Refusal(`Their time tells where a guess is wrong: ${leaking.join(', ')}.`);
});

function print(checks) {
  row('check', 'ns', 'last byte wrong instead of the first: ns more', 't', 'would show from, ns');
  row(...Array(5).fill('---'));
  for (const { check, nanoseconds, difference, t, shown } of checks) row(check, nanoseconds, difference, t, shown);
}

function row(...cells) {
  console.log(`| ${cells.join(' | ')} |`);
}
