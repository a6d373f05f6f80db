// The benchmark itself: its replay, its figures, its baselines and its command.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { inRepo } from '../../tools/lib/paths.mjs';
import { costsOf, Exact, Fuzzy } from './lib/baselines.mjs';
import { all, browsersOf, linesOf } from './lib/population.mjs';
import { replay, visitsOf } from './lib/replay.mjs';
import { score } from './lib/score.mjs';
import { table } from './lib/table.mjs';
import { asText, make } from './make.mjs';

const SMALL = inRepo('tests/linking/small.ndjson');
const DAY = 86_400;
const run = promisify(execFile);

test('the small population is what its maker makes', async () => {
  assert.equal(await readFile(SMALL, 'utf8'), asText(make()));
});

test('a browser visits every so many days and shows what it showed then; the last record has no end', () => {
  const at = (day, end, fp) => ({ n: day, owner: 'a', ts: day * DAY, end: end && end * DAY, split: 'public', fp });
  const browsers = browsersOf([at(10, 12, 'first'), at(12, 13, 'short'), at(13, 30, 'second'), at(30, null, 'last')], {
    fewest: 2,
  });
  const shown = visitsOf(browsers, 7).map(({ at, fp }) => [at / DAY, fp]);
  assert.deepEqual(shown, [
    [10, 'first'],
    [17, 'second'],
    [24, 'second'],
  ]);
});

test('the oldest share is left out, and browsers of which little is known', () => {
  const records = ['a', 'a', 'a', 'b', 'a'].map((owner, n) => ({ n, owner, ts: n, end: n + 1, split: 'all', fp: {} }));
  const browsers = browsersOf(records, { fewest: 2, skip: 0.5 });
  assert.deepEqual(
    [...browsers].map(([owner, own]) => [owner, own.map(({ n }) => n)]),
    [['a', [2, 4]]],
  );
});

test('figures are what they say', () => {
  // a founds 1, b is taken for a, a is known, b is new after all, a is split, b is known.
  const told = [
    ['a', '1'],
    ['b', '1'],
    ['a', '1'],
    ['b', '2'],
    ['a', '3'],
    ['b', '2'],
  ];
  const answers = told.map(([owner, id]) => ({ owner, id, scored: true, ms: 1 }));
  const figures = score(answers, 7);
  assert.deepEqual([figures.browsers, figures.visits], [2, 6]);
  assert.equal(figures.precision, 2 / 3);
  assert.equal(figures.recall, 2 / 4);
  assert.equal(figures.newFp, 1 / 2);
  assert.ok(Math.abs(figures.ownership - (2 / 3 + 1 + 1) / 3) < 1e-12);
  assert.equal(figures.avgTrack, ((1 / 2) * 7 + (1 / 2) * 7) / 2);
  // A visit with its stored id is no merit of the linker's.
  const kept = answers.map((answer, at) => ({ ...answer, scored: at !== 2 }));
  assert.equal(score(kept, 7).recall, 1 / 3);
});

test('a stored id is shown as often as it is not lost', async () => {
  const browsers = browsersOf(await all(linesOf(SMALL)));
  const visits = visitsOf(browsers, 7);
  const answers = await replay(visits, new Exact(), { loss: 0.3 });
  const kept = answers.filter(({ scored }) => !scored).length / (visits.length - browsers.size);
  assert.ok(kept > 0.6 && kept < 0.8, `${kept}`);
  const { recall } = score(await replay(visits, new Exact(), { loss: 0 }), 7);
  assert.equal(recall, null, 'nothing is scored where no id is lost');
});

test('the fuzzy baseline knows more than equality, and neither takes one for another', async () => {
  const browsers = browsersOf(await all(linesOf(SMALL)));
  const visits = visitsOf(browsers, 7);
  const exact = score(await replay(visits, new Exact()), 7);
  const fuzzy = score(await replay(visits, new Fuzzy(costsOf(browsers))), 7);
  assert.deepEqual([exact.precision, fuzzy.precision, exact.newFp, fuzzy.newFp], [1, 1, 0, 0]);
  assert.ok(fuzzy.recall > exact.recall, `${fuzzy.recall} and ${exact.recall}`);
});

test('the command replays programs that speak the protocol beside the baselines', async () => {
  const program = `${process.execPath} ${inRepo('tests/linking/exact.mjs')}`;
  const args = [inRepo('tests/linking/bench.mjs'), SMALL, '--only', 'exact,fuzzy', '--every', '7,20', '--json'];
  const { stdout } = await run(process.execPath, [...args, '--with', `a program=${program}`]);
  const rows = JSON.parse(stdout);
  assert.equal(rows.length, 9, 'three linkers; 7 days, 20 days, and 7 with lost ids');
  for (const { name, every, loss, figures } of rows) {
    if (name !== 'a program') continue;
    const same = rows.find((row) => row.name === 'exact' && row.every === every && row.loss === loss);
    for (const figure of ['precision', 'recall', 'newFp', 'ownership']) {
      assert.equal(figures[figure], same.figures[figure], `${figure} at ${every}`);
    }
  }
  const [heading, , first] = table(rows).split('\n');
  assert.match(heading, /^\| days between visits \| linker \| .*\| precision \| recall \| new_fp \|/);
  assert.match(first, /^\| 7 \| exact \| \d/);
});

test('a program that ends early is an error, not a figure', async () => {
  const args = [inRepo('tests/linking/bench.mjs'), SMALL, '--only', 'exact', '--every', '7'];
  const failing = run(process.execPath, [...args, '--with', `none=${process.execPath} --version`]);
  await assert.rejects(failing, ({ stderr }) => /ended before it answered|JSON/.test(stderr));
});
