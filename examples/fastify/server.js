// A checkout that asks unknown and risky devices for more.
import { readFileSync } from 'node:fs';
import { createServerClient } from 'edgeprint/server';
import fastify from 'fastify';
import { edgeprintDevice } from './plugin.js';

const { siteKey, ...options } = settings();
const page = readFileSync(new URL('../checkout.html', import.meta.url), 'utf8')
  .replaceAll('{{url}}', options.endpoint)
  .replaceAll('{{siteKey}}', siteKey);

const app = fastify();
app.register(edgeprintDevice, { edgeprint: createServerClient(options) });

app.get('/', (_request, reply) => reply.type('text/html').send(page));

app.post('/api/pay', { config: { action: 'pay' } }, (request, reply) => {
  const { deviceId, riskLevel, flags } = request.device ?? {};
  if (!deviceId) return reply.code(202).send({ status: 'pending', reason: 'unknown_device' });
  if (flags.includes('headless_browser')) return reply.code(403).send({ status: 'blocked' });
  if (riskLevel === 'high' || riskLevel === 'critical')
    return reply.code(202).send({ status: 'pending', reason: 'risk' });
  return reply.send({ status: 'paid', deviceId });
});

console.log(`${await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' })}/`);

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
