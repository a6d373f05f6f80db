// A tenant with many devices that the linker remembers, put straight into D1, and what one
// look-up reads of them by D1's own count.
import { readFile } from 'node:fs/promises';
import { inRepo } from './repo.mjs';
import { databaseOf, deviceId, storeDevices } from './stored.mjs';

/** Devices compared, the token's included. */
export const MOST_COMPARED = 19;
/** Devices in one key's list, and keys of a device. */
const LISTED = 12;
const KEYS = 7;
/** Devices stored by one statement. */
const AT_ONCE = 50_000;
const COUNTED = 'WITH RECURSIVE counted (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < ?2)';

/**
 * Stores the devices `from` to `to` of a site's tenant. Each is remembered as `founder` is and
 * entered under seven keys of its own.
 */
export async function storeCrowd(edge, site, founder, from, to) {
  const db = await databaseOf(edge, site);
  for (let start = from; start < to; start += AT_ONCE) {
    const end = Math.min(start + AT_ONCE, to);
    await storeDevices(edge, site, start, end);
    const devices = `${COUNTED} INSERT INTO link_device (tenant_id, device_id, fingerprint, record)
      SELECT ?3, printf('dv_%022d', n), l.fingerprint, json_set(l.record, '$.id', printf('dv_%022d', n))
      FROM counted, link_device l WHERE l.tenant_id = ?3 AND l.device_id = ?4`;
    await db.prepare(devices).bind(start, end, site.tenantId, founder).run();
    const keys = `${COUNTED} INSERT OR IGNORE INTO link_key (tenant_id, key, devices)
      SELECT ?3, abs(random()) % 4503599627370496, json_array(printf('dv_%022d', n / ${KEYS})) FROM counted`;
    await db
      .prepare(keys)
      .bind(start * KEYS, end * KEYS, site.tenantId)
      .run();
  }
}

/** Makes the lists of all keys that the founder is entered under as full as they can be, each with others. */
export async function fillLists(edge, site, founder, devices) {
  const db = await databaseOf(edge, site);
  const keys = await keysOf(db, site, founder);
  for (const [at, key] of keys.entries()) {
    const listed = Array.from({ length: LISTED }, (_, n) => deviceId((LISTED * at + n) % devices));
    await db
      .prepare('UPDATE link_key SET devices = ?3 WHERE tenant_id = ?1 AND key = ?2')
      .bind(site.tenantId, key, JSON.stringify([...new Set(listed)]))
      .run();
  }
}

/**
 * What the Worker's own look-up reads when the founder comes back with a token and every list is full:
 * `{queries, rowsRead, lists, compared}`.
 */
export async function lookUp(edge, site, founder, devices) {
  const db = await databaseOf(edge, site);
  const keys = await keysOf(db, site, founder);
  const [who, lists, looks] = await lookUpStatements();
  const others = Array.from({ length: MOST_COMPARED - 1 }, (_, n) =>
    deviceId(Math.floor((n * devices) / (MOST_COMPARED - 1))),
  );
  const compared = [...new Set([...others, founder])];
  while (compared.length < MOST_COMPARED) compared.push(founder);
  const hour = Math.floor(Date.now() / 3_600_000);
  const arrived = db.prepare(
    "INSERT OR REPLACE INTO arrivals VALUES (?1, ?2, '', 9), (?1, ?2, 'network', 9), (?1 - 1, ?2, '', 9)",
  );
  await arrived.bind(hour, site.tenantId).run();
  const { pace } = await db.prepare('SELECT pace FROM events WHERE tenant_id = ? LIMIT 1').bind(site.tenantId).first();
  const results = await db.batch([
    db.prepare(who).bind(site.tenantId, founder, Date.now(), -1, pace, hour, 'network'),
    db.prepare(lists).bind(site.tenantId, ...keys),
    db.prepare(looks).bind(site.tenantId, Date.now(), ...compared),
  ]);
  return {
    queries: results.length,
    rowsRead: results.reduce((sum, { meta }) => sum + meta.rows_read, 0),
    byToken: results[0].results[0].by_token,
    lists: results[1].results.length,
    compared: results[2].results.length,
  };
}

async function keysOf(db, { tenantId }, device) {
  const sql = `SELECT j.value AS key FROM link_device d, json_each(d.record, '$.keys') j
    WHERE d.tenant_id = ? AND d.device_id = ? ORDER BY 1`;
  const { results } = await db.prepare(sql).bind(tenantId, device).all();
  return results.map(({ key }) => key);
}

/** The look-up's statements, each as long as it can be, as the Worker has them. */
async function lookUpStatements() {
  const statements = JSON.parse(await readFile(inRepo('tools/generated/statements.json'), 'utf8'));
  const starts = ['SELECT (SELECT d.id FROM devices d', 'SELECT key, devices FROM link_key', 'SELECT l.record'];
  return starts.map((start) => statements.find((sql) => sql.startsWith(start)));
}
