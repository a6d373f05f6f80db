// Finds the browsers that the tests drive, and installs them where it can.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { BROWSERS, howTo, locate, WEBKIT } from './browser-places.mjs';
import { Refusal, say, step } from './progress.mjs';
import { run } from './run.mjs';

const all = Object.values(BROWSERS);

/** Makes both browsers be there; tells the tests through the environment where they are. */
export async function ensureBrowsers() {
  const missing = all.filter((browser) => !locate(browser));
  if (missing.length > 0) await install(missing);
  for (const browser of all) {
    const path = locate(browser);
    if (!path) throw new Refusal(howTo(browser));
    process.env[browser.variable] = path;
    say(`${browser.name}: ${path}`);
  }
  await tryWebkit();
}

/** WebKit comes along where a package has it; without it its tests say that they are skipped. */
async function tryWebkit() {
  if (!locate(WEBKIT) && mayInstall()) {
    await step(`installing ${WEBKIT.name} with apt-get`, () => aptInstall(WEBKIT.debian.split(' '))).catch(
      ({ message }) => say(message),
    );
  }
  say(`${WEBKIT.name}: ${locate(WEBKIT) ?? 'not here, so it is not tested'}`);
}

async function install(browsers) {
  const names = browsers.map(({ name }) => name).join(' and ');
  const packages = browsers.map(({ debian }) => debian);
  if (mayInstall()) {
    await step(`installing ${names} with apt-get`, () => aptInstall(packages)).catch(({ message }) => {
      throw new Refusal([message, ...browsers.map(howTo)].join('\n\n'));
    });
    return;
  }
  for (const browser of browsers) await download(browser);
}

const mayInstall = () => isDebian() && process.getuid?.() === 0;

async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env, allowFailure: true });
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], { env });
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
    `${homedir()}/.cache/edgeprint/browsers`,
  ];
  try {
    const { output } = await step(`downloading ${name}`, () => run('npx', [...args, '--format', '{{path}}']));
    const path = output.trim().split('\n').at(-1);
    if (existsSync(path)) process.env[variable] = path;
  } catch ({ message }) {
    throw new Refusal(`${message}\n\n${howTo(browser)}`);
  }
}

/** Debian itself: Ubuntu's packages of both are stubs for snap, which does not run in containers. */
function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
