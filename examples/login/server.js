// A login that knows devices: what the backend guide says, with Express.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConnectionError, createServerClient, SealedError } from 'edgeprint/server';
import express from 'express';

const { url, siteKey, secretKey, tenantId } = settings();
const edgeprint = createServerClient({ endpoint: url, secretKey, tenantId });

/** An imaginary shop's accounts; passwords would be hashed. */
const accounts = new Map([['ada@shop.example', { password: 'correct horse', devices: new Set() }]]);

const app = express();
app.use(express.json({ limit: '16kb' }));
app.get('/config.json', (_request, response) => response.json({ endpoint: url, siteKey }));
app.use(express.static(fileURLToPath(new URL('public', import.meta.url))));

app.post('/api/login', async (request, response) => {
  const { email, password, deviceId, sealed } = Object(request.body);
  const account = accounts.get(email);
  const verdict = await judge({ account, deviceId, sealed });
  // The same answer to a wrong password and to an unknown account.
  if (verdict.status === 'blocked') return response.status(403).json(verdict);
  if (!account || account.password !== password) return response.status(401).json({ status: 'refused' });
  if (verdict.status === 'pending') return response.status(202).json(verdict);
  account.devices.add(verdict.deviceId);
  response.json(verdict);
});

/** What to do about the device that a login comes from. What the page says of it is a claim until it is verified. */
async function judge({ account, deviceId, sealed }) {
  try {
    const id = sealed ? (await edgeprint.verifySealed(sealed, { action: 'login' })).sub : deviceId;
    const device = typeof id === 'string' && id ? await edgeprint.devices.get(id) : null;
    if (!device) return { status: 'pending', reason: 'unknown_device' };
    if (device.flags.includes('headless_browser')) return { status: 'blocked', reason: 'automated_access_detected' };
    if (['critical', 'high'].includes(device.riskLevel)) return { status: 'pending', reason: 'high_risk_device' };
    // Handed over without its seal, an id may have been copied: it is good for no more than the devices known before.
    if (!sealed && !account?.devices.has(id)) return { status: 'pending', reason: 'unproven_device' };
    return { status: 'ok', deviceId: id };
  } catch (error) {
    if (error instanceof SealedError) return { status: 'pending', reason: 'device_not_proven' };
    // A login must not fail because the edge is out of reach: ask for a second factor instead.
    if (error instanceof ConnectionError) return { status: 'pending', reason: 'device_unknown_now' };
    throw error;
  }
}

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(`http://127.0.0.1:${server.address().port}/`);
});

/** From the environment; else of the edge that `npm start` runs at the repository's root. */
function settings() {
  const { EDGEPRINT_URL, EDGEPRINT_SITE_KEY, EDGEPRINT_SECRET_KEY, EDGEPRINT_TENANT_ID } = process.env;
  if (EDGEPRINT_URL) {
    const keys = { siteKey: EDGEPRINT_SITE_KEY, secretKey: EDGEPRINT_SECRET_KEY, tenantId: EDGEPRINT_TENANT_ID };
    return { url: EDGEPRINT_URL, ...keys };
  }
  const read = (name) => JSON.parse(readFileSync(new URL(`../../.edgeprint/${name}`, import.meta.url), 'utf8'));
  try {
    return { ...read('keys.json'), url: read('dev.json').url };
  } catch (cause) {
    throw new Error('No edge is known: run `npm start` at the repository’s root, or set EDGEPRINT_URL.', { cause });
  }
}
