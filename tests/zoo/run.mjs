// npm run zoo: who is told, and who is told wrongly.
//
//   npm run zoo -- --install                    packages of the stacks, first
//   npm run zoo -- --rounds 3 --json out.json   everybody that this machine has
//   npm run zoo -- --only 'firefox' --keep dir  some, with what each submitted
//
// One client after the other, each with a fresh profile, opens a page that has Edgeprint, BotD and
// fpscanner on it. A bot counts as caught where its score is 60 or more in all rounds; a person is a
// false alarm at 40 or more in any. See clients.mjs for who comes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CLIENTS } from './clients.mjs';
import { install, lacking } from './install.mjs';
import { copies, sendCopy } from './programs.mjs';
import { startStand } from './stand.mjs';
import { verdicts } from './verdicts.mjs';
import { visit } from './visit.mjs';

const { values: options } = parseArgs({
  options: {
    install: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    kind: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    timeout: { type: 'string', default: '90' },
    json: { type: 'string' },
    keep: { type: 'string' },
  },
});
if (options.install) await install();

const asked = CLIENTS.filter(
  ({ id, kind }) => new RegExp(options.only).test(id) && (!options.kind || options.kind === kind),
);
const missing = asked.map((client) => ({ id: client.id, lacks: lacking(client) })).filter(({ lacks }) => lacks.length);
const had = asked.filter(({ id }) => !missing.some((other) => other.id === id));
for (const { id, lacks } of missing) console.log(`${id}: not had, lacks ${lacks.join(', ')}`);
if (options.list) {
  for (const { id, kind } of had) console.log(`${id}: ${kind}`);
  process.exit(0);
}

const [{ model }] = cpus();
const report = {
  date: new Date().toISOString(),
  machine: `${cpus().length} × ${model.trim()}`,
  rounds: Number(options.rounds),
  missing,
  runs: [],
};
const stand = await startStand();
const originals = new Map();
try {
  for (let round = 0; round < report.rounds; round += 1) {
    for (const client of had) {
      const run = { client: client.id, kind: client.kind, engine: client.engine, round, ...(await once(client)) };
      report.runs.push(run);
      console.log(`${run.client}: ${run.score ?? run.error} ${run.flags?.join(' ') ?? ''}`);
      save();
    }
  }
} finally {
  await stand.close();
}
const { people, bots } = verdicts(report.runs);
const of = (rows, told) => `${rows.filter(told).length} of ${rows.length}`;
console.log(`caught: ${of(bots, ({ caught }) => caught)}; false alarms: ${of(people, ({ alarm }) => alarm)}`);

/** One visit: `{score, flags, botd, fpscanner}` or `{error}`. */
async function once(client) {
  const told = client.program ? await copyOf(client) : await visit(client, stand, { timeout: Number(options.timeout) });
  const { edgeprint, botd, fpscanner } = told;
  const sent = stand.submissions.get(edgeprint?.requestId);
  if (sent) keep(client.id, sent);
  const { score, flags, reasons } = edgeprint ?? {};
  const error = told.error ?? (typeof score === 'number' ? undefined : JSON.stringify(edgeprint?.error ?? edgeprint));
  return { score, flags, reasons: reasons?.map(({ reason }) => reason), botd, fpscanner, error };
}

async function copyOf({ program }) {
  const original = originals.get(copies(program));
  if (!original) return { error: `${copies(program)} was not there to be copied` };
  return sendCopy(program, stand, original);
}

function keep(id, sent) {
  originals.set(id, sent);
  if (!options.keep) return;
  mkdirSync(options.keep, { recursive: true });
  writeFileSync(join(options.keep, `${id}.json`), `${JSON.stringify(sent, null, 1)}\n`);
}

function save() {
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 1)}\n`);
}
