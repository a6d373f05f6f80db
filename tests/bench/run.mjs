// npm run bench: how long Edgeprint and others take in the same browser.
//
//   npm run bench -- --browser chromium,firefox --throttle 1,6 --rounds 9
//   npm run -s bench -- --json > out.json     every sample, for programs
//
// One library a page, a fresh browser context each time, in random order within
// a round. `total` runs from before the library's bundle is asked for until its
// answer is there: download (loopback), parsing, compiling, reading, hashing.
// `longest` is the longest main-thread task meanwhile (Chromium tells; Firefox
// does not), `cpu` the main thread's own time (Chromium), `bytes` what was sent
// for it, as brotli would squeeze it. Absolute times say little about another
// machine; ratios do.
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { launch } from '../lib/browsers.mjs';
import { inRepo } from '../lib/repo.mjs';
import { startSite } from '../lib/site.mjs';
import { measureCached } from './cached.mjs';
import { FPSCANNER, onDemand } from './on-demand.mjs';

const LIBRARIES = ['edgeprint', 'fingerprintjs', 'thumbmarkjs', 'botd', 'fpscanner'];
const SETTLE_MS = 500;

/** Squeezed sizes of files, by path. */
const sizes = new Map();

const { values: options } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium,firefox' },
    throttle: { type: 'string', default: '1,6' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

const site = await startSite();
site.mount('/edgeprint/', inRepo('npm/dist'));
const page = await publish(site);
const processors = cpus();
const report = {
  date: new Date().toISOString(),
  machine: `${processors.length} × ${processors[0]?.model.trim()}`,
  rounds: Number(options.rounds),
  runs: [],
};
for (const kind of options.browser.split(',')) {
  for (const throttle of options.throttle.split(',').map(Number)) {
    // Slowing the processor down is a DevTools command; Firefox has none.
    if (kind === 'firefox' && throttle !== 1) continue;
    report.runs.push(await measure(kind, throttle));
  }
}
await site.close();
if (options.json) console.log(JSON.stringify(report, null, 2));
else for (const run of report.runs) print(run);

/** Bundles each library as its users would, and a page that imports one by name. */
async function publish(site) {
  const alias = { [FPSCANNER.name]: join(await onDemand(FPSCANNER), 'dist', 'fpScanner.es.js') };
  for (const name of LIBRARIES) {
    const { outputFiles } = await build({
      entryPoints: [inRepo(`tests/bench/libraries/${name}.js`)],
      external: ['/edgeprint/*'],
      alias,
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      target: 'es2022',
    });
    const [{ contents }] = outputFiles;
    site.on(`/lib/${name}.js`, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' });
      response.end(contents);
    });
  }
  return site.page('<p>bench</p>');
}

async function measure(kind, throttle) {
  const browser = await launch(kind);
  const samples = Object.fromEntries(LIBRARIES.map((name) => [name, []]));
  try {
    await once(browser, 'botd', 1); // the browser's own start belongs to nobody
    for (let round = 0; round < report.rounds; round += 1) {
      for (const name of shuffled(LIBRARIES)) samples[name].push(await once(browser, name, throttle));
    }
    const cached = throttle === 1 ? await measureCached(browser, site, report.rounds) : undefined;
    return {
      browser: await browser.version(),
      throttle,
      libraries: summarise(samples),
      signals: signalTimes(samples.edgeprint),
      fromCache: cached && {
        ms: median(cached.map(({ ms }) => ms)),
        slowest: Math.max(...cached.map(({ ms }) => ms)),
        loaded: Math.max(...cached.map(({ loaded }) => loaded)),
      },
      samples,
    };
  } finally {
    await browser.close();
  }
}

async function once(browser, name, throttle) {
  const context = await browser.createBrowserContext();
  try {
    const tab = await context.newPage();
    await tab.goto(page);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if (throttle !== 1) await tab.emulateCPUThrottling(throttle);
    const asked = site.requests.length;
    const before = await threadTime(tab);
    const { inner, ...sample } = await tab.evaluate(inPage, name);
    const cpu = before === null ? null : (await threadTime(tab)) - before;
    const bytes = await bytesOf(site.requests.slice(asked));
    return { ...sample, cpu, bytes, inner };
  } finally {
    await context.close();
  }
}

/** Milliseconds that the page's main thread has worked; null where the browser does not tell. */
async function threadTime(tab) {
  if ((await tab.browser().version()).startsWith('firefox')) return null;
  tab.bench ??= await tab.createCDPSession();
  await tab.bench.send('Performance.enable');
  const { metrics } = await tab.bench.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ThreadTime').value * 1000;
}

/** What the answers to some requests are, squeezed as a server would. */
async function bytesOf(requests) {
  const files = requests.map(({ path }) => path).filter((path) => /\.(js|wasm)$/.test(path));
  const sizes = await Promise.all(files.map(sizeOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sizeOf(path) {
  if (!sizes.has(path)) {
    const bytes = Buffer.from(await (await fetch(site.url + path)).arrayBuffer());
    sizes.set(path, brotliCompressSync(bytes).length);
  }
  return sizes.get(path);
}

/** Runs in the page. */
async function inPage(name) {
  let longest = null;
  if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
    longest = 0;
    const note = (list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    };
    new PerformanceObserver(note).observe({ type: 'longtask' });
  }
  const began = performance.now();
  const { run } = await import(`/lib/${name}.js`);
  const { id, inner } = await run();
  const total = performance.now() - began;
  await new Promise((resolve) => setTimeout(resolve, 50)); // the observer reports late
  return { total, longest, id, inner };
}

function summarise(samples) {
  const base = median(samples.edgeprint.map(({ total }) => total));
  return Object.fromEntries(
    Object.entries(samples).map(([name, runs]) => {
      const of = (key) => (runs[0][key] === null ? null : round(median(runs.map((run) => run[key]))));
      const total = of('total');
      return [name, { total, longest: of('longest'), cpu: of('cpu'), bytes: of('bytes'), ratio: round(base / total) }];
    }),
  );
}

/** Medians of what each signal took, the slowest first: from its start to its end, which others overlap. */
function signalTimes(runs) {
  const names = Object.keys(runs[0].inner);
  const times = names.map((name) => [name, round(median(runs.map(({ inner }) => inner[name])))]);
  return Object.fromEntries(times.sort(([, one], [, other]) => other - one));
}

function print({ browser, throttle, libraries, signals, fromCache }) {
  console.log(`\n${browser}, processor slowed ${throttle} ×, medians of ${report.rounds} rounds`);
  console.table(
    Object.fromEntries(
      Object.entries(libraries).map(([name, { total, longest, cpu, bytes, ratio }]) => [
        name,
        {
          'total ms': total,
          'longest task ms': longest ?? 'not told',
          'main thread ms': cpu ?? 'not told',
          bytes,
          'Edgeprint ÷ this': ratio,
        },
      ]),
    ),
  );
  const slowest = Object.entries(signals).slice(0, 12);
  console.log(`slowest signals: ${slowest.map(([name, ms]) => `${name} ${ms}`).join(', ')}`);
  if (!fromCache) return;
  const { ms, slowest: worst, loaded } = fromCache;
  console.log(`from the cache: ${round(ms)} ms (slowest ${round(worst)}), ${loaded} files loaded`);
}

function round(n) {
  return Math.round(n * 100) / 100;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function shuffled(items) {
  const rest = [...items];
  return items.map(() => rest.splice(Math.floor(Math.random() * rest.length), 1)[0]);
}
