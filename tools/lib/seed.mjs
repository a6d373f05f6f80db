// The tenant, site and secret key that a local start is to have. Made once through
// the admin API, as an operator would, and kept in the state folder.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRepo } from './paths.mjs';
import { Refusal } from './progress.mjs';
import { readJson, writePrivately } from './secrets.mjs';
import { startWorker } from './worker.mjs';

/** Every scope there is: a local key should be able to try all of the API. Generated from signals/src/scope.rs. */
const SCOPES = inRepo('tools', 'generated', 'scopes.json');

/** The keys of the state folder's tenant: `{tenantId, domainId, siteKey, secretKey, scopes}`. */
export async function seed(state) {
  const file = join(state, 'keys.json');
  const kept = await readJson(file);
  const scopes = JSON.parse(await readFile(SCOPES, 'utf8'));
  const worker = await startWorker({ state });
  try {
    const site = kept && (await stillGood(worker, kept)) ? kept : await makeSite(worker);
    // A version with more scopes needs another key, and no other tenant.
    if (site === kept && String(kept.scopes) === String(scopes)) return kept;
    const keys = { ...site, secretKey: await makeSecretKey(worker, site, scopes), scopes };
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

async function makeSite(worker) {
  const { tenant } = await admin(worker, 'tenants', { name: 'Local' });
  const { site } = await admin(worker, 'sites', { tenantId: tenant.id, name: 'Demo' });
  return { tenantId: tenant.id, domainId: site.domainId, siteKey: site.siteKey };
}

async function makeSecretKey(worker, { tenantId }, scopes) {
  const { secretKey } = await admin(worker, 'keys', { tenantId, name: 'Local start', scopes });
  return secretKey;
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
