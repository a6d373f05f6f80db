// wrangler.toml is the one definition of what runs: nothing of it may get lost on the way to Miniflare.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inRepo } from '../lib/paths.mjs';
import { readWranglerConfig } from '../lib/wrangler.mjs';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgeprint-wrangler-'));
});
after(() => rm(folder, { recursive: true }));

async function read(toml) {
  const file = join(folder, 'wrangler.toml');
  await writeFile(file, toml);
  return readWranglerConfig(file);
}

test('the Worker that is deployed has all its bindings here', async () => {
  const { options, migrations } = await readWranglerConfig();
  assert.deepEqual(Object.keys(options.d1Databases), ['DB']);
  assert.deepEqual(Object.keys(options.kvNamespaces), ['KV']);
  assert.deepEqual(Object.keys(options.ratelimits).sort(), ['RL_GLOBAL', 'RL_TENANT']);
  assert.equal(options.assets.binding, 'ASSETS');
  assert.equal(options.scriptPath, inRepo('edge-worker', 'build', 'index.js'));
  assert.deepEqual(migrations, { DB: inRepo('edge-worker', 'migrations') });
});

test('the tenant limit that the Worker tells is the one that it keeps', async () => {
  const { options } = await readWranglerConfig();
  assert.equal(options.bindings.RATE_LIMIT_TENANT, String(options.ratelimits.RL_TENANT.simple.limit));
});

test('a member that nobody has taught it is refused by name, not dropped', async () => {
  await assert.rejects(read('name = "x"\n[[queues.producers]]\nbinding = "Q"\n'), /does not know "queues"/);
});

test('what only says how to deploy is left out', async () => {
  const { options } = await read('name = "x"\nworkers_dev = true\n[observability]\nenabled = true\n');
  assert.deepEqual(Object.keys(options).sort(), ['modules', 'modulesRules', 'name']);
});

test('paths the Worker answers before its assets do, and exceptions from them', async () => {
  const assets = async (first) => {
    const { options } = await read(`name = "x"\n[assets]\ndirectory = "./a"\nrun_worker_first = ${first}\n`);
    return options.assets;
  };
  const listed = await assets('["/v1/*", "!/v1/public/*"]');
  assert.deepEqual(listed.routerConfig.static_routing, { user_worker: ['/v1/*'], asset_worker: ['/v1/public/*'] });
  assert.equal(listed.directory, join(folder, 'a'));
  assert.equal((await assets('true')).routerConfig.invoke_user_worker_ahead_of_assets, true);
  assert.equal((await assets('false')).routerConfig.invoke_user_worker_ahead_of_assets, false);
});
