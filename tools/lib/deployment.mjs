// A deployment to Cloudflare, step by step: what is missing is made, what is there stays. Nothing here knows how
// wrangler is started, so that a dry run can tell each call instead of making it.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Refusal } from './progress.mjs';
import { writeAtomically } from './stamps.mjs';

const SECRETS = ['EDGEPRINT_SECRET', 'ADMIN_TOKEN'];
/** What stands in wrangler.toml until a store is made. */
const UNMADE = /^[0-]+$/;

/**
 * @param {object} options
 * @param {(args: string[]) => Promise<string>} options.wrangler runs wrangler and gives what it prints
 * @param {string} options.config the path of wrangler.toml; the ids of stores that are made are written into it
 * @param {string} options.secretsFile where secrets that are made are kept for the operator
 * @param {(text: string) => void} options.say
 */
export async function deployAll({ wrangler, config, secretsFile, say }) {
  const configured = ['--config', config];
  const databases = await makeDatabases({ wrangler, config, say });
  await makeNamespaces({ wrangler, config, say });
  for (const name of databases) await wrangler(['d1', 'migrations', 'apply', name, '--remote', ...configured]);
  await wrangler(['deploy', ...configured]);
  const set = listIn(await wrangler(['secret', 'list', ...configured])).map(({ name }) => name);
  const missing = SECRETS.filter((name) => !set.includes(name));
  if (missing.length === 0) return;
  await keepSecrets(secretsFile, missing);
  await wrangler(['secret', 'bulk', secretsFile, ...configured]);
  say(
    `${missing.join(' and ')}: made and set. Keep a copy of ${secretsFile} where you keep passwords, then delete it.`,
  );
}

/** Every call that a first deployment makes, in its order. */
export async function firstCalls({ config, secretsFile }) {
  const { databases, namespaces } = await storesOf(config);
  const made = ({ id }) => !UNMADE.test(id);
  const configured = ['--config', config];
  return [
    ...databases.filter((store) => !made(store)).map(({ name }) => ['d1', 'create', name]),
    ...namespaces.filter((store) => !made(store)).map(({ name }) => ['kv', 'namespace', 'create', name]),
    ...databases.map(({ name }) => ['d1', 'migrations', 'apply', name, '--remote', ...configured]),
    ['deploy', ...configured],
    ['secret', 'bulk', secretsFile, ...configured],
  ];
}

/** The names of all databases; those without an id are found by their name, or made. */
async function makeDatabases({ wrangler, config, say }) {
  const { databases } = await storesOf(config);
  const list = async () => listIn(await wrangler(['d1', 'list', '--json']));
  for (const { name, id } of databases) {
    if (!UNMADE.test(id)) continue;
    const find = async () => (await list()).find((database) => database.name === name)?.uuid;
    const made = (await find()) ?? (await makeThen(() => wrangler(['d1', 'create', name]), find, name));
    await writeId(config, new RegExp(`(database_name = "${name}"\\s+database_id = ")[0-]+"`), made);
    say(`database ${name}: ${made}`);
  }
  return databases.map(({ name }) => name);
}

async function makeNamespaces({ wrangler, config, say }) {
  const { namespaces } = await storesOf(config);
  for (const { name, binding, id } of namespaces) {
    if (!UNMADE.test(id)) continue;
    const list = async () => listIn(await wrangler(['kv', 'namespace', 'list']));
    const find = async () => (await list()).find(({ title }) => title === name)?.id;
    const made = (await find()) ?? (await makeThen(() => wrangler(['kv', 'namespace', 'create', name]), find, name));
    await writeId(config, new RegExp(`(binding = "${binding}"\\s+id = ")[0-]+"`), made);
    say(`namespace ${name}: ${made}`);
  }
}

/** The list in what wrangler prints, which may have warnings around it. */
function listIn(printed) {
  const [list] = /^\[.*\]$|^\[$[\s\S]*?^\]$/m.exec(printed) ?? [];
  if (!list) throw new Refusal(`wrangler was expected to print a list, and printed:\n${printed}`);
  return JSON.parse(list);
}

/** Makes a store and looks up its id: lists are for programs, what `create` prints is for people. */
async function makeThen(make, find, name) {
  await make();
  const id = await find();
  if (!id) throw new Refusal(`${name} was made, but is not in wrangler's list. Run the command again in a minute.`);
  return id;
}

/** As text, since the file's comments are to stay. */
async function writeId(config, pattern, id) {
  const text = await readFile(config, 'utf8');
  if (!pattern.test(text)) throw new Refusal(`${config} has no place for the id ${id}: put it there by hand.`);
  await writeAtomically(config, text.replace(pattern, `$1${id}"`));
}

async function storesOf(config) {
  const { parse } = await import('smol-toml');
  const { name, d1_databases = [], kv_namespaces = [] } = parse(await readFile(config, 'utf8'));
  return {
    databases: d1_databases.map(({ database_name, database_id }) => ({ name: database_name, id: database_id })),
    namespaces: kv_namespaces.map(({ binding, id }) => ({
      name: binding === 'KV' ? name : `${name}-${binding}`,
      binding,
      id,
    })),
  };
}

/** Secrets of an attempt that broke off are used again. */
async function keepSecrets(file, names) {
  const kept = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  const secrets = Object.fromEntries(names.map((name) => [name, kept[name] ?? randomBytes(32).toString('base64url')]));
  await writeAtomically(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}
