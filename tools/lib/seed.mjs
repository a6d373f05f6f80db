// The tenant, site and secret key that a local start is to have. Made once through
// the admin API, as an operator would, and kept in the state folder.
import { join } from 'node:path';
import { Refusal } from './progress.mjs';
import { readJson, writePrivately } from './secrets.mjs';
import { startWorker } from './worker.mjs';

// Every scope there is (signals/src/scope.rs): a local key should be able to try all of the API.
const EVERY_SCOPE = ['read:device', 'read:events', 'read:visits', 'read:exports', 'write:device', 'verify'];

/** The keys of the state folder's tenant: `{tenantId, domainId, siteKey, secretKey}`. */
export async function seed(state) {
  const file = join(state, 'keys.json');
  const kept = await readJson(file);
  const worker = await startWorker({ state });
  try {
    if (kept && (await stillGood(worker, kept))) return kept;
    const keys = await makeKeys(worker);
    await writePrivately(file, keys);
    return keys;
  } finally {
    await worker.dispose();
  }
}

/** Keys outlive a database that somebody deleted to start afresh. */
async function stillGood({ mf, url }, { siteKey, secretKey }) {
  const body = JSON.stringify({ siteKey });
  const token = await mf.dispatchFetch(`${url}/v1/token`, { method: 'POST', body });
  const device = await mf.dispatchFetch(`${url}/v1/device/none`, { headers: { authorization: `Bearer ${secretKey}` } });
  await Promise.all([token.text(), device.text()]);
  return token.ok && device.status !== 401;
}

async function makeKeys(worker) {
  const { tenant } = await admin(worker, 'tenants', { name: 'Local' });
  const tenantId = tenant.id;
  const { site } = await admin(worker, 'sites', { tenantId, name: 'Demo' });
  const { secretKey } = await admin(worker, 'keys', { tenantId, name: 'Local start', scopes: EVERY_SCOPE });
  return { tenantId, domainId: site.domainId, siteKey: site.siteKey, secretKey };
}

async function admin({ mf, url, adminToken }, path, body) {
  const answer = await mf.dispatchFetch(`${url}/v1/admin/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new Refusal(`The edge refused to seed its tenant: POST /v1/admin/${path} gave ${answer.status}\n${text}`);
  return JSON.parse(text);
}
