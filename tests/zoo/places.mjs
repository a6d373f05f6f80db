// Where programs are, and which version of Chromium is there.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { BROWSERS, locate } from '../../tools/lib/browser-places.mjs';
import { inRepo } from '../lib/repo.mjs';

/** What the zoo brings for itself: packages of npm and of Python. */
export const STACKS = inRepo('target', 'edgeprint', 'zoo');
export const PYTHON = join(STACKS, 'python', 'bin', 'python');

export const CHROMIUM = locate(BROWSERS.chromium) ?? 'chromium';
export const FIREFOX = locate(BROWSERS.firefox) ?? 'firefox';
/** By its whole path: drivers do not look for it. */
export const SHELL = find('chromium-headless-shell') ?? 'chromium-headless-shell';
export const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** A program's path, by its name or path; undefined where there is none. */
export function find(name) {
  const places = isAbsolute(name)
    ? [name]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return places.find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a package of either kind is there. */
export const hasPackage = (name) =>
  existsSync(join(STACKS, 'node_modules', name)) || existsSync(join(STACKS, 'python', 'had', name));

/** What a client of the system says of its version: the first line, or undefined where it is not there. */
function saidBy(program) {
  try {
    const env = { ...process.env, QT_QPA_PLATFORM: 'offscreen' };
    const stdio = ['ignore', 'pipe', 'ignore'];
    const said = execFileSync(program, ['--version'], { env, encoding: 'utf8', stdio, timeout: 20_000 });
    return said.trim().split(/\n| [(]| built| libcurl/)[0];
  } catch {
    return undefined;
  }
}

/** The versions of the browsers and programs that are there. */
export const versions = () =>
  [CHROMIUM, SHELL, FIREFOX, MINI_BROWSER, 'epiphany', 'qutebrowser', 'chromedriver', 'geckodriver', 'curl', 'wget']
    .map(saidBy)
    .filter(Boolean);

let version;
/** The first part of Chromium's version. */
export function chromiumVersion() {
  version ??= /(\d+)\./.exec(execFileSync(CHROMIUM, ['--version'], { encoding: 'utf8' }))?.[1] ?? '0';
  return version;
}

/** User agents of this Chromium's relatives: as it would say with a window, and on a phone. */
export function agents() {
  const rest = `AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chromiumVersion()}.0.0.0`;
  return {
    desktop: `Mozilla/5.0 (X11; Linux x86_64) ${rest} Safari/537.36`,
    phone: `Mozilla/5.0 (Linux; Android 10; K) ${rest} Mobile Safari/537.36`,
  };
}
