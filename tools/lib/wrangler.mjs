// edge-worker/wrangler.toml, in Miniflare's terms: what is deployed and what runs
// locally have one definition. Only the members that we use are read; any other is
// refused, so that a new one cannot be silently missing from the tests.
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { inRepo } from './paths.mjs';

const CONFIG = inRepo('edge-worker', 'wrangler.toml');

/** Members that say how to deploy, not what to run. */
const DEPLOYMENT = ['$schema', 'account_id', 'build', 'env', 'logpush', 'no_bundle', 'find_additional_modules'];
DEPLOYMENT.push('base_dir', 'rules', 'routes', 'route', 'workers_dev', 'preview_urls', 'observability', 'limits');
DEPLOYMENT.push('placement', 'triggers', 'keep_vars', 'upload_source_maps', 'minify', 'send_metrics', 'dev');
DEPLOYMENT.push('secrets');

/** Each member that we run, as Miniflare's worker options. */
const RUNTIME = {
  name: (name) => ({ name }),
  main: (main, folder) => ({ modulesRoot: dirname(join(folder, main)), scriptPath: join(folder, main) }),
  compatibility_date: (compatibilityDate) => ({ compatibilityDate }),
  compatibility_flags: (compatibilityFlags) => ({ compatibilityFlags }),
  vars: (vars) => ({ bindings: { ...vars } }),
  d1_databases: (list) => ({ d1Databases: byBinding(list, ({ binding, database_id }) => database_id ?? binding) }),
  kv_namespaces: (list) => ({ kvNamespaces: byBinding(list, ({ binding, id }) => id ?? binding) }),
  ratelimits: (list) => ({
    ratelimits: Object.fromEntries(list.map(({ name, binding, simple }) => [name ?? binding, { simple }])),
  }),
  assets: ({ directory, binding, html_handling, not_found_handling, run_worker_first }, folder, { name }) => ({
    assets: {
      workerName: name,
      directory: resolve(folder, directory),
      binding,
      assetConfig: defined({ html_handling, not_found_handling }),
      routerConfig: { has_user_worker: true, ...workerFirst(run_worker_first) },
    },
  }),
};

/** The Worker's options, and where its migrations are: `{options, migrations: {DB: folder}}`. */
export async function readWranglerConfig(file = CONFIG) {
  // Only now: commands start before the packages are installed.
  const { parse } = await import('smol-toml');
  const config = parse(await readFile(file, 'utf8'));
  const folder = dirname(file);
  const options = {
    modules: true,
    modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'], fallthrough: true }],
  };
  for (const [key, value] of Object.entries(config)) {
    if (DEPLOYMENT.includes(key)) continue;
    if (!RUNTIME[key]) throw new Error(`${file}: tools/lib/wrangler.mjs does not know "${key}". Teach it.`);
    Object.assign(options, RUNTIME[key](value, folder, config));
  }
  const migrations = byBinding(config.d1_databases ?? [], ({ migrations_dir }) =>
    join(folder, migrations_dir ?? 'migrations'),
  );
  return { options, migrations };
}

const byBinding = (list, value) => Object.fromEntries(list.map((entry) => [entry.binding, value(entry)]));
const defined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** `run_worker_first`: true for all paths, or a list in which `!` marks exceptions. */
function workerFirst(setting) {
  if (!Array.isArray(setting)) return { invoke_user_worker_ahead_of_assets: Boolean(setting) };
  const user_worker = setting.filter((rule) => !rule.startsWith('!'));
  const asset_worker = setting.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
  return { static_routing: { user_worker, asset_worker } };
}
