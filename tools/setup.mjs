// npm run setup: installs what building needs, and nothing else.
import { main, say } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';

await main(async () => {
  await setUp();
  say('everything that building needs is here');
});
