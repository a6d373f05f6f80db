// The documents as a site: built once as the command builds it, and read in a real browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, openPage } from '../lib/browsers.mjs';
import { inRepo } from '../lib/repo.mjs';

const dist = inRepo('site/.vitepress/dist');
const WAIT = { timeout: 120_000 };
const signals = JSON.parse(readFileSync(inRepo('examples/demo/public/signals.json'), 'utf8'));

let server;
let browser;
before(async () => {
  // Fails on a link to a page that is not there.
  execFileSync(process.execPath, [inRepo('tools/docs.mjs'), 'build'], { stdio: 'pipe' });
  const { serve } = await import('../../site/lib/serve.mjs');
  server = await serve({ port: 0 });
  browser = await launch('chromium');
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** A page that notes what is asked of others. */
async function open(path) {
  const page = await openPage(browser);
  page.elsewhere = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(server.url))
      page.elsewhere.push(request.url());
  });
  await page.goto(server.url + path, WAIT);
  return page;
}

test('every address within the site leads to a page, and to a place on it', () => {
  const files = readdirSync(dist, { recursive: true }).filter((path) => path.endsWith('.html'));
  const pages = new Map(files.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(dist, path), 'utf8')]));
  assert.ok(pages.size > 40, `${pages.size} pages`);
  const broken = [];
  for (const [path, html] of pages) {
    for (const [, to, anchor] of html.matchAll(/<a\b[^>]*?\bhref="([^":#?]*)(?:#([^"]*))?"/g)) {
      const file = to.startsWith('/') ? to.slice(1) : posix.join(dirname(path), to);
      const name = !to
        ? path
        : file === '' || file.endsWith('/')
          ? `${file}index.html`
          : file.replace(/(\.html)?$/, '.html');
      const target = pages.get(name);
      const known = target ? !anchor || target.includes(`id="${decodeURIComponent(anchor)}"`) : to.endsWith('.json');
      if (!known) broken.push(`${path}: ${to}#${anchor ?? ''}`);
    }
  }
  assert.deepEqual([...new Set(broken)], []);
});

test('it can be searched, without asking anybody else', async () => {
  const page = await open('guides/getting-started');
  await page.waitForSelector('.DocSearch-Button, .VPNavBarSearch button', WAIT);
  await page.click('.VPNavBarSearch button');
  await page.waitForSelector('.VPLocalSearchBox input', WAIT);
  await page.type('.VPLocalSearchBox input', 'device_token_moved');
  await page.waitForSelector('.VPLocalSearchBox a.result', WAIT);
  const found = await page.$$eval('.VPLocalSearchBox a.result', (links) => links.map(({ href }) => href));
  assert.ok(
    found.some((href) => href.includes('/reference/flags')),
    found.join(),
  );
  assert.deepEqual([page.elsewhere, page.noise], [[], []]);
});

test('the playground reads this browser, tells of every signal, and sends nothing', async () => {
  const page = await open('playground');
  await page.waitForSelector('[data-signal][data-status]', WAIT);
  const told = await page.$$eval('[data-signal]', (all) => all.map(({ dataset }) => ({ ...dataset })));
  assert.deepEqual(
    told.map(({ signal }) => signal),
    signals.map(({ name }) => name),
  );
  assert.equal(told.find(({ signal }) => signal === 'user_agent').status, 'ok');
  const text = await page.$eval('[data-signal=webdriver]', (element) => element.textContent);
  assert.match(text, /"webdriver": true|true/);
  assert.match(text, /Volatile/);
  assert.match(text, /a program controls it/);
  assert.match(await page.$eval('.playground dd', (element) => element.textContent), /^[0-9a-f]{64}$/);
  assert.deepEqual([page.elsewhere, page.noise], [[], []]);
});
