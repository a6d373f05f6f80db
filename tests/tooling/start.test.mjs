// `npm start`: a running edge with a demo page, and nothing left behind.
import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROWSERS, launch, openPage } from '../lib/browsers.mjs';
import { descendants, localStart, stillRunning } from '../lib/local-start.mjs';
import { freePort } from '../lib/port.mjs';

let state;
let port;
let running;

before(async () => {
  state = await mkdtemp(join(tmpdir(), 'edgeprint-start-'));
  port = await freePort();
});
after(async () => {
  await running?.kill();
  await rm(state, { recursive: true, force: true });
});

const lookUp = ({ url, secretKey }, deviceId) =>
  fetch(`${url}/v1/device/${deviceId}`, { headers: { authorization: `Bearer ${secretKey}` } });

/** Ctrl-C, and what is left five seconds later. */
async function interrupted(start, signal) {
  const family = descendants(start.child.pid);
  assert.ok(family.size > 0, 'nothing runs below npm');
  start.interrupt(signal);
  const ended = await Promise.race([start.exited, sleep(10_000, 'too late')]);
  assert.notEqual(ended, 'too late', `it ignores ${signal}:\n${start.output()}`);
  await sleep(300);
  assert.deepEqual(stillRunning(family), [], 'processes are left');
  await assert.rejects(stat(join(state, 'dev.json')), 'dev.json names a dead address');
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`), 'somebody still answers');
}

describe('npm start', () => {
  let first;
  let deviceId;

  test('says where it answers, in the terminal and in dev.json', async () => {
    running = localStart({ state, port });
    first = await running.ready();
    assert.deepEqual(Object.keys(first).sort(), ['adminToken', 'secretKey', 'siteKey', 'url']);
    assert.equal(new URL(first.url).port, String(port));
    assert.match(first.siteKey, /^pk_dev_/);
    assert.match(first.secretKey, /^sk_dev_/);
    const health = await fetch(`${first.url}/v1/health`);
    assert.equal(health.status, 200, 'dev.json appeared before it answered');
    await sleep(200);
    for (const shown of [`${first.url}/demo/`, first.siteKey, first.secretKey])
      assert.ok(running.output().includes(shown), `${shown} is not printed`);
    assert.ok(!running.output().includes(first.adminToken), 'the admin token is printed');
  });

  test('keeps its secrets for its owner', async () => {
    for (const file of ['dev.json', 'secrets.json', 'keys.json']) {
      assert.equal((await stat(join(state, file))).mode & 0o077, 0, file);
    }
  });

  test('leads from / to the demo', async () => {
    const answer = await fetch(`${first.url}/`, { redirect: 'manual' });
    assert.equal(answer.status, 302);
    assert.equal(new URL(answer.headers.get('location'), first.url).pathname, '/demo/');
  });

  for (const kind of BROWSERS) {
    test(`shows a visitor with ${kind} their own device, and curl finds it`, async () => {
      const browser = await launch(kind);
      try {
        const page = await openPage(browser);
        await page.goto(`${first.url}/demo/`);
        await page.waitForFunction(() => /^dv_/.test(document.querySelector('#device-id')?.textContent), {
          timeout: 20_000,
          polling: 100,
        });
        deviceId = await page.$eval('#device-id', (element) => element.textContent.trim());
        await page.waitForFunction(
          (id) => document.querySelector('#device-json').textContent.includes(id),
          { timeout: 20_000, polling: 100 },
          deviceId,
        );
        const shown = await page.evaluate(() => ({
          score: document.querySelector('#score').textContent,
          level: document.querySelector('#level').textContent,
          text: document.body.textContent,
        }));
        const { device } = await (await lookUp(first, deviceId)).json();
        assert.equal(shown.score, String(device.score));
        assert.equal(shown.level.toLowerCase(), `${device.riskLevel} risk`);
        for (const { reason } of device.reasons) assert.ok(shown.text.includes(reason), reason);
        for (const signal of ['user_agent', 'canvas', 'timezone'])
          assert.ok(shown.text.includes(signal), `${signal} is not listed`);
        assert.ok(!(await page.content()).includes(first.secretKey), 'the page has the secret key');
        assert.deepEqual(page.noise, []);
      } finally {
        await browser.close();
      }
    });
  }

  test('fits on a phone without scrolling sideways', async () => {
    const browser = await launch('chromium');
    try {
      const page = await openPage(browser);
      await page.setViewport({ width: 360, height: 740 });
      await page.goto(`${first.url}/demo/`);
      await page.waitForFunction(() => /^dv_/.test(document.querySelector('#device-id')?.textContent), {
        timeout: 20_000,
        polling: 100,
      });
      const [inner, scroll] = await page.evaluate(() => [
        document.documentElement.clientWidth,
        document.documentElement.scrollWidth,
      ]);
      assert.ok(scroll <= inner, `${scroll} > ${inner}`);
    } finally {
      await browser.close();
    }
  });

  test('refuses a port that is in use, and says what to do', async () => {
    const other = await mkdtemp(join(tmpdir(), 'edgeprint-start-'));
    const second = localStart({ state: other, port });
    try {
      assert.notEqual(await second.exited, 0);
      assert.match(second.output(), new RegExp(`Port ${port} is in use`));
      assert.match(second.output(), /EDGEPRINT_PORT=/);
      assert.doesNotMatch(second.output(), /\n\s+at .*\.mjs:\d+/, 'a stack trace');
    } finally {
      await second.kill();
      await rm(other, { recursive: true, force: true });
    }
  });

  test('ends at Ctrl-C and leaves no process, no port and no dev.json', () => interrupted(running, 'SIGINT'));

  test('started again has the same keys and remembers the device', async () => {
    running = localStart({ state, port });
    const again = await running.ready();
    assert.deepEqual(again, first);
    const answer = await lookUp(again, deviceId);
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).device.deviceId, deviceId);
  });

  test('ends when it is told to (SIGTERM), too', () => interrupted(running, 'SIGTERM'));

  test('honours EDGEPRINT_RATE_LIMIT', async () => {
    running = localStart({ state, port, env: { EDGEPRINT_RATE_LIMIT: '3' } });
    const here = await running.ready();
    const statuses = [];
    for (let n = 0; n < 8; n += 1) statuses.push((await lookUp(here, 'dv_none')).status);
    assert.ok(statuses.includes(429), `${statuses}`);
    await interrupted(running, 'SIGINT');
  });

  for (const wrong of ['abc', '0', '70000', '-1']) {
    test(`says what is wrong with EDGEPRINT_PORT=${wrong}`, async () => {
      const refused = localStart({ state, port: wrong });
      try {
        assert.notEqual(await refused.exited, 0);
        assert.match(refused.output(), /EDGEPRINT_PORT/);
      } finally {
        await refused.kill();
      }
    });
  }
});

test('a port taken by a server that came first is told within seconds', async () => {
  const squatter = createServer((_, response) => response.end());
  await new Promise((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const started = Date.now();
  const refused = localStart({ state, port: squatter.address().port });
  try {
    assert.notEqual(await refused.exited, 0);
    assert.ok(Date.now() - started < 15_000, 'it built first');
  } finally {
    await refused.kill();
    squatter.close();
  }
});
