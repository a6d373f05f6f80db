// npm run docs: builds the documents' site and serves it on this machine. npm run docs:build only builds it.
import { buildPackage } from './lib/build.mjs';
import { inRepo } from './lib/paths.mjs';
import { bold, main, say, step } from './lib/progress.mjs';
import { run } from './lib/run.mjs';
import { checkPort, docsPort } from './lib/settings.mjs';
import { setUp } from './lib/setup.mjs';
import { whenStale } from './lib/stamps.mjs';
import { toldToStop } from './lib/stop.mjs';

const site = inRepo('site');

await main(async () => {
  const onlyBuild = process.argv[2] === 'build';
  const port = docsPort();
  if (!onlyBuild) await checkPort(port, { variable: 'EDGEPRINT_DOCS_PORT', command: 'npm run docs' });
  await setUp();
  await buildPackage();
  await installGenerator();
  await step('building the site', async () => {
    const { stage } = await import('../site/lib/stage.mjs');
    await stage();
    await run(process.execPath, [inRepo('site/node_modules/vitepress/bin/vitepress.js'), 'build'], { cwd: site });
  });
  say(`the site is in ${inRepo('site/.vitepress/dist')}`);
  if (!onlyBuild) await serveUntilStopped(port);
});

/** A project of its own, with a lock file of its own: whoever builds the product does not pay for it. */
async function installGenerator() {
  const inputs = ['package.json', 'package-lock.json'].map((name) => inRepo('site', name));
  const outputs = [inRepo('site/node_modules/vitepress')];
  await whenStale('site-modules', { inputs, salt: process.version, outputs }, () =>
    // Not `npm ci`: it refuses a lock file without the optional packages of platforms that its registry did not have.
    step('installing the site generator', () =>
      run('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: site }),
    ),
  );
}

async function serveUntilStopped(port) {
  const { serve } = await import('../site/lib/serve.mjs');
  const { url, close } = await serve({ port });
  const stop = toldToStop();
  say(`${bold('Documents')} ${url}   Ctrl-C stops.`);
  await stop;
  await close();
}
