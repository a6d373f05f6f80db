// npm start: builds what is stale, starts the edge on workerd with a demo page, and
// keeps running until it is told to stop. What it keeps is in EDGEPRINT_STATE.
import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { announce, announcementIn, claim, withdraw } from './lib/announcement.mjs';
import { buildAll } from './lib/build.mjs';
import { stateFolder } from './lib/paths.mjs';
import { bold, dim, elapsed, main, say, step } from './lib/progress.mjs';
import { seed } from './lib/seed.mjs';
import { checkPort, HOST, readSettings } from './lib/settings.mjs';
import { setUp } from './lib/setup.mjs';
import { toldToStop } from './lib/stop.mjs';
import { startWorker } from './lib/worker.mjs';

const state = stateFolder();

await main(async () => {
  const { port, rateLimit } = readSettings();
  await checkPort(port);
  await claim(state);
  await setUp();
  await buildAll();
  await mkdir(state, { recursive: true, mode: 0o700 });
  const keys = await step('seeding a tenant', () => seed(state));
  await checkPort(port);
  const worker = await startWorker({ port, host: HOST, state, rateLimit, demo: keys, verbose: true });
  const stop = toldToStop();
  try {
    await untilHealthy(worker.url);
    await announce(state, { ...worker, ...keys });
    greet(worker.url, keys);
    await stop;
    say('stopping …');
  } finally {
    await withdraw(state);
    await worker.dispose();
  }
});

async function untilHealthy(url) {
  const answer = await fetch(`${url}/v1/health`);
  if (!answer.ok) throw new Error(`${url}/v1/health answered ${answer.status}: ${await answer.text()}`);
}

function greet(url, { siteKey, secretKey }) {
  say(`running after ${elapsed()}`);
  console.log(`
  ${bold('Demo page')}    ${url}/demo/
  ${bold('Site key')}     ${siteKey}
  ${bold('Secret key')}   ${secretKey}
  ${bold('Backoffice')}   ${url}/backoffice/
  ${bold('Admin token')}  "adminToken" in ${relative(process.cwd(), announcementIn(state))}

  ${bold('Look a device up')} (its id is on the demo page):
    curl -H 'Authorization: Bearer ${secretKey}' ${url}/v1/device/dv_…

  ${dim(`The same as JSON: ${relative(process.cwd(), announcementIn(state))}. Ctrl-C stops everything.`)}
`);
}
