// npm run size: what a first visit downloads, and what in it takes the room.
// `--json` prints it for programs; `--check` fails when a budget is exceeded.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildAll, buildNamedCollector, collectorCore, edgeBuild } from './lib/build.mjs';
import { inRepo } from './lib/paths.mjs';
import { bold, green, main, red } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';
import { crateOf, readModule, sumBy } from './lib/wasm-sizes.mjs';

/** Brotli bytes; what the README and the documents promise. The Worker's are gzip's, which Cloudflare counts in. */
const BUDGETS = { loader: 4 * 1024, 'first visit': 30_000, 'Backoffice page': 100 * 1024, 'edge worker': 660_000 };
const counted = (name, sizes) => (name === 'edge worker' ? sizes.gzip : sizes.brotli);

await main(async () => {
  const flags = new Set(process.argv.slice(2));
  const json = flags.has('--json');
  await setUp();
  await buildAll();
  const artefacts = await measureAll();
  const collector = await attribute(await readFile(await buildNamedCollector()));
  if (json) process.stdout.write(`${JSON.stringify({ artefacts, budgets: BUDGETS, collector }, null, 2)}\n`);
  else print(artefacts, collector);
  const exceeded = Object.entries(BUDGETS).filter(([name, budget]) => counted(name, artefacts[name]) > budget);
  return flags.has('--check') && exceeded.length > 0 ? 1 : 0;
});

async function measureAll() {
  const artefacts = {
    loader: await measure(inRepo('edge-worker', 'assets', 'collector', 'edgeprint-collector.js')),
    submitter: await measure(inRepo('npm', 'dist', 'submit.js')),
    worker: await measure(inRepo('npm', 'dist', 'worker.js')),
    'core glue': await measure(collectorCore.js),
    'core wasm': await measure(collectorCore.wasm),
  };
  artefacts['first visit'] = total(Object.values(artefacts));
  // In place of glue and wasm, where a policy blocks WebAssembly.
  artefacts['core fallback'] = await measure(collectorCore.fallback);
  artefacts['edge worker'] = total([
    await measure(join(edgeBuild, 'index.js')),
    await measure(join(edgeBuild, 'index_bg.wasm')),
  ]);
  artefacts['Backoffice page'] = await measureBackoffice();
  return artefacts;
}

/** What the operator's page loads at first: all but the charts, and the test page. */
async function measureBackoffice() {
  const folder = inRepo('edge-worker', 'assets', 'backoffice');
  const assets = await readdir(join(folder, 'assets'));
  const first = assets.filter((name) => !/^(line|test)\.|\.br$/.test(name)).map((name) => join(folder, 'assets', name));
  return total(await Promise.all([join(folder, 'index.html'), ...first].map(measure)));
}

async function measure(file) {
  const bytes = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

function total(parts) {
  const sum = (key) => parts.reduce((all, part) => all + part[key], 0);
  return { raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') };
}

function attribute(bytes) {
  const { functions, sections } = readModule(bytes);
  return {
    sections,
    crates: Object.fromEntries(sumBy(functions, crateOf)),
    functions: Object.fromEntries(sumBy(functions, (name) => name).slice(0, 40)),
  };
}

function print(artefacts, collector) {
  const row = (...cells) =>
    console.log(cells.map((cell, i) => (i ? String(cell).padStart(10) : cell.padEnd(16))).join(''));
  console.log();
  row('', 'raw', 'gzip', 'brotli', 'budget');
  for (const [name, sizes] of Object.entries(artefacts)) {
    const { raw, gzip, brotli } = sizes;
    const budget = BUDGETS[name];
    const verdict = budget ? (counted(name, sizes) <= budget ? green(` ${budget}`) : red(` ${budget} exceeded`)) : '';
    row(name, raw, gzip, brotli, verdict);
  }
  console.log(`\n${bold('The collector’s wasm before names are stripped, by crate')}`);
  for (const [crate, bytes] of Object.entries(collector.crates).slice(0, 20)) row(crate, bytes);
  row('(data)', collector.sections.data ?? 0);
  console.log(`\n${bold('Its largest functions')}`);
  for (const [name, bytes] of Object.entries(collector.functions)) console.log(`${String(bytes).padStart(8)}  ${name}`);
}
