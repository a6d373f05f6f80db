// Launches the real browsers. A browser that is missing fails the tests: a
// suite that skips what it is there to prove is worse than none.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
 * `scale` is the whole browser's device pixel ratio, as a desktop sets it; `args` come after ours, and `without`
 * takes some of ours away; `env` is added to the environment; `prefs` are Firefox's (`about:config`), `profile`
 * is what Chromium's profile has for its settings; `extensions` are their folders.
 */
export function launch(kind, options = {}) {
  return kind === 'firefox' ? launchFirefox(options) : launchChromium(options);
}

async function launchFirefox({ scale, args = [], env, prefs, extensions = [] }) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: executableOf('firefox'),
    headless: true,
    defaultViewport: null,
    args,
    env: { ...process.env, ...env },
    extraPrefsFirefox: { ...(scale ? { 'layout.css.devPixelsPerPx': String(scale) } : {}), ...prefs },
  });
  for (const folder of extensions) await browser.installExtension(folder);
  return browser;
}

async function launchChromium({ scale, args = [], without = [], env, profile, extensions }) {
  const folder = profile && profileWith(profile);
  const browser = await puppeteer.launch({
    browser: 'chrome',
    executablePath: executableOf('chromium'),
    headless: true,
    defaultViewport: null,
    args: [
      ...CHROMIUM_ARGS.filter((arg) => !without.includes(arg)),
      ...(scale ? [`--force-device-scale-factor=${scale}`] : []),
      ...args,
    ],
    env: { ...process.env, ...env },
    userDataDir: folder,
    ...(extensions ? { pipe: true, enableExtensions: extensions } : {}),
  });
  if (folder) browser.process().once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return browser;
}

/** A folder with a profile that has these settings, as if somebody had made them. */
function profileWith(settings) {
  const folder = mkdtempSync(join(tmpdir(), 'edgeprint-profile-'));
  mkdirSync(join(folder, 'Default'));
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(settings));
  return folder;
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
