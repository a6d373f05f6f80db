// The adapter for FP-STALKER's dump, on a few rows of the same columns: the dump itself is nobody's to hand on.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { inRepo } from '../../tools/lib/paths.mjs';
import { consistent, idsOf, recordsOf } from './lib/fpstalker.mjs';
import { all, browsersOf } from './lib/population.mjs';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:45.0) Gecko/20100101 Firefox/45.0';
const PHONE =
  'Mozilla/5.0 (Linux; Android 6.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0 Mobile Safari/537.36';

/** The columns of the dump's table, in its order, with a usual value. */
const COLUMNS = {
  counter: '1',
  id: 'one',
  addressHttp: 'hashed',
  creationDate: '2015-07-01 10:00:00',
  updateDate: null,
  endDate: '2015-07-11 10:00:00',
  userAgentHttp: FIREFOX,
  acceptHttp: 'text/html',
  hostHttp: 'example.org',
  connectionHttp: 'close',
  encodingHttp: 'gzip, deflate',
  languageHttp: 'fr,en;q=0.5',
  orderHttp: 'Host User-Agent Accept',
  pluginsJS: "Plugin 0: it's (a) plugin; of 'this'; \\ and, that. ",
  platformJS: 'Linux x86_64',
  cookiesJS: 'yes',
  dntJS: 'NC',
  timezoneJS: '-120',
  resolutionJS: '1080x1920x24',
  localJS: 'yes',
  sessionJS: 'yes',
  IEDataJS: 'no',
  canvasJS: null,
  webGLJs: 'no JS',
  fontsFlash: 'Verdana_Arial_',
  resolutionFlash: '1920x1080',
  languageFlash: 'fr',
  platformFlash: 'Linux 4.4',
  adBlock: 'no',
  vendorWebGLJS: 'Mozilla',
  rendererWebGLJS: 'Mozilla',
  octaneScore: null,
  sunspiderTime: null,
  pluginsJSHashed: 'x',
  canvasJSHashed: 'drawing',
  webGLJsHashed: 'x',
  fontsFlashHashed: 'x',
  osDetailed: 'Linux',
  browserDetailed: 'Firefox',
  browserVersion: '45.0',
};
const NAMES = Object.keys(COLUMNS);

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgeprint-dump-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** A row a record of a browser, ten days each, beginning a day after the browser before. */
function rows() {
  const life = (id, first, changes = {}) =>
    Array.from({ length: 8 }, (_, n) => ({
      ...COLUMNS,
      id,
      counter: String(first + 10 * n),
      creationDate: day(first + 10 * n),
      endDate: n === 7 ? null : day(first + 10 * (n + 1)),
      userAgentHttp: FIREFOX.replaceAll('45', String(45 + n)),
      canvasJSHashed: `drawing of ${id}`,
      ...changes,
    }));
  const phone = life('phone', 3, { userAgentHttp: PHONE });
  const odd = life('odd', 4, { platformJS: 'Win32' });
  return [...life('one', 1), ...life('two', 2), ...phone, ...odd, { ...COLUMNS, id: null, counter: '90' }];
}

const day = (n) => new Date(Date.UTC(2015, 6, n, 10)).toISOString().slice(0, 19).replace('T', ' ');

const quoted = (value) => (value === null ? 'NULL' : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);
const tuple = (row) => `(${NAMES.map((name) => (name === 'counter' ? row.counter : quoted(row[name]))).join(', ')})`;

/** As phpMyAdmin exports it: columns named, several rows a statement. */
const named = (list) =>
  `SET time_zone = "+00:00";\nINSERT INTO \`extensionData\` (${NAMES.map((name) => `\`${name}\``).join(', ')}) VALUES\n${list.map(tuple).join(',\n')};\n`;
/** As mysqldump does: the table first, and all in one line. */
const unnamed = (list) =>
  `CREATE TABLE \`extensionData\` (\n${NAMES.map((name) => `  \`${name}\` varchar(50) CHARACTER SET utf8 NOT NULL,`).join('\n')}\n  PRIMARY KEY (\`counter\`)\n) ENGINE=InnoDB;\nINSERT INTO \`extensionData\` VALUES ${list.map(tuple).join(',')};\n`;
const csv = (list) =>
  [NAMES, ...list.map((row) => NAMES.map((name) => row[name] ?? 'NULL'))]
    .map((cells) => cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
    .join('\r\n');

async function written(name, text) {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test('a dump is read the same in each of its forms', async () => {
  const read = [];
  for (const [name, text] of [
    ['named.sql', named(rows())],
    ['unnamed.sql', unnamed(rows())],
    ['table.csv', csv(rows())],
  ]) {
    read.push(await all(recordsOf(await written(name, text))));
  }
  assert.equal(read[0].length, 32, 'the row without an id is left out');
  assert.deepEqual(read[1], read[0]);
  assert.deepEqual(read[2], read[0]);
  const [{ n, owner, ts, end, split, fp }] = read[0];
  assert.deepEqual([n, owner, split], [1, 'one', 'all']);
  assert.deepEqual([ts, end], [Date.UTC(2015, 6, 1, 10) / 1000, Date.UTC(2015, 6, 11, 10) / 1000]);
  assert.equal(fp.plugins, COLUMNS.pluginsJS);
  assert.equal(fp.screen, '1920x1080x24');
  assert.equal(fp.headerOrder, 'Accept Host User-Agent');
  assert.deepEqual(fp.fonts, ['Arial', 'Verdana']);
  assert.equal(read[0][7].end, null);
});

test('what a script or Flash would have told is absent where they did not run', async () => {
  const row = { ...COLUMNS, platformJS: 'no JS', fontsFlash: 'Flash detected but not activated (click-to-play)' };
  const [{ fp }] = await all(recordsOf(await written('quiet.sql', named([row]))));
  assert.deepEqual([fp.platform, fp.fonts], [undefined, undefined]);
});

test('browsers that are inconsistent, mobile or noisy are left out, or all that the list does not name', async () => {
  const records = await all(recordsOf(await written('all.sql', named(rows()))));
  const owners = (list) => [...new Set(list.map(({ owner }) => owner))].sort();
  assert.deepEqual(owners(consistent(records)), ['one', 'two']);
  assert.deepEqual(owners(consistent(records, idsOf('user_id\nodd\n'))), ['odd']);
  const noisy = records.map((record) => ({ ...record, fp: { ...record.fp, canvas: `noise ${record.n}` } }));
  assert.deepEqual(consistent(noisy), []);
});

test('the last 60 % of the records are replayed', async () => {
  const records = consistent(await all(recordsOf(await written('paper.sql', named(rows())))));
  const browsers = browsersOf(records, { skip: 0.4 });
  assert.deepEqual(
    [...browsers.values()].map((own) => own.length),
    [5, 5],
  );
});

test('the benchmark takes a dump, and says what it lacks', async () => {
  const run = promisify(execFile);
  const bench = (path, ...more) =>
    run(process.execPath, [inRepo('tests/linking/bench.mjs'), path, '--only', 'exact', ...more]);
  const { stdout } = await bench(await written('bench.sql', named(rows())), '--every', '1,7', '--loss', '1');
  assert.match(stdout, /\| 1 \| exact \|.*\n\| 7 \| exact \|/);
  await assert.rejects(bench(await written('other.csv', 'counter,id\n1,one\n')), ({ stderr }) =>
    /no dump of FP-STALKER: it lacks creationDate/.test(stderr),
  );
});
