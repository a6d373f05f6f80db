// A stranger's way: an example in a fresh folder, `npm install` of the packed package, build, serve, and a real browser
// that gets an id. `npm run test:frameworks`, which says by EDGEPRINT_FRAMEWORKS which.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment, exampleFolder, frameworks, sourcesOf } from '../../tools/lib/frameworks.mjs';
import { launch, openPage } from '../lib/browsers.mjs';
import { startEdge } from '../lib/edge.mjs';
import { packPackage } from '../lib/package.mjs';
import { freePort } from '../lib/port.mjs';

const WAIT = { timeout: 240_000 };
const chosen = process.env.EDGEPRINT_FRAMEWORKS?.split(',') ?? Object.keys(frameworks);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

let edge;
let packed;
before(async () => {
  packed = packPackage();
  edge = await startEdge();
});
after(async () => {
  await edge?.stop();
  packed?.close();
});

for (const name of chosen) {
  describe(name, () => {
    let project;
    before(async () => {
      project = await servedFromFreshFolder(name);
    });
    after(() => project?.close());

    test('is rendered on the server, where nothing is checked', async () => {
      const answer = await fetch(project.url);
      assert.equal(answer.status, 200);
      const html = await answer.text();
      assert.match(html, /<p>Checking …<\/p>/);
      assert.doesNotMatch(html, /dv_|role="alert"/);
    });

    test('shows its device in a browser, and checks again when it is asked to', async () => {
      const browser = await launch('chromium');
      try {
        const page = await openPage(browser);
        await page.goto(project.url, WAIT);
        await page.waitForSelector('dd', WAIT);
        const device = () => page.$eval('dd', ({ textContent }) => textContent);
        const first = await device();
        assert.match(first, /^dv_/);
        const again = page.waitForResponse((answer) => answer.url().endsWith('/v1/collect') && answer.ok(), WAIT);
        await page.click('button');
        await again;
        await page.waitForSelector('button:enabled', WAIT);
        assert.equal(await device(), first);
        assert.deepEqual(page.noise, []);
      } finally {
        await browser.close();
      }
    });
  });
}

/** Copied, installed, built and started: `{url, close()}`. */
async function servedFromFreshFolder(name) {
  const cwd = mkdtempSync(join(tmpdir(), `edgeprint-${name}-`));
  const { siteKey } = await edge.site();
  const port = await freePort();
  const env = {
    ...process.env,
    ...environment({ url: edge.url, siteKey }),
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
  };
  let server;
  const close = () => {
    server?.kill('SIGKILL'); // the others wait for connections that a browser keeps
    rmSync(cwd, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    for (const entry of sourcesOf(name)) {
      cpSync(join(exampleFolder(name), entry), join(cwd, entry), { recursive: true });
    }
    writeFileSync(join(cwd, 'edgeprint.tgz'), packed.tarball);
    execFileSync(npm, ['install', './edgeprint.tgz', '--no-audit', '--no-fund'], { cwd, stdio: 'pipe' });
    execFileSync(npm, ['run', 'build'], { cwd, env, stdio: 'pipe' });
    server = spawn(process.execPath, frameworks[name], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const url = `http://127.0.0.1:${port}/`;
    await answering(url, server);
    return { url, close };
  } catch (error) {
    close();
    // What npm wrote is what tells why.
    throw new Error(`${error.message}\n${error.stdout ?? ''}`, { cause: error });
  }
}

/** Until the page is served; fails when its server ends. */
async function answering(url, server) {
  let told = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (told += text));
  const answers = async () => (await fetch(url).catch(() => ({ ok: false }))).ok;
  while (!(await answers())) {
    if (server.exitCode !== null) throw new Error(`its server ended with ${server.exitCode}: ${told}`);
    await sleep(200);
  }
}
