// npm run growth: what the linker's look-up costs as a tenant's devices become many, natively and in D1.
//
//   npm run growth                        10³ to 10⁶ devices; some minutes, and 6 GB of disk for a while
//   npm run growth -- --devices 10000     no more than that
//   npm run growth -- --json              for programs
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { buildAll } from './lib/build.mjs';
import { inRepo } from './lib/paths.mjs';
import { main, Refusal, say } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];

await main(async () => {
  const { values } = parseArgs({
    options: { devices: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
  });
  const most = Number(values.devices);
  if (!(most >= SIZES[0])) throw new Refusal(`--devices is a number from ${SIZES[0]} on`);
  await setUp();
  await buildAll();
  const native = await growNatively(most);
  const d1 = await growInD1(most);
  const rows = native.map((line, at) => ({ ...line, d1: d1[at] }));
  if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else print(rows);
});

/** A look-up and a decision among made-up devices, in memory. */
async function growNatively(most) {
  say('Natively, in memory');
  const { stdout } = await promisify(execFile)(process.execPath, [
    inRepo('tools/linker.mjs'),
    'link-growth',
    String(most),
  ]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The Worker's own statements on a local D1, by D1's own count: every list is full, and as many devices as can be are compared. */
async function growInD1(most) {
  // Only now: they need the packages that are there by now.
  const { startEdge } = await import('../tests/lib/edge.mjs');
  const { fillLists, lookUp, storeCrowd } = await import('../tests/lib/link-crowd.mjs');
  const { another } = await import('../tests/lib/submission.mjs');
  const { counting, readCounts } = await import('./lib/counting-edge.mjs');
  const state = await mkdtemp(join(tmpdir(), 'edgeprint-growth-'));
  const edge = await startEdge({ shards: 1, state, rateLimit: 100_000, adjust: counting });
  try {
    const site = await edge.site();
    const { fingerprintId: founder } = await edge.visitor().submit(site, another('common'));
    const rows = [];
    let stored = 0;
    for (const size of SIZES.filter((size) => size <= most)) {
      say(`In D1, ${size} devices`);
      await storeCrowd(edge, site, founder, stored, size);
      stored = size;
      await fillLists(edge, site, founder, size);
      const { queries, rowsRead } = await lookUp(edge, site, founder, size);
      const visitor = edge.visitor();
      const token = await visitor.token(site);
      await readCounts(edge);
      await visitor.collect(token, another('common'));
      rows.push({ queries, rowsRead, submission: await readCounts(edge) });
    }
    return rows;
  } finally {
    await edge.stop();
    await rm(state, { recursive: true, force: true });
  }
}

function print(rows) {
  const headings = [
    'devices',
    'compared + 8, mean',
    'most',
    'p50 ms',
    'p99 ms',
    'D1 queries',
    'D1 rows read',
    'of a whole submission',
  ];
  const lines = rows.map(({ devices, rowsMean, rowsMost, p50Ms, p99Ms, d1 }) => [
    devices,
    rowsMean.toFixed(1),
    rowsMost,
    p50Ms.toFixed(3),
    p99Ms.toFixed(3),
    d1.queries,
    d1.rowsRead,
    d1.submission.rowsRead,
  ]);
  for (const cells of [headings, headings.map(() => '---'), ...lines]) console.log(`| ${cells.join(' | ')} |`);
}
