// The three Workers, over copies of one database: a bare one, one of TypeScript, and ours.
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { startEdge } from '../../lib/edge.mjs';
import { another, withAnotherFont } from '../../lib/submission.mjs';
import { runtimes } from './process.mjs';
import { readRecording, recording } from './recording.mjs';

/** What is measured is work, not limits. */
const SETTINGS = { shards: 1, rateLimit: 100_000_000 };

/** The ceiling: reads what comes, answers the same each time. */
const BARE = `export default {
  async fetch(request) {
    await request.text();
    return new Response('{"ok":true}', { headers: { 'content-type': 'application/json' } });
  },
};`;

/**
 * Fills a database, and notes what each kind of request asks of it: a shop with so many devices, and so many small
 * ones. (Where most visitors are new, as they are here, the linker soon takes nobody for a device that it knows.)
 */
export async function prepare(folder, { devices, shops }) {
  const state = join(folder, 'seed');
  await mkdir(state, { recursive: true });
  const edge = await startEdge({ ...SETTINGS, state, adjust: recording });
  try {
    const large = await openShop(edge);
    for (let n = 0; n < devices; n += 1) await edge.visitor().submit(large, another(`crowd ${n}`));
    const recordings = await record(edge, await openShop(edge), large);
    const small = [];
    while (small.length < shops) small.push(await openShop(edge));
    return { state, large, small, recordings };
  } finally {
    await edge.stop();
  }
}

async function openShop(edge) {
  const site = await edge.site();
  return { ...site, ...(await edge.key(site.tenantId, { scopes: ['read:device', 'read:events'] })) };
}

/** What one request in a minute asks on behalf of all. */
const isNowAndThen = ([{ sql }]) => /signing_keys|SET last_used_at/.test(sql);

/** A parameter of the statements with this text. */
const paramsOf = (batches, text, at) =>
  batches.flatMap((batch) => batch.filter(({ sql }) => sql.includes(text)).map(({ params }) => params[at]));

/** One request of each kind, with the names that were in it. */
async function record(edge, site, large) {
  const recordings = {};
  const visitor = edge.visitor();
  const note = async (kind, act) => {
    await readRecording(edge);
    const at = Date.now();
    const ids = { tenant: site.tenantId, domain: site.domainId, ...(await act()) };
    const batches = (await readRecording(edge)).filter((batch) => !isNowAndThen(batch));
    // What a new device claims, and how long its readings took, which nobody else is to have.
    const [looks] = paramsOf(batches, 'INTO fingerprints', 1);
    const [pace] = paramsOf(batches, 'AS copied', 4);
    recordings[kind] = { at, ids: { ...ids, ...(looks && { looks }), ...(pace && { pace }) }, batches };
  };
  let founder;
  const collect = (kind, { deviceToken, ...changes }) =>
    note(kind, async () => {
      const token = await visitor.token(site);
      await readRecording(edge); // what the token took is not of the submission
      const { body } = await visitor.collect(token, { ...changes, deviceToken });
      const { jti } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
      founder ??= body;
      if (body.fingerprintId !== founder.fingerprintId) throw new Error(`${kind} was another device`);
      return { token: jti, device: body.fingerprintId, request: body.requestId, fingerprint: body.fingerprint };
    });
  await collect('new', another('recorded'));
  await collect('returning', { ...another('recorded'), deviceToken: founder.deviceToken });
  await collect('linked', withAnotherFont('recorded'));
  await note('visit', async () => {
    const { body } = await visitor.visit(site.siteKey, founder.deviceToken);
    return { device: founder.fingerprintId, request: body.requestId };
  });
  await edge.emptyKv();
  await note('device', async () => {
    await visitor.device(founder.fingerprintId, site.secretKey);
    return { device: founder.fingerprintId, key: createHash('sha256').update(site.secretKey).digest('hex') };
  });
  const headers = { authorization: `Bearer ${large.secretKey}` };
  await note('list', async () => {
    await visitor.send('GET', '/v1/events?limit=20', { headers });
  });
  return recordings;
}

/**
 * Starts the three: by name, each with its edge, its workerd and how to start that anew. What asks stores may be given
 * others: `around` changes Miniflare's options.
 */
export async function startAll(folder, prepared, around = (options) => options) {
  const twin = await bundle();
  const scripts = {
    bare: { script: BARE },
    typescript: { script: twin, bindings: { RECORDINGS: JSON.stringify(prepared.recordings) } },
    edgeprint: undefined,
  };
  const workers = {};
  for (const [name, program] of Object.entries(scripts)) {
    const adjust = (given) => (program ? replaced(given, program) : given);
    const adjusted = name === 'bare' ? adjust : (given) => around(adjust(given));
    workers[name] = await start(await mkdtemp(join(folder, `${name}-`)), adjusted, prepared);
    workers[name].name = name;
  }
  return workers;
}

async function start(own, adjust, { state, large, small }) {
  await cp(state, own, { recursive: true });
  let options;
  const before = runtimes();
  const edge = await startEdge({
    ...SETTINGS,
    state: own,
    adjust: (given) => {
      options = adjust(given);
      return options;
    },
  });
  return {
    edge,
    large,
    small,
    pid: runtimes().find((pid) => !before.includes(pid)),
    /** Another workerd with the same program; how long until it listens, in ms. */
    async restart() {
      const running = runtimes();
      const began = performance.now();
      await edge.mf.setOptions(options);
      const ms = performance.now() - began;
      this.pid = runtimes().find((pid) => !running.includes(pid));
      return ms;
    },
  };
}

/** The same bindings for another program. */
function replaced({ workers: [worker, ...others], ...options }, { script, bindings }) {
  const { scriptPath, modulesRules, modulesRoot, ...rest } = worker;
  return {
    ...options,
    workers: [{ ...rest, modules: true, script, bindings: { ...rest.bindings, ...bindings } }, ...others],
  };
}

async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [new URL('./twin.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
  });
  return outputFiles[0].text;
}
