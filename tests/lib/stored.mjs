// Rows put straight into D1: more than a test could submit, or what no
// submission leads to.
import { backendOf } from './backend.mjs';
import { startEdge } from './edge.mjs';

/** The database in which the data of a site's tenant lies. */
export async function databaseOf(edge, { domainId }) {
  for (const db of edge.databases) {
    if (await db.prepare('SELECT 1 FROM site_retention WHERE domain_id = ?').bind(domainId).first()) return db;
  }
  throw new Error(`no site ${domainId}`);
}

/** The id of the nth device that `storeDevices` stores. */
export const deviceId = (n) => `dv_${String(n).padStart(22, '0')}`;

/** The ids of `to - from` devices. */
export const deviceIds = (from, to) => Array.from({ length: to - from }, (_, n) => deviceId(from + n));

const COUNTED = 'WITH RECURSIVE counted (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < ?2)';
const REASONS = JSON.stringify([{ flag: 'webdriver', category: 'automation', weight: 40, reason: 'It says so.' }]);
const NETWORK = JSON.stringify({ ipPrefix: '203.0.113.0/24', asn: 64500, asOrganization: '=cmd|calc' });

/**
 * Stores the devices `from` to `to`: each first seen a minute after the one
 * before, last seen in reverse, its score its number modulo 101, every fifth
 * with the flag `webdriver`, countries in turn, two at a time on the same millisecond.
 */
export async function storeDevices(edge, site, from, to, { start = Date.now() - 86_400_000 } = {}) {
  const { tenantId, domainId } = site;
  const db = await databaseOf(edge, site);
  const sql = `${COUNTED} INSERT INTO devices (tenant_id, id, domain_id, first_seen_domain_id, score, confidence, reasons,
      identity_method, identity_confidence, country, city, network, created_at, last_submitted_at, last_seen_at,
      visit_count, fingerprint)
    SELECT ?3, printf('dv_%022d', n), ?4, ?4, n % 101, 0.5, IIF(n % 5 = 0, ?6, '[]'), 'new', 0.9,
      IIF(n % 2, 'DE', 'US'), 'Köln', ?7, ?5 + (n / 2) * 100, ?5 + (n / 2) * 100, ?5 + 80000000 - n * 100, 1,
      printf('%064x', n) FROM counted`;
  await db.prepare(sql).bind(from, to, tenantId, domainId, start, REASONS, NETWORK).run();
}

/** The time of the nth event that `storeEvents` stores. */
export const eventTime = (n, start) => start + n * 100;

/**
 * Stores the events `from` to `to`, ten of each stored device one after the other, and with each tenth a visit. Every
 * thousandth has the flag `webdriver`, every tenth is of a user, who has a hundred.
 */
export async function storeEvents(edge, site, from, to, start) {
  const { tenantId, domainId } = site;
  const db = await databaseOf(edge, site);
  const events = `${COUNTED} INSERT INTO events (tenant_id, id, domain_id, device_id, created_at, fingerprint, coverage,
      score, confidence, reasons, identity_method, identity_confidence, collector, origin, country, city, network,
      address_hash, action, linked_id, pace)
    SELECT ?3, printf('req_%022d', n), ?4, printf('dv_%022d', n / 10), ?5 + n * 100, printf('%064x', n / 10), 51,
      n % 101, 0.9, IIF(n % 1000 = 0, ?6, '[]'), IIF(n % 10, 'token', 'new'), 0.9, '1.0.0', 'https://shop.example',
      IIF(n % 2, 'DE', 'US'), 'Köln', ?7, printf('%064x', n / 10), 'login',
      IIF(n % 10, NULL, 'user-' || CAST(n / 1000 AS INTEGER)), printf('%032x', n) FROM counted`;
  const visits = `${COUNTED} INSERT INTO visits (tenant_id, id, domain_id, device_id, created_at, address_hash, origin,
      country, network)
    SELECT ?3, printf('req_v%021d', n), ?4, printf('dv_%022d', n / 10), ?5 + n * 100, printf('%064x', n / 10),
      'https://shop.example', IIF(n % 20, 'DE', 'US'), ?6 FROM counted WHERE n % 10 = 0`;
  await db.batch([
    db.prepare(events).bind(from, to, tenantId, domainId, start, REASONS, NETWORK),
    db.prepare(visits).bind(from, to, tenantId, domainId, start, NETWORK),
  ]);
}

/**
 * An edge with a site that has so many stored devices, and its backend: `{edge, site, backend}`.
 * The rate limit is beyond what a test asks.
 */
export async function edgeWithDevices(count, start) {
  const edge = await startEdge({ rateLimit: 100_000 });
  const site = await edge.site();
  const backend = await backendOf(edge, site.tenantId);
  await storeDevices(edge, site, 0, count, { start });
  return { edge, site, backend };
}

/** Stores `count` visits of a device, each a second after the one before. */
export async function storeVisits(edge, site, device, count, { start = Date.now() - 86_400_000 } = {}) {
  const { tenantId, domainId } = site;
  const db = await databaseOf(edge, site);
  const sql = `${COUNTED} INSERT INTO visits (tenant_id, id, domain_id, device_id, created_at, network)
    SELECT ?3, printf('req_%s%06d', substr(?5, 10, 16), n), ?4, ?5, ?6 + n, '{}' FROM counted`;
  await db.prepare(sql).bind(0, count, tenantId, domainId, device, start).run();
}

/** Moves times of the rows of a site's tenant `days` into the past. */
export async function age(edge, site, days) {
  const db = await databaseOf(edge, site);
  const earlier = (...columns) => columns.map((column) => `${column} = ${column} - ${days * 86_400_000}`).join(', ');
  for (const [table, ...columns] of [
    ['devices', 'created_at', 'last_submitted_at', 'last_seen_at'],
    ['events', 'created_at'],
    ['visits', 'created_at'],
  ]) {
    await db
      .prepare(`UPDATE ${table} SET ${earlier(...columns)} WHERE tenant_id = ?`)
      .bind(site.tenantId)
      .run();
  }
  await edge.emptyKv();
}
