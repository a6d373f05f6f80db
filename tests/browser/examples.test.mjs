// The examples, each as its README starts it, against the real Worker.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { createServer as createViteServer } from 'vite';
import { cargoTarget } from '../../tools/lib/paths.mjs';
import { launch, openPage } from '../lib/browsers.mjs';
import { POLL } from '../lib/client-page.mjs';
import { startEdge } from '../lib/edge.mjs';
import { inRepo } from '../lib/repo.mjs';

let edge;
let site;
let secretKey;
before(async () => {
  edge = await startEdge();
  site = await edge.site();
  secretKey = (await edge.key(site.tenantId)).secretKey;
});
after(() => edge?.stop());

/** Starts an example's server, as its README does, on a free port: `{url, stop()}`. */
async function start(name, program = process.execPath, args = ['server.js']) {
  const server = spawn(program, args, {
    cwd: inRepo('examples', name),
    env: {
      ...process.env,
      PORT: '0',
      EDGEPRINT_URL: edge.url,
      EDGEPRINT_SITE_KEY: site.siteKey,
      EDGEPRINT_SECRET_KEY: secretKey,
      EDGEPRINT_TENANT_ID: site.tenantId,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    server.stdout.once('data', (line) => resolve(`${line}`.trim()));
    server.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
  return { url, stop: () => server.kill() };
}

describe('the login', () => {
  let server;
  let url;
  let browser;
  before(async () => {
    server = await start('login');
    url = server.url;
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    server?.stop();
  });

  const send = async (body) => {
    const answer = await fetch(`${url}api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ada@shop.example', password: 'correct horse', ...body }),
    });
    return [answer.status, await answer.json()];
  };

  test('in a browser that a program drives is blocked', async () => {
    const page = await openPage(browser);
    await page.goto(url);
    await page.type('input[name=password]', 'correct horse');
    await page.click('button');
    await page.waitForFunction(() => document.querySelector('output').textContent, POLL);
    const told = await page.$eval('output', (output) => output.textContent);
    assert.equal(told, 'blocked: automated_access_detected');
    assert.deepEqual(
      page.noise.filter((line) => !line.includes('403')),
      [],
    );
  });

  test('of a person goes well, with the seal of this very login; and needs no seal the next time', async () => {
    const visitor = edge.visitor({ origin: new URL(url).origin });
    const { fingerprintId: deviceId, sealed } = await visitor.submit(site, { body: { action: 'login' } });
    assert.deepEqual(await send({ deviceId }), [202, { status: 'pending', reason: 'unproven_device' }]);
    assert.deepEqual(await send({ deviceId, sealed, password: 'wrong' }), [401, { status: 'refused' }]);
    assert.deepEqual(await send({ deviceId, sealed }), [200, { status: 'ok', deviceId }]);
    assert.deepEqual(await send({ deviceId }), [200, { status: 'ok', deviceId }]);
  });

  test('with nothing, with another’s seal or with nonsense asks for more', async () => {
    const pending = (reason) => [202, { status: 'pending', reason }];
    const { sealed } = await edge.visitor().submit(site, { body: { action: 'newsletter' } });
    assert.deepEqual(await send({ sealed }), pending('device_not_proven'));
    assert.deepEqual(await send({}), pending('unknown_device'));
    assert.deepEqual(await send({ deviceId: { $ne: null } }), pending('unknown_device'));
    assert.deepEqual(await send({ deviceId: '../admin' }), pending('unknown_device'));
    assert.equal((await fetch(`${url}api/login`, { method: 'POST' })).status, 401);
  });
});

describe('the page with the script tag', () => {
  test('shows its device', async () => {
    const server = await start('script-tag');
    const browser = await launch('chromium');
    try {
      const page = await openPage(browser);
      await page.goto(server.url);
      const told = () => page.$eval('output', ({ textContent }) => textContent);
      await page.waitForFunction(() => !/Checking/.test(document.querySelector('output').textContent), POLL);
      assert.match(await told(), /^dv_[\w-]+, risk critical$/);
      assert.deepEqual(page.noise, []);
    } finally {
      await browser.close();
      server.stop();
    }
  });
});

/**
 * The Rust one, built as a part of the workspace: with the features that `cargo test --workspace` has compiled its
 * dependencies with.
 */
function startAxum() {
  const built = [
    'build',
    '--quiet',
    '--workspace',
    '--exclude',
    'edgeprint-bindgen',
    '--bin',
    'edgeprint-example-axum',
  ];
  execFileSync('cargo', built, { cwd: inRepo('.') });
  return start('axum', `${cargoTarget}/debug/edgeprint-example-axum`, []);
}

for (const name of ['hono', 'fastify', 'axum']) {
  describe(`the checkout with ${name}`, () => {
    let server;
    before(async () => {
      server = await (name === 'axum' ? startAxum() : start(name));
    });
    after(() => server?.stop());

    const pay = async (sealed) => {
      const headers = sealed === undefined ? {} : { 'x-edgeprint-sealed': sealed };
      const answer = await fetch(`${server.url}api/pay`, { method: 'POST', headers });
      return [answer.status, await answer.json()];
    };
    const unknown = [202, { status: 'pending', reason: 'unknown_device' }];

    test('knows the device by the seal of this very payment', async () => {
      const visitor = edge.visitor();
      const { fingerprintId: deviceId, sealed } = await visitor.submit(site, { body: { action: 'pay' } });
      assert.deepEqual(await pay(sealed), [200, { status: 'paid', deviceId }]);
    });

    test('asks for more without one, and with another’s', async () => {
      const { sealed } = await edge.visitor().submit(site, { body: { action: 'newsletter' } });
      for (const text of [undefined, '', sealed, `${sealed}x`, 'a.b.c']) assert.deepEqual(await pay(text), unknown);
    });
  });
}

describe('the page of Vite and React', () => {
  test('shows its device, and checks again when it is asked to', async () => {
    Object.assign(process.env, { VITE_EDGEPRINT_URL: edge.url, VITE_EDGEPRINT_SITE_KEY: site.siteKey });
    const server = await createViteServer({
      root: inRepo('examples/react'),
      configFile: inRepo('examples/react/vite.config.js'),
      cacheDir: `${inRepo('node_modules')}/.vite-example`,
      server: { host: '127.0.0.1', port: 0 },
      logLevel: 'silent',
    });
    const browser = await launch('chromium');
    try {
      await server.listen();
      const page = await openPage(browser);
      await page.goto(server.resolvedUrls.local[0]);
      await page.waitForSelector('dd');
      const id = await page.$eval('dd', ({ textContent }) => textContent);
      assert.match(id, /^dv_/);
      const answered = page.waitForResponse((response) => response.url().endsWith('/v1/collect') && response.ok());
      await page.click('button');
      await answered;
      await page.waitForFunction(() => !document.querySelector('button').disabled, POLL);
      assert.equal(await page.$eval('dd', ({ textContent }) => textContent), id);
      assert.deepEqual(
        page.noise.filter((line) => !/vite|React DevTools/.test(line)),
        [],
      );
    } finally {
      await browser.close();
      await server.close();
    }
  });
});

describe('the Worker in front of a site', () => {
  const FRONT = 'https://shop.example';
  let origin;
  let worker;
  before(async () => {
    origin = createServer((request, response) => response.end(JSON.stringify(request.headers)));
    await new Promise((resolve) => origin.listen(0, '127.0.0.1', resolve));
    const { outputFiles } = await build({
      entryPoints: [inRepo('examples/verdict-headers/worker.js')],
      bundle: true,
      write: false,
      format: 'esm',
    });
    const { port } = origin.address();
    worker = new Miniflare({
      modules: true,
      script: outputFiles[0].text,
      compatibilityDate: '2026-04-01',
      cf: false,
      bindings: {
        EDGEPRINT_URL: edge.url,
        EDGEPRINT_TENANT_ID: site.tenantId,
        EDGEPRINT_SECRET_KEY: secretKey,
        COOKIE_SECRET: 'the secret of a test, 32 bytes or more',
      },
      // What lies behind the route; the edge is on the internet.
      outboundService: (request) => {
        const to = new URL(request.url);
        if (to.origin === FRONT) return fetch(`http://127.0.0.1:${port}${to.pathname}`, { headers: request.headers });
        return fetch(request.url, { method: request.method, headers: request.headers });
      },
    });
  });
  after(async () => {
    await worker?.dispose();
    origin?.close();
  });

  /** What the origin gets of Edgeprint. */
  const seen = async (headers) => {
    const all = await (await worker.dispatchFetch(`${FRONT}/`, { headers })).json();
    return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('x-edgeprint-')));
  };
  const session = (body, from = FRONT) =>
    worker.dispatchFetch(`${FRONT}/edgeprint/session`, { method: 'POST', body, headers: { origin: from } });

  test('tells the origin what is known of the device, from the moment that the page hands its seal over', async () => {
    const visitor = edge.visitor({ origin: FRONT });
    const { fingerprintId, sealed, score, risk_level } = await visitor.submit(site);
    assert.deepEqual(await seen({ 'x-edgeprint-score': '0' }), { 'x-edgeprint-verdict': 'unknown' });
    const answer = await session(sealed);
    assert.equal(answer.status, 204);
    const cookie = answer.headers.get('set-cookie');
    assert.match(cookie, /^__Host-device=.*; Path=\/;.*Secure; HttpOnly; SameSite=Lax$/);
    const [pair] = cookie.split(';');
    const known = await seen({ cookie: `other=1; ${pair}`, 'x-edgeprint-flags': 'forged' });
    assert.equal(known['x-edgeprint-verdict'], 'known');
    assert.deepEqual(
      [known['x-edgeprint-device'], known['x-edgeprint-score'], known['x-edgeprint-level']],
      [fingerprintId, `${score}`, risk_level],
    );
    assert.notEqual(known['x-edgeprint-flags'], 'forged');
    const forged = pair.replace(/dv_./, (start) => (start === 'dv_A' ? 'dv_B' : 'dv_A'));
    assert.deepEqual(await seen({ cookie: forged }), { 'x-edgeprint-verdict': 'unknown' });
  });

  test('takes no seal of other pages, none that was changed, and none from another site', async () => {
    const { sealed } = await edge.visitor({ origin: FRONT }).submit(site);
    const { sealed: elsewhere } = await edge.visitor({ origin: 'https://other.example' }).submit(site);
    assert.equal((await session(elsewhere)).status, 403);
    assert.equal((await session(`${sealed}x`)).status, 403);
    assert.equal((await session(sealed, 'https://evil.example')).status, 403);
    assert.equal((await session('')).status, 403);
  });
});
