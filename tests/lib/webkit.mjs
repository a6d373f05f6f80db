// WebKitGTK's MiniBrowser by WebDriver: the nearest to Safari that runs on
// Linux. Plain HTTP calls, since puppeteer speaks to no WebKit.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { locate, WEBKIT } from '../../tools/lib/browser-places.mjs';
import { freePort } from './port.mjs';

const XVFB = '/usr/bin/Xvfb';

/** Why WebKit cannot be driven here, or nothing: for the `skip` of tests. */
export function webkitIsMissing() {
  if (!locate(WEBKIT))
    return `WebKit is not tested: no WebKitWebDriver here (Debian: apt-get install ${WEBKIT.debian})`;
  if (!process.env.DISPLAY && !locate({ places: [XVFB] }))
    return 'WebKit is not tested: it needs a display (Debian: apt-get install xvfb)';
  return undefined;
}

/** Starts the driver, on a display of its own where there is none. */
export async function startWebkit() {
  const home = mkdtempSync(join(tmpdir(), 'edgeprint-webkit-'));
  const screen = process.env.DISPLAY ? undefined : await startXvfb();
  const port = await freePort();
  const driver = spawn(locate(WEBKIT), ['--host=127.0.0.1', `--port=${port}`], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: process.env.DISPLAY ?? screen.display,
      HOME: home,
      XDG_CACHE_HOME: home,
      XDG_DATA_HOME: home,
      // Containers have neither the rights for WebKit's sandbox nor a session bus.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      GTK_A11Y: 'none',
    },
  });
  await answering(port);
  return new Webkit({ home, screen, driver, url: `http://127.0.0.1:${port}` });
}

class Webkit {
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** A browser without a past. */
  async session() {
    const { sessionId } = await call(this.url, 'POST', '/session', {
      capabilities: { alwaysMatch: { timeouts: { script: 120_000, pageLoad: 120_000 } } },
    });
    return new Session(`${this.url}/session/${sessionId}`);
  }

  async close() {
    await end(this.driver);
    await end(this.screen?.process);
    rmSync(this.home, { recursive: true, force: true });
  }
}

class Session {
  constructor(url) {
    this.url = url;
  }

  goto(url) {
    return this.#leave(() => call(this.url, 'POST', '/url', { url }));
  }

  reload() {
    return this.#leave(() => call(this.url, 'POST', '/refresh', {}));
  }

  /** Waits for the new document: the driver's own answer may come before it (WebKitGTK 2.50). */
  async #leave(go) {
    await this.evaluate(async () => {
      globalThis.isOld = true;
    });
    await go();
    const isUnderWay = async () => globalThis.isOld || document.readyState !== 'complete';
    while (await this.evaluate(isUnderWay)) await sleep(100);
  }

  /** What an async function yields that is run in the page, or an error with what it threw. */
  async evaluate(work, argument) {
    const script = `const done = arguments[1];
      (${work})(arguments[0]).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await call(this.url, 'POST', '/execute/async', { script, args: [argument ?? null] });
    if (error) throw new Error(error);
    return value;
  }

  close() {
    return call(this.url, 'DELETE', '');
  }
}

async function call(url, method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}

/** The server picks a free display and writes its number to the descriptor it is given. */
async function startXvfb() {
  const args = ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const xvfb = spawn(XVFB, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [number] = await once(xvfb.stdout, 'data');
  return { process: xvfb, display: `:${String(number).trim()}` };
}

async function answering(port) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call(`http://127.0.0.1:${port}`, 'GET', '/status');
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(100);
    }
  }
}

async function end(child) {
  if (!child || child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
