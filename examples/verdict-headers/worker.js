// A Worker in front of a site: the origin gets what the edge knows of a visitor's device as request headers, and
// needs no code of Edgeprint's. Pages hand over their sealed result once a session; a signed cookie remembers it.
import { createServerClient, SealedError } from 'edgeprint/server';

const COOKIE = '__Host-device';
const PREFIX = 'x-edgeprint-';
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** One for all requests of an isolate: it remembers look-ups and keys. */
let client;

export default {
  async fetch(request, env) {
    client ??= createServerClient({
      endpoint: env.EDGEPRINT_URL,
      secretKey: env.EDGEPRINT_SECRET_KEY,
      tenantId: env.EDGEPRINT_TENANT_ID,
      timeout: 1500, // a page waits for it
    });
    const { pathname } = new URL(request.url);
    if (pathname === '/edgeprint/session' && request.method === 'POST') return openSession(request, env);
    return fetch(await withVerdict(request, env));
  },
};

/** `POST /edgeprint/session` with a sealed result: remembers the device. */
async function openSession(request, env) {
  const origin = new URL(request.url).origin;
  // Forms of other sites could otherwise give a visitor the device of somebody else.
  if (request.headers.get('origin') !== origin) return new Response(null, { status: 403 });
  try {
    const { sub } = await client.verifySealed((await request.text()).slice(0, 8192), { origin });
    if (!sub) return new Response(null, { status: 204 }); // reduced mode: nobody was identified
    const value = `${sub}.${await signature(sub, env)}`;
    const cookie = `${COOKIE}=${value}; Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=Lax`;
    return new Response(null, { status: 204, headers: { 'set-cookie': cookie } });
  } catch (error) {
    return new Response(null, { status: error instanceof SealedError ? 403 : 503 });
  }
}

/** The request as the origin gets it. */
async function withVerdict(request, env) {
  const headers = new Headers(request.headers);
  // Whatever a visitor sends under these names is theirs.
  for (const name of [...headers.keys()]) if (name.startsWith(PREFIX)) headers.delete(name);
  const deviceId = await rememberedDevice(request, env);
  const device = deviceId && (await client.devices.get(deviceId).catch(() => undefined));
  headers.set(`${PREFIX}verdict`, device ? 'known' : device === undefined ? 'unavailable' : 'unknown');
  if (device) {
    headers.set(`${PREFIX}device`, device.deviceId);
    headers.set(`${PREFIX}score`, `${device.score}`);
    headers.set(`${PREFIX}level`, device.riskLevel);
    headers.set(`${PREFIX}flags`, device.flags.join(' '));
  }
  return new Request(request, { headers });
}

/** The device of the cookie, if this Worker signed it; null otherwise. */
async function rememberedDevice(request, env) {
  const cookies = request.headers.get('cookie') ?? '';
  const [, deviceId, mark] = new RegExp(`(?:^|; )${COOKIE}=(dv_\\w+)\\.([0-9a-f]{64})(?:;|$)`).exec(cookies) ?? [];
  if (!deviceId) return null;
  const bytes = Uint8Array.from(mark.match(/../g), (pair) => Number.parseInt(pair, 16));
  const isOurs = await crypto.subtle.verify('HMAC', await key(env), bytes, new TextEncoder().encode(deviceId));
  return isOurs ? deviceId : null;
}

async function signature(text, env) {
  const bytes = await crypto.subtle.sign('HMAC', await key(env), new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const key = ({ COOKIE_SECRET }) =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(COOKIE_SECRET), HMAC, false, ['sign', 'verify']);
