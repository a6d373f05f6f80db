// The example with Next.js: built, rendered on the server, and at work in a browser. `npm run test:next`.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { launch, openPage } from '../lib/browsers.mjs';
import { startEdge } from '../lib/edge.mjs';
import { inRepo } from '../lib/repo.mjs';

const WAIT = { timeout: 120_000 };
const cwd = inRepo('examples/next');
const next = inRepo('examples/next/node_modules/next/dist/bin/next');

let edge;
let server;
let url;
before(async () => {
  edge = await startEdge();
  const { siteKey } = await edge.site();
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    EDGEPRINT_URL: edge.url,
    EDGEPRINT_SITE_KEY: siteKey,
  };
  execFileSync(process.execPath, [next, 'build'], { cwd, env, stdio: 'pipe' });
  server = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1', '--port', '0'], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  url = await new Promise((resolve, reject) => {
    let told = '';
    server.stdout.on('data', (text) => {
      told += text;
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(told) ?? [];
      if (address && /Ready/.test(told)) resolve(address);
    });
    server.once('exit', (code) => reject(new Error(`next start ended with ${code}: ${told}`)));
  });
});
after(async () => {
  server?.kill();
  await edge?.stop();
});

test('is rendered on the server, where nothing is checked', async () => {
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /<p>Checking …<\/p>/);
});

test('shows its device in a browser', async () => {
  const browser = await launch('chromium');
  try {
    const page = await openPage(browser);
    await page.goto(url, WAIT);
    await page.waitForSelector('dd', WAIT);
    assert.match(await page.$eval('dd', ({ textContent }) => textContent), /^dv_/);
    assert.deepEqual(page.noise, []);
  } finally {
    await browser.close();
  }
});
