// npm run bench:edge: our Worker beside a bare one and beside one of Hono and TypeScript that asks D1 and KV the same;
// see tests/bench/edge/run.mjs. Linux, since it reads workerd's processor time and memory from /proc.
//
//   npm run bench:edge                          some minutes
//   npm run bench:edge -- --rounds 2 --soak 0   shorter
//   npm run -s bench:edge -- --json             for programs
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildAll } from './lib/build.mjs';
import { main, Refusal, say } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '200' },
    clients: { type: 'string', default: '8' },
    restarts: { type: 'string', default: '7' },
    soak: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
});

await main(async () => {
  if (!existsSync('/proc/self/stat')) throw new Refusal('npm run bench:edge needs Linux.');
  const { json, ...given } = values;
  const options = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, Number(text)]));
  if (!Object.values(options).every((number) => Number.isInteger(number) && number >= 0))
    throw new Refusal('Options are whole numbers.');
  if (process.env.EDGEPRINT_QUICK === '1') throw new Refusal('A quick build is not to be measured.');
  await setUp();
  await buildAll();
  // Only now: they need the packages that are there by now.
  const { measure, KINDS } = await import('../tests/bench/edge/run.mjs');
  const report = await measure({ ...options, say });
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else print(report, KINDS);
});

function print({ routes, start, memory, alone }, kinds) {
  row('request', 'Worker', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms', '÷ bare', '÷ TypeScript');
  row(...Array(8).fill('---'));
  for (const [kind, workers] of Object.entries(routes)) {
    for (const [name, { perSecond, p50Ms, p99Ms, cpuMs }] of Object.entries(workers)) {
      const ratio = (other) => (cpuMs / workers[other].cpuMs).toFixed(2);
      row(kinds[kind], name, perSecond, p50Ms, p99Ms, cpuMs, ratio('bare'), ratio('typescript'));
    }
  }
  for (const [name, { listeningMs, firstAnswerMs }] of Object.entries(start ?? {}))
    console.log(`\n${name}: listens ${listeningMs} ms after its start, first answer ${firstAnswerMs} ms later`);
  if (memory) console.log(`\nMemory over ${memory.requests} requests, MB: ${memory.megabytes.join(', ')}`);
  console.log('\nWithout the stores, CPU ms more than the bare Worker takes:\n');
  row('request', 'TypeScript', 'Edgeprint');
  row(...Array(3).fill('---'));
  for (const [kind, { typescript, edgeprint }] of Object.entries(alone.kinds)) row(kinds[kind], typescript, edgeprint);
  if (alone.memory) console.log(`\nMemory of that, MB: ${alone.memory.megabytes.join(', ')}`);
}

const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);
