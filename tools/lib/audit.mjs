// What `npm run audit` asks of what others made: known holes, licences, where it comes from; and of our workflows.
// Registers of known holes are asked over the internet: one that cannot be reached fails its check, and says so.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledPackages } from './bill-of-materials.mjs';
import { inRepo, toolFolder } from './paths.mjs';
import { Refusal, say, step } from './progress.mjs';
import { ask, run } from './run.mjs';

const VERSION = '0.20.2';
const tools = toolFolder(`cargo-deny-${VERSION}`);

/** All features: the fuzz targets' too. */
const ALL = ['--all-features', '--workspace', '--locked'];

const UNREACHABLE =
  /failed to fetch advisory database|audit endpoint returned an error|ENOTFOUND|ECONNREFUSED|EAI_AGAIN/;

/** Its checks. */
export const auditChecks = () => [
  { name: 'crates: licences, duplicates, sources', run: () => deny('licenses', 'bans', 'sources') },
  { name: 'npm: licences of what is bundled', run: bundledLicences },
  { name: 'workflows', run: workflows },
  { name: 'crates: advisories', run: () => reached(() => deny('advisories')) },
  { name: 'npm: advisories', run: () => reached(() => run('npm', ['audit'])) },
];

async function deny(...what) {
  await run(await install(), ['--log-level', 'error', ...ALL, 'check', ...what]);
}

/** Without optimisation: it is as quick, and built in a third of the time. */
async function install() {
  const program = join(tools, 'bin', `cargo-deny${process.platform === 'win32' ? '.exe' : ''}`);
  const how = ['install', 'cargo-deny', '--version', VERSION, '--locked', '--debug', '--root', tools];
  if (!existsSync(program))
    await step('installing cargo-deny (some minutes, once)', () =>
      run('cargo', how, { env: { CARGO_PROFILE_DEV_DEBUG: '0' } }),
    );
  return program;
}

/** Says what happened where a register could not be asked. */
async function reached(check) {
  try {
    await check();
  } catch (error) {
    if (!UNREACHABLE.test(error.message)) throw error;
    throw new Refusal(`${error.message}\n\nThe register of known holes could not be reached, so nothing was checked.`);
  }
}

/** The same licences as for crates. */
async function bundledLicences() {
  const { parse } = await import('smol-toml');
  const { licenses } = parse(await readFile(inRepo('deny.toml'), 'utf8'));
  const packages = await bundledPackages();
  const others = packages.filter(({ licenses: of }) => !isAllowed(of, licenses.allow));
  const told = others.map(({ purl, licenses: of }) => `${purl}: ${JSON.stringify(of)}`);
  if (told.length) throw new Refusal(`Licences that deny.toml does not allow:\n${told.join('\n')}`);
  say(`${packages.length} packages are bundled, each under a licence of deny.toml`);
}

/** One licence, or any of several: nothing that is bundled needs more than that. */
export function isAllowed(licences, allowed) {
  const names = (licences ?? []).map(({ license, expression }) => expression ?? license?.id ?? '');
  const fits = (name) =>
    name
      .replace(/^\((.*)\)$/, '$1')
      .split(' OR ')
      .some((one) => allowed.includes(one));
  return names.length > 0 && names.every(fits);
}

/** By zizmor, where it is: it comes from PyPI. */
async function workflows() {
  if (!(await ask('zizmor', ['--version'])))
    return say('zizmor is not here, so the workflows were not checked: pipx install zizmor');
  await run('zizmor', ['--offline', '--no-progress', '--strict-collection', inRepo('.github')]);
}
