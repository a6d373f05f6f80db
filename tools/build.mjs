// npm run build: makes everything that is served or published, as far as it is stale.
import { buildAll } from './lib/build.mjs';
import { elapsed, main, say } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';

await main(async () => {
  await setUp();
  await buildAll();
  say(`built in ${elapsed()}`);
});
