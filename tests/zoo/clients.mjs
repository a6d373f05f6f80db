// Who comes to the page: one line each. `people` are browsers started as a person starts them, from
// the command line, in a window, by an ordinary user, with nothing attached. `bots` are started or
// driven by programs. Fields:
//   id, kind (person, bot), engine
//   command(visit)   a browser's command line, for those that nothing drives
//   stack            who drives it: node, python
//   window           the screen's size where there is a window; none: headless
//   prefs            Firefox: what its profile's user.js sets
//   scale            how many of the screen's points one of the page's is, where it is not one
//   needs            programs, and packages of a stack, without which the client is not had
import { fileURLToPath } from 'node:url';
import { agents, CHROMIUM, FIREFOX, MINI_BROWSER, SHELL } from './places.mjs';

const SCREEN = '1920x1080x24';
const folder = (name) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** Switches that keep a browser from talking to its maker: they change nothing that a page sees. */
export const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const HEADLESS = ['--headless=new', '--no-sandbox', '--disable-gpu', ...QUIET];

/** Firefox without its welcome pages. */
const FIRST_START = {
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.aboutwelcome.enabled': false,
  'termsofuse.bypassNotification': true,
  'browser.startup.homepage_override.mstone': 'ignore',
  'app.normandy.enabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

const person = (id, fields) => ({ id, kind: 'person', window: SCREEN, ...fields });
const bot = (id, fields) => ({ id, kind: 'bot', engine: 'chromium', ...fields });

const chromium = (id, args, fields = {}) =>
  person(`h-chromium${id && `-${id}`}`, {
    engine: 'chromium',
    needs: [CHROMIUM],
    command: ({ profile, url }) => [CHROMIUM, `--user-data-dir=${profile}`, ...args, url],
    ...fields,
  });
const firefox = (id, { prefs, args = [], ...fields } = {}) =>
  person(`h-firefox${id && `-${id}`}`, {
    engine: 'firefox',
    needs: [FIREFOX],
    prefs: { ...FIRST_START, ...prefs },
    command: ({ profile, url }) => [FIREFOX, '--no-remote', '--profile', profile, ...args, url],
    ...fields,
  });
const other = (id, engine, command, fields = {}) =>
  person(`h-${id}`, { engine, needs: [command({ url: '', profile: '' })[0]], bus: true, command, ...fields });

const GERMAN = { LANG: 'de_DE.UTF-8', LANGUAGE: 'de', TZ: 'America/New_York' };
const NEW_PAGE = { FONTCONFIG_FILE: folder('fewer-fonts.conf') };
const NOISE = [
  `--load-extension=${folder('noise-extension')}`,
  '--disable-features=DisableLoadExtensionCommandLineSwitch',
];

const PEOPLE = [
  chromium('', []),
  chromium('webgl', ['--ignore-gpu-blocklist']),
  chromium('traveller', ['--lang=de', '--window-size=1280,700'], {
    window: '1366x768x24',
    environment: { ...GERMAN, ...NEW_PAGE },
  }),
  chromium('dense-dark', ['--force-device-scale-factor=2', '--force-dark-mode', '--lang=fr'], {
    scale: 2,
    environment: { LANGUAGE: 'fr', TZ: 'Europe/Paris' },
  }),
  chromium('small-window', ['--window-size=820,640']),
  chromium('incognito', ['--incognito']),
  chromium('no-gpu', ['--disable-gpu']),
  chromium('app-window', [], {
    command: ({ profile, url }) => [CHROMIUM, `--user-data-dir=${profile}`, `--app=${url}`],
  }),
  chromium('devtools', ['--auto-open-devtools-for-tabs']),
  // The extension of the tests is idle unless the page's address asks for it.
  chromium('noise-extension', [], {
    command: ({ profile, url }) => [CHROMIUM, `--user-data-dir=${profile}`, ...NOISE, `${url}&noise=read`],
  }),
  chromium('root', ['--no-sandbox', ...QUIET], { root: true }),
  firefox(''),
  firefox('small-window', { args: ['--width', '820', '--height', '640'] }),
  firefox('traveller', {
    prefs: { 'intl.accept_languages': 'de-DE,de,en' },
    window: '1366x768x24',
    environment: { TZ: 'America/New_York' },
  }),
  firefox('private', { args: ['--private-window'] }),
  firefox('rfp', { prefs: { 'privacy.resistFingerprinting': true } }),
  firefox('fpp', { prefs: { 'privacy.fingerprintingProtection': true } }),
  other('webkit', 'webkit', ({ url }) => [MINI_BROWSER, url]),
  other('webkit-private', 'webkit', ({ url }) => [MINI_BROWSER, '--private', url]),
  other('epiphany', 'webkit', ({ profile, url }) => ['epiphany', `--profile=${profile}`, '--private-instance', url], {
    environment: { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  }),
  other('qutebrowser', 'qtwebengine', ({ url }) => ['qutebrowser', '--temp-basedir', url]),
];

/** A browser that a command line starts without a window. */
const started = (id, args, fields = {}) =>
  bot(`b-${id}`, {
    needs: [CHROMIUM],
    command: ({ profile, url }) => [CHROMIUM, ...HEADLESS, `--user-data-dir=${profile}`, ...args(profile), url],
    ...fields,
  });
const BUDGET = '--virtual-time-budget=30000';

const STARTED = [
  started('chromium-dump-dom', () => [BUDGET, '--dump-dom']),
  started('chromium-screenshot', (profile) => [BUDGET, `--screenshot=${profile}/page.png`]),
  started('chromium-headless', () => []),
  started('chromium-headless-phone', () => [`--user-agent=${agents().phone}`]),
  started('chromium-headless-tuned', () => [
    `--user-agent=${agents().desktop}`,
    '--screen-info={1920x1080}',
    '--window-size=1400,950',
  ]),
  bot('b-shell-dump-dom', {
    needs: [SHELL],
    command: ({ profile, url }) => [
      SHELL,
      ...HEADLESS.slice(1),
      `--user-data-dir=${profile}`,
      BUDGET,
      '--dump-dom',
      url,
    ],
  }),
  bot('b-firefox-headless', {
    engine: 'firefox',
    needs: [FIREFOX],
    prefs: FIRST_START,
    command: ({ profile, url }) => [FIREFOX, '--headless', '--no-remote', '--profile', profile, url],
  }),
];

/** Clients of a stack: `name: what it needs`; those in a window say so in their name. */
const driven = (stack, names) =>
  Object.entries(names).map(([name, needs]) =>
    bot(`b-${name}`, {
      stack,
      needs,
      engine: name.includes('firefox') ? 'firefox' : name === 'jsdom' || name === 'happy-dom' ? 'none' : 'chromium',
      ...(/headful|attach/.test(name) ? { window: SCREEN } : {}),
    }),
  );

const PLAYWRIGHT = [CHROMIUM, 'playwright-core'];
const PATCHRIGHT = [CHROMIUM, 'patchright-core'];
const PUPPETEER = [CHROMIUM, 'puppeteer-core'];
const STEALTH = ['puppeteer-extra', 'puppeteer-extra-plugin-stealth'];
const BIDI = [FIREFOX, 'playwright-core-160'];
const NODE = driven('node', {
  'cdp-headless': [CHROMIUM, 'ws'],
  'cdp-headful': [CHROMIUM, 'ws'],
  'cdp-no-runtime-headful': [CHROMIUM, 'ws'],
  'playwright-headless': PLAYWRIGHT,
  'playwright-headless-no-gpu': PLAYWRIGHT,
  'playwright-shell': [SHELL, 'playwright-core'],
  'playwright-headful': PLAYWRIGHT,
  'playwright-headful-no-flag': PLAYWRIGHT,
  'playwright-attach': PLAYWRIGHT,
  'playwright-iphone': PLAYWRIGHT,
  'playwright-stealth-headless': [...PLAYWRIGHT, 'playwright-extra', ...STEALTH],
  'playwright-stealth-headful': [...PLAYWRIGHT, 'playwright-extra', ...STEALTH],
  'patchright-headless': PATCHRIGHT,
  'patchright-headless-tuned': PATCHRIGHT,
  'patchright-headful': PATCHRIGHT,
  'rebrowser-headful': [CHROMIUM, 'rebrowser-playwright-core'],
  'puppeteer-headless': PUPPETEER,
  'puppeteer-headless-tuned': PUPPETEER,
  'puppeteer-shell': [SHELL, 'puppeteer-core'],
  'puppeteer-headful': PUPPETEER,
  'puppeteer-headful-no-flag': PUPPETEER,
  'puppeteer-stealth-headful': [...PUPPETEER, ...STEALTH],
  'puppeteer-injector': [...PUPPETEER, 'fingerprint-injector'],
  'puppeteer-firefox': [FIREFOX, 'puppeteer-core'],
  'playwright-firefox-headless': BIDI,
  'playwright-firefox-headful': BIDI,
  'playwright-firefox-headful-no-flag': BIDI,
  jsdom: ['jsdom'],
  'happy-dom': ['happy-dom'],
});

const SELENIUM = [CHROMIUM, 'chromedriver', 'selenium'];
const PYTHON = driven('python', {
  'python-stealth-headless': [CHROMIUM, 'playwright', 'playwright-stealth'],
  'python-patchright-headful': [CHROMIUM, 'patchright'],
  'selenium-headless': SELENIUM,
  'selenium-headful': SELENIUM,
  'selenium-stealth-headful': [...SELENIUM, 'selenium-stealth'],
  'selenium-firefox-headless': [FIREFOX, 'geckodriver', 'selenium'],
  'selenium-firefox-headful-no-flag': [FIREFOX, 'geckodriver', 'selenium'],
  'undetected-headless': [CHROMIUM, 'chromedriver', 'undetected-chromedriver'],
  'undetected-headful': [CHROMIUM, 'chromedriver', 'undetected-chromedriver'],
  'nodriver-headless': [CHROMIUM, 'nodriver'],
  'nodriver-headless-tuned': [CHROMIUM, 'nodriver'],
  'nodriver-headful': [CHROMIUM, 'nodriver'],
  'pydoll-headless': [CHROMIUM, 'pydoll-python'],
  'pydoll-headful': [CHROMIUM, 'pydoll-python'],
  'drission-headless': [CHROMIUM, 'DrissionPage'],
  'drission-headful': [CHROMIUM, 'DrissionPage'],
});

/**
 * Programs that never run the page, and send what a person's browser once sent, with a fresh token: as it was,
 * altered, or made up. The bare ones send no header of the library's own, but the copied ones.
 */
const program = (name, needs, { as = 'captured' } = {}) =>
  bot(`b-http-${name}${as === 'captured' ? '' : `-${as}`}`, { engine: 'none', program: name, as, needs });
const PROGRAMS = [
  program('curl', ['curl']),
  program('wget', ['wget']),
  program('python', ['python3']),
  program('node', []),
  program('requests', ['requests']),
  program('httpx', ['httpx']),
  program('curl-cffi-chrome', ['curl_cffi']),
  program('curl-cffi-chrome-bare', ['curl_cffi']),
  program('curl-cffi-firefox', ['curl_cffi']),
  program('curl-cffi-firefox-bare', ['curl_cffi']),
  ...['altered', 'made-up'].flatMap((as) => [
    program('requests', ['requests'], { as }),
    program('curl-cffi-chrome-bare', ['curl_cffi'], { as }),
  ]),
];

export const CLIENTS = [...PEOPLE, ...STARTED, ...NODE, ...PYTHON, ...PROGRAMS];

/** Bots whose input is of interest, and nothing else. */
const SCRIPTS = driven('node', { 'script-events-headful': PUPPETEER });

/** Who can use a form: not those that nobody drives, nor documents without a browser. */
export const INTERACTING = [...PEOPLE, ...SCRIPTS, ...[...NODE, ...PYTHON].filter(({ engine }) => engine !== 'none')];
