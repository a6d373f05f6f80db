// Finds the browsers that the tests drive, and installs them where it can.
import { existsSync, readFileSync } from 'node:fs';
import { Refusal, say, step } from './progress.mjs';
import { run } from './run.mjs';

const BROWSERS = [
  {
    name: 'Chromium',
    variable: 'CHROMIUM_BIN',
    places: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome-stable',
      '/usr/bin/google-chrome',
      '/snap/bin/chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    // Ubuntu's packages of both are stubs for snap, which does not run in containers.
    debian: 'chromium',
    download: 'chrome@stable',
  },
  {
    name: 'Firefox',
    variable: 'FIREFOX_BIN',
    places: [
      '/usr/bin/firefox-esr',
      '/usr/bin/firefox',
      '/snap/bin/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
    ],
    debian: 'firefox-esr',
    download: 'firefox@stable',
  },
];

/** Makes both browsers be there; tells the tests through the environment where they are. */
export async function ensureBrowsers() {
  const missing = BROWSERS.filter((browser) => !locate(browser));
  if (missing.length > 0) await install(missing);
  for (const browser of BROWSERS) {
    const path = locate(browser);
    if (!path) throw new Refusal(howTo(browser));
    process.env[browser.variable] = path;
    say(`${browser.name}: ${path}`);
  }
}

const locate = ({ variable, places }) => [process.env[variable], ...places].find((path) => path && existsSync(path));

async function install(browsers) {
  const names = browsers.map(({ name }) => name).join(' and ');
  const packages = browsers.map(({ debian }) => debian);
  if (isDebian() && process.getuid?.() === 0) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await step(`installing ${names} with apt-get`, async () => {
      await run('apt-get', ['update', '-q'], { env, allowFailure: true });
      await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], { env });
    });
    return;
  }
  for (const browser of browsers) await download(browser);
}

/** Puppeteer's own installer: needs no rights, but the open internet and the browsers' libraries. */
async function download(browser) {
  const { name, download: wanted, variable } = browser;
  const args = [
    '--yes',
    '@puppeteer/browsers@2',
    'install',
    wanted,
    '--path',
    `${process.env.HOME}/.cache/edgeprint/browsers`,
  ];
  try {
    const { output } = await step(`downloading ${name}`, () => run('npx', [...args, '--format', '{{path}}']));
    const path = output.trim().split('\n').at(-1);
    if (existsSync(path)) process.env[variable] = path;
  } catch {
    throw new Refusal(howTo(browser));
  }
}

/** Debian itself: there the packages are the browsers. */
function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

const howTo = ({ name, variable, debian }) =>
  `${name} is needed for the browser tests and could not be installed from here.\n` +
  `  Debian:  sudo apt-get install ${debian}\n` +
  `  macOS:   brew install --cask ${name === 'Chromium' ? 'google-chrome' : 'firefox'}\n` +
  `  else:    install it your way and set ${variable} to its executable.\n` +
  'The other parts run without it: npm run lint, npm run test:unit, npm run test:edge.';
