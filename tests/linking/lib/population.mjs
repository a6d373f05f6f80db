// Populations of browsers over time: each record is what one browser showed from
// one moment until another, `{n, owner, ts, end, split, fp}`, times in seconds.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** The paper keeps browsers of which more than six fingerprints were stored. */
const FEWEST = 7;

/** The records of a file, a line of JSON each; `.gz` is unpacked. */
export async function* linesOf(path) {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') yield JSON.parse(line);
  }
}

/**
 * Browsers and their records in order of time: a map from owner to records.
 *
 * @param records what `linesOf` or an adapter yields
 * @param options.half only records of this `split`; `all` for everything
 * @param options.fewest browsers with fewer records are left out
 * @param options.skip the share of the oldest records that are left out after that
 */
export function browsersOf(records, { half = 'all', fewest = FEWEST, skip = 0 } = {}) {
  const browsers = new Map();
  for (const record of records) {
    if (half !== 'all' && record.split !== half) continue;
    if (!browsers.has(record.owner)) browsers.set(record.owner, []);
    browsers.get(record.owner).push(record);
  }
  for (const [owner, own] of browsers) {
    if (own.length < fewest) browsers.delete(owner);
    else own.sort((a, b) => a.ts - b.ts);
  }
  return skip > 0 ? latest(browsers, skip) : browsers;
}

function latest(browsers, skip) {
  const numbers = [...browsers.values()].flatMap((own) => own.map(({ n }) => n)).sort((a, b) => a - b);
  const from = numbers[Math.floor(numbers.length * skip)];
  const kept = [...browsers].map(([owner, own]) => [owner, own.filter(({ n }) => n >= from)]);
  return new Map(kept.filter(([, own]) => own.length > 0));
}

/** Everything that is yielded. (`Array.fromAsync` needs Node 22.) */
export async function all(yielded) {
  const list = [];
  for await (const one of yielded) list.push(one);
  return list;
}
