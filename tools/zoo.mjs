// npm run zoo: builds what is stale, then lets browsers and bots visit; see tests/zoo/run.mjs.
import { ensureBrowsers } from './lib/browsers.mjs';
import { buildAll } from './lib/build.mjs';
import { inRepo } from './lib/paths.mjs';
import { main } from './lib/progress.mjs';
import { run } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';

await main(async () => {
  await setUp();
  await ensureBrowsers();
  await buildAll();
  await run(process.execPath, [inRepo('tests', 'zoo', 'run.mjs'), ...process.argv.slice(2)], { show: true });
  return 0;
});
