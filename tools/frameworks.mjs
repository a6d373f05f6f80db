// npm run example <name> starts an example with a framework that renders on a server; npm run test:frameworks [name …]
// takes them to a fresh folder each, installs the packed package there, builds, serves, and looks at the page.
import { readFile } from 'node:fs/promises';
import { announcementIn } from './lib/announcement.mjs';
import { ensureBrowsers } from './lib/browsers.mjs';
import { buildAll, buildPackage } from './lib/build.mjs';
import { environment, exampleFolder, frameworks } from './lib/frameworks.mjs';
import { inRepo, stateFolder } from './lib/paths.mjs';
import { main, Refusal, step } from './lib/progress.mjs';
import { run } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { whenStale } from './lib/stamps.mjs';

const [what, ...names] = process.argv.slice(2);

await main(async () => {
  const unknown = names.filter((name) => !frameworks[name]);
  const all = Object.keys(frameworks);
  if (unknown.length > 0) throw new Refusal(`No such framework: ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  if (what === 'test') return test(names.length > 0 ? names : all);
  if (names.length !== 1) throw new Refusal(`Name one example: npm run example ${all.join(' | ')}.`);
  return start(names[0]);
});

async function test(chosen) {
  await setUp();
  await ensureBrowsers();
  await buildAll();
  const env = { EDGEPRINT_FRAMEWORKS: chosen.join() };
  await run(process.execPath, ['--test', inRepo('tests/frameworks/frameworks.test.mjs')], { env, show: true });
}

async function start(name) {
  const edge = await runningEdge();
  await setUp();
  await buildPackage();
  const cwd = exampleFolder(name);
  const inputs = [inRepo('examples', name, 'package.json'), inRepo('npm/package.json'), inRepo('npm/src')];
  const outputs = [inRepo('examples', name, 'node_modules/edgeprint/dist')];
  await whenStale(`${name}-modules`, { inputs, salt: process.version, outputs }, () =>
    // The package is copied, as from a registry: a link would bring another Vue or React along.
    step(`installing ${name}`, () =>
      run('npm', ['install', '--install-links', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'], { cwd }),
    ),
  );
  await run('npm', ['run', 'dev'], { cwd, env: environment(edge), show: true });
}

/** By the environment; else what `npm start` runs: `{url, siteKey}`. */
async function runningEdge() {
  const { EDGEPRINT_URL: url, EDGEPRINT_SITE_KEY: siteKey } = process.env;
  if (url && siteKey) return { url, siteKey };
  try {
    return JSON.parse(await readFile(announcementIn(stateFolder()), 'utf8'));
  } catch {
    throw new Refusal('No edge is running. Start one in another terminal: npm start.');
  }
}
