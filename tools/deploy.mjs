// npm run deploy: makes the stores that are missing, migrates, deploys, sets the secrets that are missing.
// With --dry-run it makes nothing and needs no account: it lists each call, and has wrangler show what it would upload.
import { basename, join, relative } from 'node:path';
import { deployAll, firstCalls } from './lib/deployment.mjs';
import { inRepo, root, stateFolder } from './lib/paths.mjs';
import { bold, main, Refusal, say } from './lib/progress.mjs';
import { run } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';

const QUIET = { WRANGLER_SEND_METRICS: 'false' };
const USAGE = 'npm run deploy [-- --dry-run] [--config FILE]';

await main(async () => {
  const { dryRun, config } = readArguments(process.argv.slice(2));
  await setUp();
  const options = { config, secretsFile: join(stateFolder(), `deployment-${basename(config, '.toml')}.json`), say };
  if (dryRun) return showPlan(options);
  const wrangler = async (args) => {
    say(`${bold('wrangler')} ${args.join(' ')}`);
    const { output } = await run('wrangler', args, { env: QUIET });
    if (args[0] === 'deploy') console.log(output); // where it can be reached
    return output;
  };
  await deployAll({ ...options, wrangler });
  say('deployed');
});

async function showPlan(options) {
  say('a first deployment would run:');
  const shown = (part) => (part.startsWith('/') ? relative(root, part) : part);
  for (const call of await firstCalls(options)) console.log(`  npx wrangler ${call.map(shown).join(' ')}`);
  say('what would be uploaded:');
  await run('wrangler', ['deploy', '--dry-run', '--config', options.config], { env: QUIET, show: true });
}

function readArguments(given) {
  const found = { dryRun: false, config: inRepo('edge-worker', 'wrangler.toml') };
  for (let at = 0; at < given.length; at += 1) {
    if (given[at] === '--dry-run') found.dryRun = true;
    else if (given[at] === '--config' && given[at + 1]) {
      at += 1;
      found.config = inRepo(given[at]);
    } else throw new Refusal(`${given[at]} is not known. ${USAGE}`);
  }
  return found;
}
