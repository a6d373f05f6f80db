// Ways to change one thing, for the lines of the matrix.
import { clearPrefs, openPrivateWindow, setPrefs, zoom } from '../../lib/firefox-chrome.mjs';
import { inRepo } from '../../lib/repo.mjs';

/** Chromium's developer tools: emulation, where no flag or setting does it. */
export const cdp = (method, parameters) => ({
  how: `emulated: \`${method}\``,
  async prepare(page) {
    const session = await page.createCDPSession();
    await session.send(method, parameters);
  },
});

/** A media feature, by the developer tools. */
export const media = (name, value) => cdp('Emulation.setEmulatedMedia', { features: [{ name, value }] });

/** Chromium's command line. */
export const flags = (...args) => ({ how: args.map((arg) => `\`${arg}\``).join(' '), launch: { args } });

/** Settings in a Chromium profile. */
export const profile = (settings, how) => ({ how, launch: { profile: settings } });

/** Firefox's settings, changed while it runs. */
export const prefs = (values) => ({
  how: Object.entries(values)
    .map(([name, value]) => `\`${name}=${value}\``)
    .join(', '),
  prepare: (page) => setPrefs(page.browser(), values),
  restore: (page) => clearPrefs(page.browser(), values),
});

/** An environment variable. */
export const env = (variables) => ({
  how: Object.entries(variables)
    .map(([name, value]) => `\`${name}=${value}\``)
    .join(', '),
  launch: { env: variables },
});

/** The page elsewhere, or with something about it: `http`, `frame`, `foreignFrame`, `strict`. */
export const at = (place, how) => ({ how, place });

/** A page that asks the noise extension for something, in a Chromium that has it. */
export const noisy = (query) => ({
  how: 'an extension of ours',
  query,
  launch: { extensions: [inRepo('tests/fixtures/noise-extension')] },
});

/** Firefox's page zoom. */
export const firefoxZoom = (factor) => ({
  how: 'the zoom menu',
  loaded: (page) => zoom(page.browser(), page.url(), factor),
  restore: (page) => zoom(page.browser(), page.url(), 1),
});

/** A private window of Firefox. */
export const firefoxPrivate = () => ({ how: 'a private window', open: openPrivateWindow });

/** A profile of Chromium's that is forgotten when it is closed. */
export const chromiumPrivate = () => ({
  how: 'an incognito profile',
  async open(browser) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.close = () => context.close();
    return page;
  },
});

/** A page that is never in front. */
export const background = () => ({
  how: 'another tab in front',
  async open(browser) {
    const page = await browser.newPage();
    const other = await browser.newPage();
    await other.bringToFront();
    const close = page.close.bind(page);
    page.close = () => Promise.all([other.close(), close()]);
    return page;
  },
});

/** A system with fewer fonts. */
export const fewerFonts = () => ({
  how: 'fontconfig without some fonts',
  launch: { env: { FONTCONFIG_FILE: inRepo('tests/fixtures/fewer-fonts.conf') } },
});
