// One client visits the page: a profile, a screen, and processes of its own, gone afterwards.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TEXT } from './form.mjs';
import { act } from './person.mjs';
import { CHROMIUM, FIREFOX, PYTHON } from './places.mjs';
import { endAll, marked, openScreen } from './processes.mjs';

/** Ordinary people are not root, whose browsers have no sandbox. */
const NOBODY = 65534;
const LOG_CHARACTERS = 400;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const STACKS = {
  node: () => [process.execPath, here('stacks/node.mjs')],
  python: () => [PYTHON, here('stacks/drive.py')],
};

/** Lets a client visit: what the page told, `{came, edgeprint, botd, fpscanner}`, or `{came, error}`; `came`: it fetched the page. */
export async function visit(client, stand, { timeout, interact }) {
  const id = randomBytes(8).toString('hex');
  const folder = mkdtempSync(join(tmpdir(), 'edgeprint-zoo-'));
  const stop = () => void endAll(id, folder).then(() => process.exit(1));
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const log = openSync(join(folder, 'log'), 'w');
  const isPerson = client.kind === 'person';
  const expected = stand.expect(id, interact ? `/form?visit=${id}${isPerson ? '&person' : ''}` : undefined);
  try {
    const env = await environment(client, { id, folder, stand });
    if (interact) env.ZOO_INTERACT = TEXT;
    const ended = start(client, { env, folder, url: expected.url, log });
    // A hand that does not get there shows in that nothing is told.
    if (interact && isPerson) act(client, expected, env).catch(({ message }) => console.error(message));
    const told = await Promise.race([expected.told, ended, tooLate(timeout)]);
    return { ...told, came: expected.came() };
  } catch ({ message }) {
    return { came: expected.came(), error: message };
  } finally {
    expected.over();
    process.off('SIGTERM', stop).off('SIGINT', stop);
    await endAll(id, folder);
    closeSync(log);
    if (process.env.EDGEPRINT_ZOO_LOG) console.error(readFileSync(join(folder, 'log'), 'utf8').slice(-LOG_CHARACTERS));
    // A browser's last process may still write.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(() => {});
  }
}

const tooLate = async (seconds) => {
  await sleep(seconds * 1000, undefined, { ref: false });
  return { error: `nothing after ${seconds} s` };
};

async function environment(client, { id, folder, stand }) {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    TMPDIR: folder,
    LANG: 'en_US.UTF-8',
    TZ: stand.timezone,
    CHROMIUM_BIN: CHROMIUM,
    FIREFOX_BIN: FIREFOX,
    NO_AT_BRIDGE: '1',
    // No session bus: one that a browser would start by itself outlives the visit.
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'no-bus')}`,
    ZOO_PROFILE: join(folder, 'profile'),
    ZOO_OVER: stand.overUrl(id),
    ...marked(id),
    ...client.environment,
  };
  if (!client.window) return env;
  const display = { ...env, DISPLAY: await openScreen(client.window, env) };
  // Without a window manager windows have no frame, and nobody is in focus. It has a home of its own: its
  // cache in the browser's would be root's, and Firefox then says that the profile cannot be loaded.
  const home = join(folder, 'desktop');
  mkdirSync(home);
  const own = { ...display, HOME: home, XDG_RUNTIME_DIR: home };
  spawn('openbox', ['--sm-disable'], { env: own, stdio: 'ignore' }).on('error', () => {});
  await sleep(500);
  return display;
}

/** Starts it; the promise ends when it has ended badly. */
function start(client, { env, folder, url, log }) {
  const profile = join(folder, 'profile');
  mkdirSync(profile);
  if (client.prefs) writeFileSync(join(profile, 'user.js'), preferences(client.prefs));
  const command = client.command ? client.command({ profile, url }) : [...STACKS[client.stack](), client.id, url];
  if (client.bus) delete env.DBUS_SESSION_BUS_ADDRESS;
  const whole = client.bus ? ['dbus-run-session', '--', ...command] : command;
  const user = ordinary(client) ? { uid: NOBODY, gid: NOBODY } : {};
  if (user.uid) for (const path of [folder, profile]) chownSync(path, NOBODY, NOBODY);
  const child = spawn(whole[0], whole.slice(1), { env, cwd: folder, stdio: ['ignore', log, log], ...user });
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ error: message }));
    // Some browsers hand over to another process and end well.
    child.once('exit', async (code) => {
      if (code === 0 && client.kind === 'person') return;
      await sleep(3000);
      resolve({ error: `ended with ${code} before it told anything` });
    });
  });
}

const ordinary = ({ kind, root }) => kind === 'person' && !root && process.getuid?.() === 0;

const preferences = (prefs) =>
  Object.entries(prefs)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
