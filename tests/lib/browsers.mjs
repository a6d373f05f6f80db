// Launches the real browsers. A browser that is missing fails the tests: a
// suite that skips what it is there to prove is worse than none.
import puppeteer from 'puppeteer-core';
import { howTo, BROWSERS as KINDS, locate } from '../../tools/lib/browser-places.mjs';

/** Both kinds, for tests that run in each. */
export const BROWSERS = Object.keys(KINDS);

/** The path of a browser's executable, or an error that says what to do. */
export function executableOf(kind) {
  const found = locate(KINDS[kind]);
  if (!found) throw new Error(howTo(KINDS[kind]));
  return found;
}

const CHROMIUM_ARGS = [
  '--no-sandbox', // containers run tests as root
  '--disable-gpu',
  '--enable-unsafe-swiftshader', // or Chromium itself writes to the console that it falls back to it
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Launches a browser with a fresh profile.
 * `scale` is the whole browser's device pixel ratio, as a desktop sets it.
 */
export function launch(kind, { scale } = {}) {
  const executablePath = executableOf(kind);
  if (kind === 'firefox') {
    return puppeteer.launch({
      browser: 'firefox',
      executablePath,
      headless: true,
      extraPrefsFirefox: scale ? { 'layout.css.devPixelsPerPx': String(scale) } : {},
    });
  }
  return puppeteer.launch({
    browser: 'chrome',
    executablePath,
    headless: true,
    defaultViewport: null,
    args: [...CHROMIUM_ARGS, ...(scale ? [`--force-device-scale-factor=${scale}`] : [])],
  });
}

/**
 * Opens a page that notes whatever a visitor could see of us:
 * `page.noise` lists console messages and uncaught errors.
 */
export async function openPage(browser) {
  const page = await browser.newPage();
  page.noise = [];
  page.on('console', (message) => page.noise.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => page.noise.push(`uncaught: ${error.message}`));
  return page;
}
