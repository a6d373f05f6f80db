// The Rust client, by its example program, against the real Worker.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { cargoTarget } from '../../tools/lib/paths.mjs';
import { document } from '../lib/contract.mjs';
import { startEdge } from '../lib/edge.mjs';
import { startProxy } from '../lib/proxy.mjs';
import { inRepo } from '../lib/repo.mjs';
import { another } from '../lib/submission.mjs';
import { allScopes } from '../lib/world.mjs';

const NOBODY = `dv_${'0'.repeat(22)}`;
const run = promisify(execFile);

let edge;
let proxy;
let site;
let secretKey;
let submitted;
before(async () => {
  // As a part of the workspace: its dependencies are then those that `cargo test --workspace` has compiled.
  const built = ['build', '--quiet', '--workspace', '--exclude', 'edgeprint-bindgen', '--example', 'probe'];
  execFileSync('cargo', built, { cwd: inRepo('.') });
  edge = await startEdge();
  proxy = await startProxy(edge.url);
  site = await edge.site();
  secretKey = (await edge.key(site.tenantId, { scopes: allScopes(document) })).secretKey;
  submitted = [];
  for (const mark of ['r1', 'r2']) {
    submitted.push(await edge.visitor().submit(site, { ...another(mark), body: { action: 'login' } }));
  }
});
after(async () => {
  await proxy?.close();
  await edge?.stop();
});

/** What the program prints. */
async function probe(call, env = {}) {
  const { stdout } = await run(`${cargoTarget}/debug/examples/probe`, call, {
    env: {
      ...process.env,
      EDGEPRINT_URL: proxy.url,
      EDGEPRINT_SECRET_KEY: secretKey,
      EDGEPRINT_TENANT: site.tenantId,
      ...env,
    },
  });
  return JSON.parse(stdout);
}

test('looks devices up, remembers them, and lists them over pages', async () => {
  const [{ fingerprintId, requestId, deviceToken }] = submitted;
  proxy.taken();
  const [device, again] = await probe(['device', fingerprintId]);
  const { body } = await edge.visitor({ origin: undefined }).device(fingerprintId, secretKey);
  assert.deepEqual([device, again], [body.device, body.device]);
  assert.deepEqual(proxy.taken(), [`GET /v1/device/${fingerprintId}`]);
  assert.deepEqual(await probe(['device', NOBODY]), [null, null]);
  assert.deepEqual(
    await probe(['devices']),
    submitted.map((answer) => answer.fingerprintId),
  );
  await edge.visitor().visit(site.siteKey, deviceToken);
  assert.deepEqual(await probe(['history', fingerprintId]), { events: 1, visits: 1, days: 30 });
  assert.equal(await probe(['event', requestId]), fingerprintId);
  assert.equal(await probe(['export', fingerprintId]), 1);
});

test('tells refusals by their code, and tries again what may pass', async () => {
  const [{ fingerprintId }] = submitted;
  const wrong = { EDGEPRINT_SECRET_KEY: 'sk_dev_wrong' };
  assert.deepEqual(await probe(['device', fingerprintId], wrong), { error: 'api_key_invalid', status: 401 });
  assert.match((await probe(['device', '../health'])).error, /no id/);
  for (const failure of [503, 'drop', { status: 429, headers: { 'retry-after': '1' } }]) {
    const failures = [failure];
    proxy.fail = () => failures.shift();
    assert.equal((await probe(['device', fingerprintId]))[0].deviceId, fingerprintId);
  }
  proxy.fail = () => ({ status: 429, headers: { 'retry-after': '3600' } });
  proxy.taken();
  assert.deepEqual(await probe(['device', fingerprintId]), { error: 'unexpected_answer', status: 429 });
  assert.equal(proxy.taken().length, 1);
  proxy.fail = () => undefined;
});

test('verifies sealed results, and has them used up', async () => {
  const [{ sealed, requestId, fingerprintId }] = submitted;
  const claims = await probe(['sealed', sealed, 'login']);
  assert.deepEqual([claims.jti, claims.sub, claims.aud], [requestId, fingerprintId, site.tenantId]);
  assert.match((await probe(['sealed', sealed, 'pay'])).error, /unexpected/);
  const [head, body, signature] = sealed.split('.');
  const changed = Buffer.from(JSON.stringify({ ...claims, score: 1 })).toString('base64url');
  assert.match((await probe(['sealed', `${head}.${changed}.${signature}`, 'login'])).error, /signature_invalid/);
  const bare = Buffer.from('{"alg":"none","typ":"edgeprint-result+jwt","kid":"x"}').toString('base64url');
  for (const text of ['x', `${bare}.${body}.`, `${head}.${body}.`]) {
    assert.match((await probe(['sealed', text, 'login'])).error, /malformed/, text.slice(0, 20));
  }
  const other = { EDGEPRINT_TENANT: 't_other' };
  assert.match((await probe(['sealed', sealed, 'login'], other)).error, /wrong_tenant/);
  assert.equal((await probe(['verify', sealed])).valid, true);
  assert.equal((await probe(['verify', sealed])).reason, 'replayed');
});

test('verifies messages as another implementation signs them', async () => {
  const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
  const body = JSON.stringify({
    type: 'device.erased',
    timestamp: '2026-01-01T00:00:00.000Z',
    data: { deviceId: 'dv_1', domainId: 'd_1' },
  });
  const at = new Date();
  const call = ['webhook', 'msg_1', `${Math.floor(at / 1000)}`, new Webhook(secret).sign('msg_1', at, body), body];
  assert.equal((await probe([...call, secret])).data.deviceId, 'dv_1');
  assert.match((await probe([...call, `whsec_${Buffer.alloc(32).toString('base64')}`])).error, /signature_invalid/);
});

test('erases, and remembers nothing of it', async () => {
  const { fingerprintId } = await edge.visitor().submit(site, another('erased by rust'));
  const [erased, device] = await probe(['erase', fingerprintId]);
  assert.deepEqual([erased.deviceId, device], [fingerprintId, null]);
});
