// npm run chaos: workerd is killed in the middle of load, 50 times (`-- --kills 5`), over the same stores; then it is
// counted what of the acknowledged is there. `--json` prints the figures for programs. It fails where something is
// lost or there twice.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from './lib/build.mjs';
import { main, Refusal, say } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    clients: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
  },
});

await main(async () => {
  await setUp();
  await buildAll();
  // Only now: it needs the packages that are there by now.
  const { killRounds } = await import('../tests/chaos/kills.mjs');
  const state = await mkdtemp(join(tmpdir(), 'edgeprint-chaos-'));
  try {
    const report = await killRounds({
      rounds: Number(options.kills),
      clients: Number(options.clients),
      state,
      onRound: (round, { acknowledged, lost, inDoubt, wereStored, restartMs }) =>
        say(
          `kill ${round}: ${acknowledged} acknowledged, ${lost} lost; ${inDoubt} in doubt, ${wereStored} of them stored; back after ${restartMs} ms`,
        ),
    });
    process.stdout.write(`${JSON.stringify(report, null, options.json ? 0 : 2)}\n`);
    const { lost, takenTwice, eventsExpected, eventsStored } = report;
    if (lost || takenTwice || eventsExpected !== eventsStored)
      throw new Refusal('Something was lost, or is there twice.');
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});
