// npm run zoo: who is told, and who is told wrongly.
//
//   npm run zoo -- --install                    packages of the stacks, first
//   npm run zoo -- --rounds 3 --json out.json   everybody that this machine has
//   npm run zoo -- --resume --json out.json     what failed in that run, and what it did not come to; `--for 600`: ten minutes of it
//   npm run zoo -- --only 'firefox' --keep dir  some, with what each submitted; programs copy what is kept there
//   npm run zoo -- --interact --json input.json watched input: everybody writes into a form and clicks in it
//   npm run zoo -- --judge dir --json out.json  what was kept and told before, by the rules as they are now
//
// One client after the other, each with a fresh profile, opens a page that has Edgeprint, BotD and
// fpscanner on it. A bot counts as caught where its score is 60 or more in all rounds; a person is a
// false alarm at 40 or more in any. See clients.mjs for who comes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CLIENTS, INTERACTING } from './clients.mjs';
import { install, lacking } from './install.mjs';
import { versions } from './places.mjs';
import { copies, sendCopy } from './programs.mjs';
import { startStand } from './stand.mjs';
import { verdicts } from './verdicts.mjs';
import { visit } from './visit.mjs';

const { values: options } = parseArgs({
  options: {
    install: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    interact: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    for: { type: 'string', default: 'Infinity' },
    only: { type: 'string', default: '' },
    kind: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    timeout: { type: 'string', default: '150' },
    json: { type: 'string' },
    keep: { type: 'string' },
    judge: { type: 'string' },
  },
});
/** What most is told by. */
const TELLING = 'webdriver automation_globals native_functions page_state worker_realm pointer window'.split(' ');

if (options.install) await install();

const asked = (options.interact ? INTERACTING : CLIENTS).filter(
  ({ id, kind }) => new RegExp(options.only).test(id) && (!options.kind || options.kind === kind),
);
const missing = asked.map((client) => ({ id: client.id, lacks: lacking(client) })).filter(({ lacks }) => lacks.length);
const had = asked.filter(({ id }) => !missing.some((other) => other.id === id));
for (const { id, lacks } of missing) console.log(`${id}: not had, lacks ${lacks.join(', ')}`);
if (options.list) {
  for (const { id, kind } of had) console.log(`${id}: ${kind}`);
  process.exit(0);
}

const end = Date.now() + Number(options.for) * 1000;
const report = begun();
const stand = await startStand();
const originals = new Map();
try {
  if (options.judge) await judgeAgain();
  else await visitAll();
} finally {
  await stand.close();
}
const { people, bots, absent } = verdicts(report.runs);
const of = (rows, told) => `${rows.filter(told).length} of ${rows.length}`;
console.log(`caught: ${of(bots, ({ caught }) => caught)}; false alarms: ${of(people, ({ alarm }) => alarm)}`);
for (const { client, errors } of absent) console.log(`${client} did not start: ${errors.join('; ')}`);

async function visitAll() {
  for (let round = 0; round < report.rounds; round += 1) {
    for (const client of had.filter(({ id }) => !isDone(id, round))) {
      if (Date.now() > end) return;
      const run = {
        client: client.id,
        kind: client.kind,
        engine: client.engine,
        round,
        ...(await once(client, round)),
      };
      report.runs.push(run);
      tell(run);
    }
  }
}

/** Sends again what browsers submitted, each with a fresh token; the readings stay, the rules may have changed. */
async function judgeAgain() {
  report.judged = new Date().toISOString();
  for (const run of report.runs) {
    const file = join(options.judge, fileOf(run.client, run.round));
    if (!existsSync(file)) continue;
    const { score, flags, reasons } = await stand.judge(JSON.parse(readFileSync(file, 'utf8')));
    Object.assign(run, { score, flags, reasons: reasons?.map(({ reason }) => reason) });
    tell(run);
  }
}

function tell({ client, round, score, error, flags }) {
  console.log(`${client} (${round + 1}): ${score ?? error} ${flags?.join(' ') ?? ''}`);
  save();
}

/** A new report, or the one that is gone on with. */
function begun() {
  const rounds = Number(options.rounds);
  if ((options.resume || options.judge) && options.json && existsSync(options.json)) {
    const earlier = JSON.parse(readFileSync(options.json, 'utf8'));
    const all = Math.max(rounds, earlier.rounds);
    return { ...earlier, rounds: all, runs: options.judge ? earlier.runs : earlier.runs.filter(isWhole) };
  }
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}`;
  return {
    date: new Date().toISOString(),
    machine,
    versions: versions(),
    interact: options.interact,
    rounds,
    missing,
    runs: [],
  };
}

/** Not those that failed, and not those of a machine that stood still until the time to read was over. */
function isWhole({ error, client, round }) {
  const file = options.keep && join(options.keep, fileOf(client, round));
  if (error || !file || !existsSync(file)) return !error;
  const { components } = JSON.parse(readFileSync(file, 'utf8')).body;
  return TELLING.every((name) => components[name]?.reason !== 'overall_deadline');
}

function isDone(id, round) {
  return report.runs.some((run) => run.client === id && run.round === round);
}

/** One visit: `{came, score, flags, botd, fpscanner}` or `{came, error}`; no client's failure ends the run. */
async function once(client, round) {
  const told = await toldBy(client);
  const { came, edgeprint, botd, fpscanner } = told;
  const sent = stand.submissions.get(edgeprint?.requestId);
  if (sent) keep(client.id, round, sent);
  const { score, flags, reasons } = edgeprint ?? {};
  const error = told.error ?? (typeof score === 'number' ? undefined : JSON.stringify(edgeprint?.error ?? edgeprint));
  const input = sent?.body.custom?.['edgeprint.input']?.value;
  return { came, score, flags, reasons: reasons?.map(({ reason }) => reason), input, botd, fpscanner, error };
}

async function toldBy(client) {
  try {
    if (!client.program)
      return await visit(client, stand, { timeout: Number(options.timeout), interact: options.interact });
    const original = kept(copies(client.program));
    if (!original) return { came: false, error: `${copies(client.program)} was not there to be copied` };
    return await sendCopy(client, stand, original);
  } catch ({ message }) {
    return { came: false, error: message };
  }
}

function fileOf(id, round) {
  return `${id}.${round + 1}.json`;
}

function keep(id, round, sent) {
  originals.set(id, sent);
  if (!options.keep) return;
  mkdirSync(options.keep, { recursive: true });
  writeFileSync(join(options.keep, fileOf(id, round)), `${JSON.stringify(sent, null, 1)}\n`);
}

/** What a client submitted in this run, or in the one that `--keep` names. */
function kept(id) {
  const file = options.keep && join(options.keep, fileOf(id, 0));
  if (!originals.has(id) && file && existsSync(file)) originals.set(id, JSON.parse(readFileSync(file, 'utf8')));
  return originals.get(id);
}

function save() {
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 1)}\n`);
}
