// The real Worker on workerd: for `npm start`, and for tests.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { filesFrom } from './files.mjs';
import { migrate } from './migrations.mjs';
import { inRepo } from './paths.mjs';
import { makeMiniflarePatient } from './patient-miniflare.mjs';
import { loadSecrets } from './secrets.mjs';
import { readWranglerConfig } from './wrangler.mjs';

/** What differs from a deployment: keys say so, and webhooks may lead to this machine. */
const LOCAL = { KEY_ENV: 'dev', WEBHOOK_ALLOW_LOOPBACK: 'true' };

/**
 * Starts the Worker that `npm run build` made, as edge-worker/wrangler.toml configures it.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 takes a free one
 * @param {string} [options.host]
 * @param {string|null} [options.state] folder for D1, KV and secrets; null keeps all of it in memory
 * @param {number} [options.shards] databases at least; those that wrangler.toml lacks are added
 * @param {Record<string, unknown>} [options.vars] override those of wrangler.toml
 * @param {Record<string, string>} [options.secrets] override the generated ones
 * @param {number} [options.rateLimit] requests a minute for each tenant and IP
 * @param {{siteKey: string, secretKey: string}} [options.demo] serves the demo under /demo/ with these keys
 * @param {(options: object) => object} [options.adjust] has the last word on Miniflare's options: for tests that break something
 * @param {boolean} [options.verbose] shows what the Worker logs
 * @returns {Promise<{url: string, mf: import('miniflare').Miniflare, adminToken: string,
 *   databases: D1Database[], dispose(): Promise<void>}>} `databases` in the order of the shards
 */
export async function startWorker({
  port = 0,
  host = '127.0.0.1',
  state = null,
  shards = 1,
  vars = {},
  secrets = {},
  rateLimit,
  demo,
  verbose = false,
  adjust = (options) => options,
} = {}) {
  makeMiniflarePatient();
  const { Miniflare, Log, LogLevel, Response } = await import('miniflare');
  const { options: worker, migrations } = await readWranglerConfig();
  const allSecrets = { ...(await loadSecrets(state)), ...secrets };
  addShards(worker, migrations, shards);
  const local = demo ? { ...LOCAL, DEMO_URL: '/demo/' } : LOCAL;
  worker.bindings = { ...worker.bindings, ...local, ...vars, ...allSecrets };
  if (rateLimit) {
    worker.ratelimits.RL_TENANT = { simple: { limit: rateLimit, period: 60 } };
    worker.bindings.RATE_LIMIT_TENANT = String(rateLimit); // what the Worker says of it
  }

  const options = {
    host,
    port,
    cf: localConnection(),
    log: new Log(verbose ? LogLevel.WARN : LogLevel.NONE),
    ...(verbose ? {} : { handleRuntimeStdio: drain }),
    ...(await storage(state)),
    workers: [worker, ...(demo ? demoWorkers(worker, demo, Response) : [])],
  };
  const mf = new Miniflare(adjust(options));
  try {
    const url = (await mf.ready).origin;
    const databases = [];
    for (const [binding, folder] of Object.entries(migrations)) {
      const database = await mf.getD1Database(binding, worker.name);
      await migrate(database, folder);
      databases.push(database);
    }
    return { url, mf, adminToken: allSecrets.ADMIN_TOKEN, databases, dispose: () => mf.dispose() };
  } catch (error) {
    await mf.dispose();
    throw error;
  }
}

/** Gives the Worker `DB_1`, `DB_2` and so on, made as `DB` is. */
function addShards(worker, migrations, shards) {
  for (let number = 1; number < shards; number += 1) {
    const binding = `DB_${number}`;
    worker.d1Databases[binding] ??= `${worker.name}-shard-${number}`;
    migrations[binding] ??= migrations.DB;
  }
}

/**
 * What `request.cf` says of connections that come in over HTTP. Without it Miniflare asks the
 * internet, or claims that everybody sits in Austin, Texas, which the risk rules would notice.
 * (`mf.dispatchFetch` always starts from Austin; the members that a test gives are laid over it.)
 */
function localConnection() {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return { colo: 'LOCAL', httpProtocol: 'HTTP/1.1', timezone: timeZone };
}

/** workerd stops when nobody reads what it prints. */
function drain(...streams) {
  for (const stream of streams) stream.resume();
}

async function storage(state) {
  if (!state) return {};
  const folders = { d1Persist: join(state, 'd1'), kvPersist: join(state, 'kv') };
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { recursive: true })));
  return folders;
}

/** A customer's backend beside the edge, as a second Worker, and a signpost at `/`. */
function demoWorkers(edge, { siteKey, secretKey }, Response) {
  const { compatibilityDate } = edge;
  const module = { modules: true, compatibilityDate };
  return [
    {
      ...module,
      name: 'demo',
      routes: ['*/demo', '*/demo/*'],
      modulesRoot: inRepo('examples', 'demo'), // else it is the working directory, out of which no module may lie
      scriptPath: inRepo('examples', 'demo', 'backend.js'),
      bindings: { EDGEPRINT_SITE_KEY: siteKey, EDGEPRINT_SECRET_KEY: secretKey },
      serviceBindings: { EDGE: edge.name, ASSETS: filesFrom(inRepo('examples', 'demo', 'public'), Response) },
    },
    {
      ...module,
      name: 'signpost',
      routes: ['*/'],
      script: "export default { fetch: ({ url }) => Response.redirect(new URL('/demo/', url), 302) };",
    },
  ];
}
