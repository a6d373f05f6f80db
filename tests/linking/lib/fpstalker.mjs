// The public dump of FP-STALKER (Vastel et al., S&P 2018), read as a population. It is a dump of a MySQL
// table, or that table as CSV. It is not part of this repository.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { familyOf } from './baselines.mjs';
import { csvRows, sqlRows } from './rows.mjs';

/** What the dump says where the page's script did not run. */
const NO_SCRIPT = 'no JS';
const FLASH_IS_OFF = /^Flash (not detected|detected but)/;

const plain = (text) => (text === '' || text === NO_SCRIPT ? null : text);
/** The paper sorts the names of the headers. */
const words = (text) => plain(text.split(' ').sort().join(' '));
/** The paper compares a turned screen as it was. */
function lying(text) {
  const [width, height, ...rest] = text.split('x');
  return plain(Number(height) > Number(width) ? [height, width, ...rest].join('x') : text);
}
const fonts = (text) =>
  plain(text) === null || FLASH_IS_OFF.test(text)
    ? null
    : text
        .split('_')
        .filter((name) => name !== '')
        .sort();

/** A column of the dump, the benchmark's field that it becomes, and how it is read. */
const TABLE = [
  ['userAgentHttp', 'ua', plain],
  ['acceptHttp', 'accept', plain],
  ['encodingHttp', 'encoding', plain],
  ['languageHttp', 'language', plain],
  ['orderHttp', 'headerOrder', words],
  ['pluginsJS', 'plugins', plain],
  ['platformJS', 'platform', plain],
  ['cookiesJS', 'cookies', plain],
  ['dntJS', 'dnt', plain],
  ['timezoneJS', 'tz', plain],
  ['resolutionJS', 'screen', lying],
  ['localJS', 'localStorage', plain],
  ['sessionJS', 'sessionStorage', plain],
  ['canvasJSHashed', 'canvas', plain],
  ['vendorWebGLJS', 'gpuVendor', plain],
  ['rendererWebGLJS', 'gpu', plain],
  ['fontsFlash', 'fonts', fonts],
  ['adBlock', 'adblock', plain],
];

const NEEDED = ['counter', 'id', 'creationDate', 'endDate', ...TABLE.map(([column]) => column)];

/** The records of a dump: an `.sql` or a `.csv`, packed by gzip or not. Rows without an id are left out. */
export async function* recordsOf(path) {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const csv = /\.csv(\.gz)?$/.test(path);
  for await (const row of csv ? csvRows(input) : sqlRows(input)) {
    const record = recordOf(row);
    if (record) yield record;
  }
}

function recordOf(row) {
  const missing = NEEDED.filter((column) => !(column in row));
  if (missing.length > 0) throw new Error(`no dump of FP-STALKER: it lacks ${missing.join(', ')}`);
  const [ts, end] = [secondsOf(row.creationDate), secondsOf(row.endDate)];
  if (row.id === null || row.id === '' || ts === null) return null;
  const read = TABLE.map(([column, field, how]) => [field, how(row[column] ?? '')]);
  const fp = Object.fromEntries(read.filter(([, value]) => value !== null));
  return { n: Number(row.counter), owner: row.id, ts, end, split: 'all', fp };
}

/** A MySQL time is of no zone: all are read as UTC. */
function secondsOf(text) {
  const at = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(text ?? '')
    ? Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)
    : Number.NaN;
  return Number.isFinite(at) ? at / 1000 : null;
}

/** Not computers as the paper means them, or browsers that its extension was not made for. */
const LEFT_OUT = /^(ios|android|other) | (safari|edge|other)$/;
/** Who draws differently in more than this share of records is thought to add noise. */
const MOST_DRAWINGS = 0.35;

/**
 * The browsers that the paper would have kept: one system and one browser each, a desktop with Chrome, Firefox or
 * Opera, scripts on, a platform that fits the system, no noise in the canvas. The paper's own list is better: give it
 * as `ids`. This one reads user agents more roughly.
 */
export function consistent(records, ids) {
  const browsers = new Map();
  for (const record of records) {
    if (!browsers.has(record.owner)) browsers.set(record.owner, []);
    browsers.get(record.owner).push(record);
  }
  const kept = ids ? (owner) => ids.has(owner) : (owner) => isConsistent(browsers.get(owner));
  const owners = new Set([...browsers.keys()].filter(kept));
  return records.filter(({ owner }) => owners.has(owner));
}

function isConsistent(records) {
  const [family] = records.map(({ fp }) => familyOf(fp.ua ?? ''));
  const drawings = new Set(records.map(({ fp }) => fp.canvas));
  const noisy = records.length > 5 && drawings.size / records.length > MOST_DRAWINGS;
  const alike = ({ fp }) => familyOf(fp.ua ?? '') === family && fits(family, fp.platform ?? '');
  return !LEFT_OUT.test(family) && !noisy && records.every(alike);
}

const PLATFORMS = { windows: /^Win|^x64/, mac: /^Mac/, linux: /^Linux|BSD/ };
const fits = (family, platform) => PLATFORMS[family.split(' ')[0]]?.test(platform) ?? false;

/** The owners in a file of one id a line, below a heading. */
export const idsOf = (text) =>
  new Set(
    text
      .split(/\r?\n/)
      .slice(1)
      .filter((line) => line !== ''),
  );
