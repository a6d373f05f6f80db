// Brings what the zoo drives browsers with: packages of npm and of Python, into target/edgeprint/zoo.
// Browsers and their drivers come with the system's packages; what is not there is listed as not had.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../tools/lib/run.mjs';
import { find, hasPackage, PYTHON, STACKS } from './places.mjs';

const NO_DOWNLOADS = { PUPPETEER_SKIP_DOWNLOAD: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
const here = (name) => fileURLToPath(new URL(`stacks/${name}`, import.meta.url));

/** Installs both kinds of packages. */
export async function install() {
  mkdirSync(STACKS, { recursive: true });
  copyFileSync(here('package.json'), join(STACKS, 'package.json'));
  await run('npm', ['install', '--no-fund', '--no-audit'], { cwd: STACKS, env: NO_DOWNLOADS });
  const folder = join(STACKS, 'python');
  if (!existsSync(PYTHON)) await run('python3', ['-m', 'venv', folder]);
  await run(PYTHON, ['-m', 'pip', 'install', '-q', '-r', here('requirements.txt')]);
  const had = join(folder, 'had');
  mkdirSync(had, { recursive: true });
  for (const line of readFileSync(here('requirements.txt'), 'utf8').split('\n').filter(Boolean)) {
    writeFileSync(join(had, line.split(/[[=]/)[0]), '');
  }
}

/** What a client needs and this machine has not. */
export const lacking = ({ needs, window }) =>
  [...needs, ...(window ? ['Xvfb', 'openbox'] : [])].filter((need) => !find(need) && !hasPackage(need));
