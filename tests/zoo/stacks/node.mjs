// Stacks of npm: `node node.mjs b-name url`. Each drives its browser as a bot of its kind would: it goes to the page,
// asks for its title, and looks into it again and again until the visit is over.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { QUIET } from '../clients.mjs';
import { TARGETS } from '../form.mjs';
import { agents, CHROMIUM, FIREFOX, SHELL, STACKS } from '../places.mjs';

const packages = createRequire(join(STACKS, 'package.json'));
const [client, url] = process.argv.slice(2);
const { ZOO_PROFILE: profile, ZOO_OVER: overUrl, ZOO_INTERACT: text } = process.env;

const ARGS = ['--no-sandbox', ...QUIET];
const UNMARKED = '--disable-blink-features=AutomationControlled';
const TUNED = [`--user-agent=${agents().desktop}`, '--screen-info={1920x1080}', '--window-size=1400,950'];

/** Chromium's own launcher, by whichever fork of Playwright or Puppeteer. */
const chromium = (name) => packages(name).chromium;
const stealthy = (extra, base) => {
  const driver = packages(extra).addExtra(base);
  driver.use(packages('puppeteer-extra-plugin-stealth')());
  return driver;
};

async function playwright(driver, { args = [], context = {}, ...options } = {}) {
  const browser = await driver.launch({ executablePath: CHROMIUM, args: [...ARGS, ...args], ...options });
  await drive(await (await browser.newContext(context)).newPage());
  await browser.close();
}

async function patchright({ args = [], headless }) {
  const options = { executablePath: CHROMIUM, args: [...ARGS, ...args], headless, viewport: null };
  const context = await chromium('patchright-core').launchPersistentContext(profile, options);
  await drive(context.pages()[0] ?? (await context.newPage()));
  await context.close();
}

async function puppeteer(driver, options = {}) {
  const { args = [], page = (browser) => browser.newPage(), task = drive, ...rest } = options;
  const all = { executablePath: CHROMIUM, args: [...ARGS, ...args], userDataDir: profile, ...rest };
  const browser = await driver.launch(all);
  await task(await page(browser));
  await browser.close();
}

/** Newer versions ask Firefox ESR for what it does not know. */
async function playwrightFirefox({ headless, unmarked }) {
  const launcher = packages('playwright-core-160').firefox;
  const browser = await launcher.launch({ channel: 'moz-firefox', executablePath: FIREFOX, headless });
  const context = await browser.newContext(unmarked ? { viewport: null } : {});
  if (unmarked) {
    await context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false, configurable: true });
    });
  }
  await drive(await context.newPage());
  await browser.close();
}

async function puppeteerFirefox() {
  const options = { browser: 'firefox', executablePath: FIREFOX, headless: true };
  const browser = await packages('puppeteer-core').launch(options);
  await drive(await browser.newPage());
  await browser.close();
}

/** Chromium with its port of DevTools open. */
async function opened(headless) {
  const args = [...ARGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  if (headless) args.push('--headless=new', '--disable-gpu');
  spawn(CHROMIUM, [...args, 'about:blank'], { stdio: 'ignore' });
  const file = join(profile, 'DevToolsActivePort');
  while (!existsSync(file)) await sleep(100);
  await sleep(300);
  return readFileSync(file, 'utf8').split('\n')[0];
}

/** DevTools' protocol by hand, without any library's traces. */
async function byHand({ headless, runtime }) {
  const port = await opened(headless);
  const pages = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
  const { WebSocket } = packages('ws');
  const socket = new WebSocket(pages.find(({ type }) => type === 'page').webSocketDebuggerUrl);
  await new Promise((resolve) => socket.on('open', resolve));
  let id = 0;
  const answers = new Map();
  socket.on('message', (data) => {
    const { id: to, result } = JSON.parse(data);
    answers.get(to)?.(result ?? {});
  });
  const send = (method, params = {}) => {
    socket.send(JSON.stringify({ id: ++id, method, params }));
    return new Promise((resolve) => answers.set(id, resolve));
  };
  for (const method of ['Page.enable', 'Network.enable', ...(runtime ? ['Runtime.enable'] : [])]) send(method);
  send('Page.navigate', { url });
  if (text) await useByHand(send);
  while (!(await isOver())) {
    if (runtime) send('Runtime.evaluate', { expression: 'document.title', returnByValue: true });
    else send('DOM.getDocument', { depth: 1 });
    await sleep(300);
  }
}

/** Writes into the form and clicks in it, as DevTools does it. */
async function useByHand(send) {
  for (const name of TARGETS) {
    const [x, y] = await placeByHand(send, name);
    const mouse = (type, more) => send('Input.dispatchMouseEvent', { type, x, y, ...more });
    await mouse('mouseMoved');
    await mouse('mousePressed', { button: 'left', clickCount: 1 });
    await mouse('mouseReleased', { button: 'left', clickCount: 1 });
    if (name !== TARGETS[0]) continue;
    for (const letter of text) {
      const code = letter === ' ' ? 'Space' : `Key${letter.toUpperCase()}`;
      await send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, key: letter, code });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter, code });
    }
  }
}

/** The middle of an element, once it is there and is shown. */
async function placeByHand(send, name) {
  for (;;) {
    const { root } = await send('DOM.getDocument', { depth: 1 });
    const { nodeId } = root ? await send('DOM.querySelector', { nodeId: root.nodeId, selector: `#${name}` }) : {};
    const { model } = nodeId ? await send('DOM.getBoxModel', { nodeId }) : {};
    if (model) return [model.content[0] + model.width / 2, model.content[1] + model.height / 2];
    await sleep(200);
  }
}

async function attached() {
  const port = await opened(false);
  const browser = await chromium('playwright-core').connectOverCDP(`http://127.0.0.1:${port}`);
  await drive(browser.contexts()[0].pages()[0]);
}

/** A document without a browser. */
async function jsdom() {
  const { JSDOM, VirtualConsole } = packages('jsdom');
  const options = { runScripts: 'dangerously', resources: 'usable', pretendToBeVisual: true };
  const { window } = await JSDOM.fromURL(url, { ...options, virtualConsole: new VirtualConsole() });
  while (!(await isOver())) await sleep(window.document.title ? 300 : 500);
}

async function happyDom() {
  const { Browser } = packages('happy-dom');
  const page = new Browser({ settings: { enableJavaScriptEvaluation: true } }).newPage();
  await page.goto(url);
  while (!(await isOver())) await sleep(300);
}

/** Writes into the form and clicks in it, as Playwright and Puppeteer do it. */
async function use(page) {
  await page.waitForFunction(() => document.title === 'Ready');
  for (const name of TARGETS) {
    await page.click(`#${name}`);
    if (name === TARGETS[0]) await page.keyboard.type(text);
  }
}

/** The same by a script in the page, that makes up all events. */
async function useByScript(page) {
  await page.goto(url);
  await page.waitForFunction(() => document.title === 'Ready');
  const fill = (names, written) => {
    for (const name of names) {
      const element = document.getElementById(name);
      if (name === names[0]) element.value = written;
      for (const type of ['pointerdown', 'pointerup', 'click']) {
        element.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: 'mouse' }));
      }
    }
  };
  await page.evaluate(fill, TARGETS, text);
  while (!(await isOver())) await sleep(300);
}

async function drive(page) {
  await page.goto(url, { waitUntil: 'domcontentloaded' }).catch(() => {});
  if (text) await use(page);
  while (!(await isOver())) {
    await page.title().catch(() => {});
    await page.evaluate(() => document.querySelectorAll('*').length).catch(() => {});
    await sleep(300);
  }
}

async function isOver() {
  try {
    return (await (await fetch(overUrl)).text()) === 'over';
  } catch {
    return true;
  }
}

const core = () => packages('puppeteer-core');
const injected = (browser) =>
  packages('fingerprint-injector').newInjectedPage(browser, {
    fingerprintOptions: { devices: ['desktop'], operatingSystems: ['windows'] },
  });
const HEADFUL = { headless: false };
const NO_FLAG = { headless: false, args: [UNMARKED], ignoreDefaultArgs: ['--enable-automation'] };

const CLIENTS = {
  'cdp-headless': () => byHand({ headless: true, runtime: true }),
  'cdp-headful': () => byHand({ headless: false, runtime: true }),
  'cdp-no-runtime-headful': () => byHand({ headless: false, runtime: false }),
  'playwright-headless': () => playwright(chromium('playwright-core')),
  'playwright-headless-no-gpu': () => playwright(chromium('playwright-core'), { args: ['--disable-gpu'] }),
  'playwright-shell': () => playwright(chromium('playwright-core'), { executablePath: SHELL }),
  'playwright-headful': () => playwright(chromium('playwright-core'), HEADFUL),
  'playwright-headful-no-flag': () =>
    playwright(chromium('playwright-core'), { ...NO_FLAG, context: { viewport: null } }),
  'playwright-attach': attached,
  'playwright-iphone': () =>
    playwright(chromium('playwright-core'), { context: packages('playwright-core').devices['iPhone 15'] }),
  'playwright-stealth-headless': () => playwright(stealthy('playwright-extra', chromium('playwright-core'))),
  'playwright-stealth-headful': () => playwright(stealthy('playwright-extra', chromium('playwright-core')), HEADFUL),
  'patchright-headless': () => patchright({ headless: true }),
  'patchright-headless-tuned': () => patchright({ headless: true, args: TUNED }),
  'patchright-headful': () => patchright({ headless: false }),
  'rebrowser-headful': () => playwright(chromium('rebrowser-playwright-core'), NO_FLAG),
  'puppeteer-headless': () => puppeteer(core()),
  'puppeteer-headless-tuned': () => puppeteer(core(), { args: TUNED, defaultViewport: null }),
  'puppeteer-shell': () => puppeteer(core(), { headless: 'shell', executablePath: SHELL }),
  'puppeteer-headful': () => puppeteer(core(), HEADFUL),
  'puppeteer-headful-no-flag': () => puppeteer(core(), { ...NO_FLAG, defaultViewport: null }),
  'puppeteer-stealth-headful': () =>
    puppeteer(stealthy('puppeteer-extra', core()), { headless: false, defaultViewport: null }),
  'puppeteer-injector': () => puppeteer(core(), { page: injected }),
  'script-events-headful': () => puppeteer(core(), { ...NO_FLAG, defaultViewport: null, task: useByScript }),
  'puppeteer-firefox': puppeteerFirefox,
  'playwright-firefox-headless': () => playwrightFirefox({ headless: true }),
  'playwright-firefox-headful': () => playwrightFirefox({ headless: false }),
  'playwright-firefox-headful-no-flag': () => playwrightFirefox({ headless: false, unmarked: true }),
  jsdom,
  'happy-dom': happyDom,
};

await CLIENTS[client.replace(/^b-/, '')]();
process.exit(0);
