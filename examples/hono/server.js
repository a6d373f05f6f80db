// A checkout that asks unknown and risky devices for more.
import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { createServerClient } from 'edgeprint/server';
import { Hono } from 'hono';
import { device } from './middleware.js';

const { siteKey, ...options } = settings();
const page = readFileSync(new URL('../checkout.html', import.meta.url), 'utf8')
  .replaceAll('{{url}}', options.endpoint)
  .replaceAll('{{siteKey}}', siteKey);

const edgeprint = createServerClient(options);
const app = new Hono();

app.get('/', (context) => context.html(page));

app.post('/api/pay', device(edgeprint, { action: 'pay' }), (context) => {
  const { deviceId, riskLevel, flags } = context.get('device') ?? {};
  if (!deviceId) return context.json({ status: 'pending', reason: 'unknown_device' }, 202);
  if (flags.includes('headless_browser')) return context.json({ status: 'blocked' }, 403);
  if (riskLevel === 'high' || riskLevel === 'critical') return context.json({ status: 'pending', reason: 'risk' }, 202);
  return context.json({ status: 'paid', deviceId });
});

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}/`);
});

/** From the environment; else of the edge that `npm start` runs at the repository's root. */
function settings() {
  const { EDGEPRINT_URL, EDGEPRINT_SITE_KEY, EDGEPRINT_SECRET_KEY, EDGEPRINT_TENANT_ID } = process.env;
  if (EDGEPRINT_URL) {
    const keys = { siteKey: EDGEPRINT_SITE_KEY, secretKey: EDGEPRINT_SECRET_KEY, tenantId: EDGEPRINT_TENANT_ID };
    return { endpoint: EDGEPRINT_URL, ...keys };
  }
  const read = (name) => JSON.parse(readFileSync(new URL(`../../.edgeprint/${name}`, import.meta.url), 'utf8'));
  try {
    return { ...read('keys.json'), endpoint: read('dev.json').url };
  } catch (cause) {
    throw new Error('No edge is known: run `npm start` at the repository’s root, or set EDGEPRINT_URL.', { cause });
  }
}
