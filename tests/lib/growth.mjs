// What each kind of request reads of D1 in a tenant with a long history, by D1's own count: for the test that
// holds it flat, and for `npm run growth`. The edge is one of `counting` (tools/lib/counting-edge.mjs) with one database.
import { readCounts } from '../../tools/lib/counting-edge.mjs';
import { backendOf } from './backend.mjs';
import { databaseOf, deviceId, eventTime, storeDevices, storeEvents, storeVisits } from './stored.mjs';
import { another } from './submission.mjs';

const DAY = 86_400_000;
const SCOPES = ['read:device', 'read:devices', 'read:events', 'read:visits', 'read:exports', 'read:stats', 'verify'];
/** Events stored by one statement. */
const AT_ONCE = 50_000;
/** How often each is asked: the last time counts, when what instances and KV keep is there. */
const TIMES = 2;

/**
 * A tenant whose history can grow: `{edge, site, backend, devices, events, …}`. So many visits are erased, and
 * outdated: 25,000 are more than a run of the upkeep, or a request to erase, takes away.
 */
export async function tenantToGrow(edge, { doomed = 25_000 } = {}) {
  const site = await edge.site();
  const old = await edge.site({ tenantId: site.tenantId, name: 'Shop of old', retentionDays: 30 });
  const backend = await backendOf(edge, site.tenantId, [...SCOPES, 'write:device']);
  const first = await edge.visitor().submit(site, another('the first'));
  return { edge, site, old, backend, first, devices: 0, events: 0, asked: 0, doomed, start: Date.now() - 14 * DAY };
}

/** Stores events until there are so many; their devices have to be there. */
export async function growEvents(tenant, events) {
  const { edge, site, start } = tenant;
  for (; tenant.events < events; tenant.events = Math.min(events, tenant.events + AT_ONCE))
    await storeEvents(edge, site, tenant.events, Math.min(events, tenant.events + AT_ONCE), start);
}

/** Stores devices and events until there are so many. */
export async function grow(tenant, devices, events) {
  await storeDevices(tenant.edge, tenant.site, tenant.devices, devices);
  tenant.devices = devices;
  await growEvents(tenant, events);
}

/** Asks everything: a list of `{request, statements, rowsRead, rowsWritten, ms}`. */
export async function askAll(tenant) {
  const rows = [];
  for (const [request, ask, prepare] of kinds(tenant)) rows.push({ request, ...(await counted(tenant, ask, prepare)) });
  return rows;
}

async function counted({ edge }, ask, prepare = async () => {}) {
  let [counts, ms] = [{}, 0];
  for (let n = 0; n < TIMES; n += 1) {
    const given = await prepare();
    await readCounts(edge);
    const began = performance.now();
    const answer = await ask(given);
    ms = performance.now() - began;
    if (answer?.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
    counts = await readCounts(edge);
  }
  const { statements, rowsRead, rowsWritten } = counts;
  return { statements, rowsRead, rowsWritten, ms };
}

/** Lists of what is asked: its name, what asks it, and what is done before, uncounted. */
const kinds = (tenant) => [...visits(tenant), ...backends(tenant), ...lists(tenant), ...endings(tenant)];

/** What pages do. */
function visits({ edge, site, first, ...tenant }) {
  const visitor = edge.visitor();
  const mark = () => `${tenant.events} ${Math.random()}`;
  const submit = (changes) => async (token) => visitor.collect(token, await changes());
  const token = () => visitor.token(site);
  const { deviceToken } = first;
  return [
    ['`POST /v1/token`', token, () => {}],
    ['`POST /v1/collect`, a new device', submit(() => another(mark())), token],
    ['`POST /v1/collect`, a device with its token', submit(() => ({ ...another('the first'), deviceToken })), token],
    ['`POST /v1/collect`, a device that looks otherwise', submit(() => ({ ...another(mark()), deviceToken })), token],
    ['`POST /v1/visit`', () => visitor.visit(site.siteKey, deviceToken)],
  ];
}

/** What backends do, besides lists. */
function backends({ edge, backend, first, events, devices }) {
  const get = (path) => () => backend.get(path);
  const middle = deviceId(devices >> 1);
  const event = `req_${String(events >> 1).padStart(22, '0')}`;
  const body = { sealed: first.sealed };
  const authorization = `Bearer ${backend.secretKey}`;
  return [
    ['`GET /v1/device`, nothing in KV', get(`/v1/device/${middle}`), () => edge.emptyKv()],
    ['`GET /v1/device`, in KV', get(`/v1/device/${middle}`)],
    ['`GET /v1/device/…/export`', get(`/v1/device/${middle}/export`)],
    ['`GET /v1/events/…`', get(`/v1/events/${event}`)],
    ['`POST /v1/verify`', () => edge.visitor().send('POST', '/v1/verify', { body, headers: { authorization } })],
    ['`GET /v1/stats`', get('/v1/stats?dimension=country')],
  ];
}

/** Every index that a list walks, from its ends and from its middle. */
const INDEXED = (site, device, middle) => [
  [
    'events',
    '',
    'sort=createdAt',
    `to=${middle}`,
    `deviceId=${device}`,
    `domainId=${site.domainId}`,
    'linkedId=user-0',
  ],
  ['devices', '', 'sort=-lastSeenAt', 'sort=-score', 'sort=score', `domainId=${site.domainId}`],
  ['visits', '', `to=${middle}`, `deviceId=${device}`, `domainId=${site.domainId}`],
];

/** Filters that no index tells, which few rows or none match. */
export const FILTERED = ['events?flag=webdriver', 'events?action=logout', 'devices?country=FR', 'visits?country=FR'];

function lists({ edge, site, backend, devices, events, start }) {
  const middle = new Date(eventTime(events >> 1, start)).toISOString();
  const named = (path) => path.replace(middle, 'the middle').replace(/[td]v?_\w+/g, '…');
  const get = (path) => [`\`GET /v1/${named(path)}\``, () => backend.get(`/v1/${path}`)];
  const indexed = INDEXED(site, deviceId(devices >> 1), middle).flatMap(([name, ...queries]) =>
    queries.map((query) => (query ? `${name}?${query}` : name)),
  );
  const next = async () => (await backend.get(`/v1/events?to=${middle}`)).body.nextCursor;
  const admin = (path) => [`\`GET /v1/admin/${named(path)}\``, () => edge.admin('GET', path)];
  return [
    ...indexed.map(get),
    ['… the page after that of the middle', (cursor) => backend.get(`/v1/events?to=${middle}&cursor=${cursor}`), next],
    ...FILTERED.map(get),
    get('exports/fingerprints?limit=1000'),
    ...['tenants', 'audit-log', 'signing-keys'].map(admin),
    ...['sites', 'keys', 'webhooks'].map((name) => admin(`${name}?tenantId=${site.tenantId}`)),
    ...[`tenants/${site.tenantId}/events`, `tenants/${site.tenantId}/stats?dimension=riskLevel`].map(admin),
  ];
}

/** Erasures and the upkeep. */
function endings(tenant) {
  const { edge, site, old, backend, devices, doomed } = tenant;
  const next = () => deviceId(Math.floor(devices / 4) + tenant.asked++);
  const busy = async () => {
    const { fingerprintId } = await edge.visitor().submit(site, another(`busy ${Math.random()}`));
    await storeVisits(edge, site, fingerprintId, doomed);
    return fingerprintId;
  };
  const cron = (name) => async () => (await edge.mf.getWorker()).scheduled({ cron: name });
  return [
    ['`DELETE /v1/device`, ten events', (id) => backend.erase(id), next],
    [`\`DELETE /v1/device\`, ${doomed} visits`, (id) => backend.erase(id), busy],
    ['the cron of webhooks, nothing due', cron('* * * * *')],
    [`the upkeep, ${doomed} visits past their retention`, cron('*/10 * * * *'), () => outdate(tenant, old)],
  ];
}

/** Stores visits that are past their site's retention. */
async function outdate({ edge, asked, doomed }, old) {
  const device = `dv_${String(asked).padStart(6, '0')}${Math.random().toString(36).slice(2).padEnd(16, '0').slice(0, 16)}`;
  await storeVisits(edge, old, device, doomed, { start: Date.now() - 90 * DAY });
}

/** How many rows of a tenant there are, for those who want to know that they are. */
export async function rowsOf({ edge, site }, table) {
  const db = await databaseOf(edge, site);
  const sql = `SELECT COUNT(*) AS n FROM ${table} WHERE tenant_id = ?`;
  return (await db.prepare(sql).bind(site.tenantId).first()).n;
}
