// The yardstick: a small Worker of Hono and TypeScript that keeps the same promises to a page (signed tokens that are
// spent once, a fingerprint, a stored device, a sealed result) and asks D1 and KV what ours asks. It computes less:
// what the linker and most rules would have said was noted before, so it is a yardstick that is hard to beat.
import { Hono } from 'hono';
import { type Database, type Own, type Recording, Replay } from './replay.ts';
import { base64url, hash, JwtKey, randomId, sealer } from './signing.ts';

interface Kv {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
}
interface Bindings {
  DB: Database;
  KV: Kv;
  RL_TENANT: { limit(question: { key: string }): Promise<{ success: boolean }> };
  EDGEPRINT_SECRET: string;
  RECORDINGS: string;
}
interface Site {
  id: string;
  domain: string;
}
interface Reading {
  status: string;
  value?: unknown;
  ms: number;
}

const SECONDS = 300;
const app = new Hono<{ Bindings: Bindings }>();
let serial = 0;

interface Made {
  replays: Record<string, Replay>;
  submissions: JwtKey;
  devices: JwtKey;
  seal: (claims: object) => Promise<string>;
}
let made: Promise<Made> | undefined;

/** Keys and statements, made by the first request. */
const prepared = (env: Bindings) => {
  made ??= (async () => {
    const recordings = JSON.parse(env.RECORDINGS) as Record<string, Recording>;
    return {
      replays: Object.fromEntries(Object.entries(recordings).map(([kind, noted]) => [kind, new Replay(noted)])),
      submissions: await JwtKey.derive(env.EDGEPRINT_SECRET, 'submission token'),
      devices: await JwtKey.derive(env.EDGEPRINT_SECRET, 'device token'),
      seal: await sealer(),
    };
  })();
  return made;
};

class Refused extends Error {}
app.onError((error, c) =>
  c.json(
    { ok: false, code: error instanceof Refused ? error.message : 'unavailable' },
    error instanceof Refused ? 403 : 503,
  ),
);
app.use(async (c, next) => {
  await next();
  c.header('Access-Control-Allow-Origin', '*');
  c.header('Cache-Control', 'no-store');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('X-Request-Id', randomId('req_'));
});

/** What was decided on a key and an origin, kept for some minutes. */
async function admit(env: Bindings, siteKey: string, origin: string, address: string): Promise<Site> {
  const name = `twin:${await hash(siteKey)}:${await hash(origin)}`;
  const kept = JSON.parse((await env.KV.get(name)) ?? 'null') as { until: number; site: Site } | null;
  let site = kept && Date.now() < kept.until ? kept.site : undefined;
  if (!site) {
    const found = env.DB.prepare('SELECT id, tenant_id FROM sites WHERE site_key = ?1').bind(siteKey);
    const row = (await env.DB.batch([found]))[0]?.results[0];
    if (!row) throw new Refused('site_key_invalid');
    site = { id: String(row.tenant_id), domain: String(row.id) };
    await env.KV.put(name, JSON.stringify({ until: Date.now() + 1000 * SECONDS, site }), { expirationTtl: SECONDS });
  }
  await count(env, site.id, address);
  return site;
}

async function count(env: Bindings, tenant: string, address: string) {
  if (!(await env.RL_TENANT.limit({ key: `${tenant}:${address}` })).success) throw new Refused('rate_limited');
}

const from = (c: { req: { header(name: string): string | undefined } }) => ({
  origin: c.req.header('origin') ?? '',
  address: c.req.header('cf-connecting-ip') ?? '',
});
const named = ({ id, domain }: { id?: unknown; domain?: unknown }) => ({ tenant: String(id), domain: String(domain) });
const own = (ids: Record<string, string>): Own => {
  serial += 1;
  return { at: Date.now(), serial, ids };
};

app.post('/v1/token', async (c) => {
  const { siteKey } = JSON.parse(await c.req.text()) as { siteKey: string };
  const { origin, address } = from(c);
  const site = await admit(c.env, siteKey, origin, address);
  const { submissions } = await prepared(c.env);
  const token = await submissions.sign({ typ: 'submission', jti: randomId('tok_'), ...site, origin }, 120);
  return c.json({ ok: true, token, expiresIn: 120, checkIntervalSeconds: 604800 });
});

/** The same in the same order, whoever wrote it. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, canonical(member)]));
}

/** A few rules, in place of ours, of which there are 38. */
function assess(components: Record<string, Reading>, userAgent: string) {
  const value = (name: string) => (components[name]?.status === 'ok' ? components[name].value : undefined);
  const flags = [];
  if (value('webdriver') === true) flags.push('webdriver');
  if (/Headless/.test(String(value('user_agent')))) flags.push('headless_browser');
  if (value('user_agent') !== undefined && value('user_agent') !== userAgent) flags.push('user_agent_mismatch');
  return { score: Math.min(100, 40 * flags.length), flags };
}

app.post('/v1/collect', async (c) => {
  const body = JSON.parse(await c.req.text()) as {
    token: string;
    deviceToken?: string;
    components: Record<string, Reading>;
  };
  const { origin, address } = from(c);
  const { submissions, devices, replays, seal } = await prepared(c.env);
  const claims = await submissions.read(body.token);
  if (claims?.origin !== origin) throw new Refused('token_invalid');
  await count(c.env, String(claims.id), address);
  const terms = `twin-terms:${claims.domain}`;
  if (!(await c.env.KV.get(terms))) await c.env.KV.put(terms, '{"rules":[]}', { expirationTtl: SECONDS });
  const readings = Object.entries(body.components).filter(([, { status }]) => status === 'ok');
  const fingerprint = await hash(JSON.stringify(canonical(Object.fromEntries(readings))));
  const times = Object.entries(body.components).map(([name, { ms }]) => [name, ms]);
  const pace = (await hash(JSON.stringify(times))).slice(0, 32);
  const assessment = assess(body.components, c.req.header('user-agent') ?? '');
  const remembered = body.deviceToken ? await devices.read(body.deviceToken) : undefined;
  // Which device this is, ours finds out.
  const told = c.req.query('linked');
  const device = String(remembered?.sub ?? told ?? randomId('dv_'));
  const replay = replays[told ? 'linked' : remembered ? 'returning' : 'new'] as Replay;
  const request = randomId('req_');
  const names = { ...named(claims), token: String(claims.jti), device, request, fingerprint, looks: fingerprint, pace };
  await replay.sendAll(c.env.DB, own(names));
  const record = { deviceId: device, fingerprint, ...assessment, submittedAt: Date.now() };
  await c.env.KV.put(`twin-device:${claims.id}:${device}`, JSON.stringify(record), { expirationTtl: SECONDS });
  const deviceToken = await devices.sign({ typ: 'device', sub: device, ten: claims.id });
  const sealed = await seal({ iss: 'edgeprint', aud: claims.id, sub: device, jti: request, ...assessment });
  return c.json({
    ok: true,
    requestId: request,
    fingerprintId: device,
    fingerprint,
    ...assessment,
    deviceToken,
    sealed,
  });
});

app.post('/v1/visit', async (c) => {
  const { siteKey, deviceToken } = JSON.parse(await c.req.text()) as Record<string, string>;
  const { origin, address } = from(c);
  const site = await admit(c.env, siteKey ?? '', origin, address);
  const { devices, replays } = await prepared(c.env);
  const device = String((await devices.read(deviceToken ?? ''))?.sub);
  const request = randomId('req_');
  const rows = await (replays.visit as Replay).sendAll(c.env.DB, own({ ...named(site), device, request }));
  const record = JSON.stringify(rows.flat()[0] ?? {});
  await c.env.KV.put(`twin-device:${site.id}:${device}`, record, { expirationTtl: SECONDS });
  return c.json({ ok: true, requestId: request });
});

/** The first batch finds the backend's key. */
async function admitBackend(env: Bindings, replay: Replay, authorization: string, address: string): Promise<string> {
  const [found] = await replay.send(env.DB, 0, own({ key: await hash(authorization.replace('Bearer ', '')) }));
  if (!found?.[0]) throw new Refused('api_key_invalid');
  const tenant = String(found[0].tenant_id);
  await count(env, tenant, address);
  return tenant;
}

app.get('/v1/device/:id', async (c) => {
  const replay = (await prepared(c.env)).replays.device as Replay;
  const tenant = await admitBackend(c.env, replay, c.req.header('authorization') ?? '', from(c).address);
  const device = c.req.param('id');
  const name = `twin-device:${tenant}:${device}`;
  let record = await c.env.KV.get(name);
  if (!record) {
    const rows = await replay.send(c.env.DB, 1, own({ tenant, device }));
    record = JSON.stringify(rows[0]?.[0]);
    await c.env.KV.put(name, record, { expirationTtl: SECONDS });
  }
  const text = JSON.stringify({ ok: true, device: JSON.parse(record) });
  c.header('ETag', `"${(await hash(text)).slice(0, 32)}"`);
  return c.body(text, 200, { 'Content-Type': 'application/json' });
});

app.get('/v1/events', async (c) => {
  const replay = (await prepared(c.env)).replays.list as Replay;
  const tenant = await admitBackend(c.env, replay, c.req.header('authorization') ?? '', from(c).address);
  const [rows = []] = await replay.send(c.env.DB, 1, own({ tenant }));
  const events = rows.map(({ reasons, network, ...rest }) => ({
    ...rest,
    reasons: JSON.parse(String(reasons ?? '[]')),
    network: JSON.parse(String(network ?? '{}')),
  }));
  return c.json({ ok: true, events, cursor: base64url(JSON.stringify(rows.at(-1)?.id ?? null)) });
});

export default app;
