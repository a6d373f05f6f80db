// The real Worker on workerd, with real D1 and KV in a folder of its own, and
// what tests do with it: seed it, talk to it, look into its stores.
import { setTimeout as sleep } from 'node:timers/promises';
import { startWorker } from '../../tools/lib/worker.mjs';
import { Visitor } from './visitor.mjs';

/** Every test Worker signs with this, so that tests can make tokens of their own. */
export const SECRET = 'the secret of the tests, 32 bytes or more';

/** How many keys KV gives at once: each call is a request. */
const AT_ONCE = 100;

const DAY = 86_400_000;
const TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'sqlite%' ORDER BY name";

/** As many as it takes to see that none is special but the first. */
const SHARDS = 3;

/**
 * Starts a Worker whose stores are in memory, unless `state` names a folder. It has three
 * databases unless told otherwise, and puts one new tenant after the other into each of them.
 * `vars`, `secrets` and `rateLimit` (a minute, per tenant and IP) override its configuration.
 */
export async function startEdge({ secrets, ...options } = {}) {
  return new Edge(await startWorker({ shards: SHARDS, ...options, secrets: { EDGEPRINT_SECRET: SECRET, ...secrets } }));
}

class Edge {
  constructor({ url, mf, adminToken, databases, dispose }) {
    this.url = url;
    this.mf = mf;
    this.adminToken = adminToken;
    /** Every database, in the order of the shards; the first is the directory too. */
    this.databases = databases;
    this.stop = dispose;
    this.visitors = 0;
    /** Statements that read every table, for each database: preparing one stops the thread. */
    this.selects = [];
    this.counts = databases.map((db) => db.prepare('SELECT total_changes() AS changes'));
    /** What each database held when it was last read whole. */
    this.read = [];
  }

  /** Somebody with an address of their own, so that tests don't share rate limits. */
  visitor(traits = {}) {
    this.visitors += 1;
    const ip = `10.${this.visitors >> 16}.${(this.visitors >> 8) & 255}.${this.visitors & 255}`;
    return new Visitor(this, { ip, ...traits });
  }

  /** An admin call; gives the answer's body. */
  async admin(method, path, body) {
    const answer = await this.visitor({ origin: undefined }).send(method, `/v1/admin/${path}`, {
      body,
      headers: { authorization: `Bearer ${this.adminToken}` },
    });
    if (answer.status >= 300) throw new Error(`admin ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  async tenant(name = 'Tests', settings = {}) {
    return (await this.admin('POST', 'tenants', { name, ...settings })).tenant;
  }

  /** A site of a tenant (a new one by default): `{tenantId, domainId, siteKey, …}`. */
  async site({ tenantId, ...settings } = {}) {
    tenantId ??= (await this.tenant()).id;
    const { site } = await this.admin('POST', 'sites', { tenantId, name: 'Shop', ...settings });
    return { tenantId, ...site };
  }

  /** Changes a site's settings. */
  change(site, settings) {
    return this.admin('PATCH', `sites/${site.domainId}`, settings);
  }

  /** Replaces a site's key; the new one. */
  async regenerate(site) {
    return (await this.admin('POST', `sites/${site.domainId}/site-key`)).siteKey;
  }

  /** A secret key: `{id, secretKey}`. */
  async key(tenantId, { scopes = ['read:device'], ...settings } = {}) {
    const answer = await this.admin('POST', 'keys', { tenantId, name: 'Backend', scopes, ...settings });
    return { ...answer.key, secretKey: answer.secretKey };
  }

  /** Everything stored, row by row and key by key; the rows of a table from all databases, one after the other. */
  async everything() {
    await sleep(20); // work that outlives an answer
    const stored = { tables: {}, kv: {} };
    for (const shard of this.databases.keys()) {
      for (const [name, rows] of Object.entries(await this.rowsOf(shard))) {
        stored.tables[name] = [...(stored.tables[name] ?? []), ...rows];
      }
    }
    const kv = await this.mf.getKVNamespace('KV');
    const keys = (await kv.list()).keys.map(({ name }) => name);
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      Object.assign(stored.kv, Object.fromEntries(await kv.get(keys.slice(from, from + AT_ONCE))));
    }
    return stored;
  }

  /** Every row of one database, read again only where the database counts a change since. */
  async rowsOf(shard) {
    const db = this.databases[shard];
    const [{ changes }] = (await this.counts[shard].all()).results;
    if (this.read[shard]?.changes !== changes) {
      this.tables ??= (await db.prepare(TABLES).all()).results.map(({ name }) => name);
      this.selects[shard] ??= this.tables.map((name) => db.prepare(`SELECT * FROM "${name}"`));
      const answers = await db.batch(this.selects[shard]);
      const rows = Object.fromEntries(answers.map(({ results }, at) => [this.tables[at], results]));
      this.read[shard] = { changes, rows };
    }
    return this.read[shard].rows;
  }

  /** Lets a device be last seen `days` earlier than it was. */
  async ageDevice(deviceId, days) {
    const earlier = ['created_at', 'last_submitted_at', 'last_seen_at'].map(
      (time) => `${time} = ${time} - ${days * DAY}`,
    );
    let changed = 0;
    for (const db of this.databases) {
      const { meta } = await db.prepare(`UPDATE devices SET ${earlier} WHERE id = ?`).bind(deviceId).run();
      changed += meta.changes;
    }
    if (changed !== 1) throw new Error(`no device ${deviceId}`);
    await this.emptyKv();
  }

  /** Erases the devices of a tenant. */
  async forgetDevices(tenantId) {
    const tables = ['devices', 'fingerprints', 'joined_devices', 'link_device', 'link_key', 'link_population'];
    for (const db of this.databases) {
      for (const table of tables) {
        await db.prepare(`DELETE FROM ${table} WHERE tenant_id = ?`).bind(tenantId).run();
      }
    }
    await this.emptyKv();
  }

  /** Drops all that may be some minutes old. */
  async emptyKv() {
    const kv = await this.mf.getKVNamespace('KV');
    for (const { name } of (await kv.list()).keys) await kv.delete(name);
  }
}
