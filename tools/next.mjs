// npm run example:next starts the example with Next.js; npm run test:next builds it, serves it and looks at it.
import { ensureBrowsers } from './lib/browsers.mjs';
import { buildAll } from './lib/build.mjs';
import { inRepo } from './lib/paths.mjs';
import { main, step } from './lib/progress.mjs';
import { run } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { whenStale } from './lib/stamps.mjs';

const example = inRepo('examples/next');

await main(async () => {
  const test = process.argv[2] === 'test';
  await setUp();
  if (test) await ensureBrowsers();
  await buildAll();
  await installNext();
  if (!test) return run('npm', ['run', 'dev'], { cwd: example, env: { NEXT_TELEMETRY_DISABLED: '1' }, show: true });
  await run(process.execPath, ['--test', inRepo('tests/next/next.test.mjs')], { show: true });
});

/** 340 MB: no part of the workspaces, nor of `npm test`. */
async function installNext() {
  const inputs = [...['package.json', 'package-lock.json'].map((name) => inRepo('examples/next', name))];
  inputs.push(inRepo('npm/package.json'), inRepo('npm/src'));
  const outputs = [inRepo('examples/next/node_modules/next'), inRepo('examples/next/node_modules/edgeprint/dist')];
  await whenStale('next-modules', { inputs, salt: process.version, outputs }, () =>
    step('installing Next.js', () => run('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: example })),
  );
}
