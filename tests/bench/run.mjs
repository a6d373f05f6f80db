// npm run bench: how long Edgeprint and others take in the same browser.
//
//   npm run bench -- --browser chromium,firefox --throttle 1,6 --rounds 7 --json
//
// One library a page, a fresh browser context each time, in random order within
// a round. `total` runs from before the library's bundle is asked for until its
// answer is there: download (loopback), parsing, compiling, reading, hashing.
// `longest` is the longest main-thread task meanwhile (Chromium tells; Firefox
// does not). Absolute times say little about another machine; ratios do.
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { launch } from '../lib/browsers.mjs';
import { inRepo } from '../lib/repo.mjs';
import { startSite } from '../lib/site.mjs';

const LIBRARIES = ['edgeprint', 'fingerprintjs', 'thumbmarkjs', 'botd'];
const SETTLE_MS = 500;

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
const report = { date: new Date().toISOString(), rounds: Number(options.rounds), runs: [] };
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
  for (const name of LIBRARIES) {
    const { outputFiles } = await build({
      entryPoints: [inRepo(`tests/bench/libraries/${name}.js`)],
      external: ['/edgeprint/*'],
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
    return { browser: await browser.version(), throttle, libraries: summarise(samples) };
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
    return await tab.evaluate(inPage, name);
  } finally {
    await context.close();
  }
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
  const { id } = await run();
  const total = performance.now() - began;
  await new Promise((resolve) => setTimeout(resolve, 50)); // the observer reports late
  return { total, longest, id };
}

function summarise(samples) {
  const base = median(samples.edgeprint.map(({ total }) => total));
  return Object.fromEntries(
    Object.entries(samples).map(([name, runs]) => {
      const total = median(runs.map((run) => run.total));
      const longest = runs[0].longest === null ? null : median(runs.map((run) => run.longest));
      return [
        name,
        { total: round(total), longest: longest === null ? null : round(longest), ratio: round(base / total) },
      ];
    }),
  );
}

function print({ browser, throttle, libraries }) {
  console.log(`\n${browser}, processor slowed ${throttle} ×, medians of ${report.rounds} rounds`);
  console.table(
    Object.fromEntries(
      Object.entries(libraries).map(([name, { total, longest, ratio }]) => [
        name,
        { 'total ms': total, 'longest task ms': longest ?? 'not told', 'Edgeprint ÷ this': ratio },
      ]),
    ),
  );
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
