// npm test: sets up what is missing, builds, and runs every check.
// `node tools/test.mjs <part> …` runs only the named parts.
import { ensureBrowsers } from './lib/browsers.mjs';
import { buildAll } from './lib/build.mjs';
import { parts } from './lib/parts.mjs';
import { bold, dim, elapsed, green, main, Refusal, red, say, seconds } from './lib/progress.mjs';
import { stopping } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';

/** In the order of how soon they fail. `audit` asks the internet, and needs a tool that takes minutes to install, so it is asked for by name. */
const EVERYTHING = ['lint', 'generated', 'unit', 'edge', 'browser', 'tooling'];
const NEED_BUILD = ['unit', 'edge', 'browser', 'tooling'];
const NEED_BROWSERS = ['browser', 'tooling'];

await main(async () => {
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : EVERYTHING;
  const unknown = chosen.filter((name) => !parts[name]);
  if (unknown.length > 0)
    throw new Refusal(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
  await setUp();
  if (chosen.some((name) => NEED_BROWSERS.includes(name))) await ensureBrowsers();
  if (chosen.some((name) => NEED_BUILD.includes(name))) await buildAll();
  const results = [];
  for (const name of chosen) results.push(...(await runPart(name)));
  return summarise(results);
});

async function runPart(part) {
  const results = [];
  for (const check of await parts[part]()) {
    if (stopping()) break;
    say(bold(`${part}: ${check.name}`));
    const began = Date.now();
    let ok = true;
    try {
      await check.run();
    } catch (error) {
      ok = false;
      console.error(red(error.message));
    }
    results.push({ name: `${part}: ${check.name}`, ok, took: Date.now() - began });
  }
  return results;
}

/** One line a check, and the exit code. */
function summarise(results) {
  console.log(`\n${bold('Summary')}`);
  for (const { name, ok, took } of results) {
    console.log(`  ${ok ? green('✓ passed') : red('✗ FAILED')}  ${name} ${dim(seconds(took))}`);
  }
  const failed = results.filter(({ ok }) => !ok).length;
  const verdict = failed
    ? red(`${failed} of ${results.length} checks failed`)
    : green(`all ${results.length} checks passed`);
  console.log(`\n${bold(verdict)} in ${elapsed()}\n`);
  return failed ? 1 : 0;
}
