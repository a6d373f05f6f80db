// The linking benchmark: how well the linker recognises the browsers of a population, beside simpler ones.
//
//   npm run --silent link-bench -- population.ndjson.gz --half heldout
//   npm run --silent link-bench -- tableFingerprints.sql --ids consistent_extension_ids.csv
//
//   --half public|heldout|all      which browsers (a dump of FP-STALKER: all of the last 60 % of its records)
//   --every 1,7,20                 days between visits
//   --loss 0.3                     also at 7 days, when only this share of visits lacks the stored id
//   --only linker,exact            which linkers: linker, exact, eckersley, rule-based, fuzzy
//   --with 'name=program args'     one more, a program that speaks the same protocol; may be given again
//   --most 500                     cut every replay after so many visits
//   --json                         the figures for programs
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { inRepo } from '../../tools/lib/paths.mjs';
import { costsOf, Exact, Fuzzy } from './lib/baselines.mjs';
import { consistent, idsOf, recordsOf } from './lib/fpstalker.mjs';
import { all, browsersOf, linesOf } from './lib/population.mjs';
import { replay, visitsOf } from './lib/replay.mjs';
import { Eckersley, RuleBased } from './lib/rules.mjs';
import { score } from './lib/score.mjs';
import { Speaker } from './lib/speaker.mjs';
import { table } from './lib/table.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    half: { type: 'string' },
    every: { type: 'string' },
    loss: { type: 'string', default: '0.3' },
    only: { type: 'string', default: 'linker,exact,eckersley,rule-based,fuzzy' },
    with: { type: 'string', multiple: true, default: [] },
    ids: { type: 'string' },
    most: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (positionals.length !== 1) {
  process.stderr.write('give one file: a population (.ndjson, .ndjson.gz) or a dump of FP-STALKER (.sql, .csv)\n');
  process.exit(2);
}
const [path] = positionals;
const dump = /\.(sql|csv)(\.gz)?$/.test(path);

/** What is replayed, and what the fuzzy baseline may learn from. */
async function populations() {
  if (dump) {
    const ids = options.ids ? idsOf(await readFile(options.ids, 'utf8')) : undefined;
    const records = consistent(await all(recordsOf(path)), ids);
    const browsers = browsersOf(records, { skip: 0.4 });
    const tested = new Set([...browsers.values()].flat());
    const earlier = browsersOf(
      records.filter((record) => !tested.has(record)),
      { fewest: 2 },
    );
    return { browsers, teachers: earlier };
  }
  const records = await all(linesOf(path));
  const teachers = browsersOf(records, { half: 'public' });
  const browsers = browsersOf(records, { half: options.half ?? 'public' });
  return { browsers, teachers: teachers.size > 0 ? teachers : browsers };
}

function linkersOf(costs) {
  const ours = {
    linker: () => new Speaker([process.execPath, inRepo('tools/linker.mjs'), 'link-eval']),
    exact: () => new Exact(),
    eckersley: () => new Eckersley(),
    'rule-based': () => new RuleBased(),
    fuzzy: () => new Fuzzy(costs),
  };
  const chosen = options.only.split(',').map((name) => [name, ours[name]]);
  const others = options.with.map((text) => {
    const [name, command] = text.split(/=(.*)/s);
    return [name, () => new Speaker(command.split(/\s+/))];
  });
  return [...chosen, ...others];
}

async function main() {
  const { browsers, teachers } = await populations();
  const linkers = linkersOf(costsOf(teachers));
  const unknown = linkers.filter(([, make]) => !make).map(([name]) => name);
  if (unknown.length > 0) throw new Error(`no such linker: ${unknown.join(', ')}`);
  const every = (options.every ?? (dump ? '1,2,3,4,5,6,7,8,10,15,20' : '1,7,20')).split(',').map(Number);
  const loss = Number(options.loss);
  const courses = every.map((days) => ({ days, loss: 1 }));
  if (loss < 1 && every.includes(7)) courses.push({ days: 7, loss });
  const rows = [];
  for (const { days, loss } of courses) {
    const visits = visitsOf(browsers, days).slice(0, options.most ? Number(options.most) : undefined);
    for (const [name, make] of linkers) {
      const linker = make();
      const figures = score(await replay(visits, linker, { loss }), days);
      await linker.stop?.();
      rows.push({ every: days, loss, name, figures });
    }
  }
  process.stdout.write(options.json ? `${JSON.stringify(rows, null, 2)}\n` : `${table(rows)}\n`);
}

await main();
