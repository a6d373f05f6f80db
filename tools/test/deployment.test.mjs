// The order of a deployment, with wrangler's answers as it prints them. What it uploads: tests/tooling/deploy.test.mjs.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { deployAll, firstCalls } from '../lib/deployment.mjs';
import { inRepo } from '../lib/paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'edgeprint-deployment-'));
const config = join(folder, 'wrangler.toml');
const secretsFile = join(folder, 'deployment.json');
after(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  copyFileSync(inRepo('edge-worker/wrangler.toml'), config);
  rmSync(secretsFile, { force: true });
});

const UUID = '11111111-2222-4333-8444-555555555555';
const KV_ID = '0123456789abcdef0123456789abcdef';

/** An account: what it has, and every call that changes something. */
function account() {
  const has = { d1: [], kv: [], secrets: [] };
  const calls = [];
  const wrangler = async (args) => {
    const call = args.join(' ').replace(` --config ${config}`, '').replace(secretsFile, 'SECRETS');
    if (call === 'd1 list --json')
      return `▲ [WARNING] There is a newer version [4.99].\n\n${JSON.stringify(has.d1, null, 2)}\n`;
    if (call === 'kv namespace list') return `${JSON.stringify(has.kv)}\n▲ [WARNING] of something [else]\n`;
    if (call === 'secret list') return JSON.stringify(has.secrets.map((name) => ({ name, type: 'secret_text' })));
    calls.push(call);
    if (call === 'd1 create edgeprint') has.d1.push({ uuid: UUID, name: 'edgeprint' });
    if (call === 'kv namespace create edgeprint') has.kv.push({ id: KV_ID, title: 'edgeprint' });
    if (call === 'secret bulk SECRETS') has.secrets.push(...Object.keys(JSON.parse(readFileSync(secretsFile, 'utf8'))));
    return '';
  };
  return { has, calls, deploy: () => deployAll({ wrangler, config, secretsFile, say: () => {} }) };
}

const FIRST = [
  'd1 create edgeprint',
  'kv namespace create edgeprint',
  'd1 migrations apply edgeprint --remote',
  'deploy',
  'secret bulk SECRETS',
];

test('a first deployment makes everything, and does what the dry run said', async () => {
  const planned = (await firstCalls({ config, secretsFile })).map((call) =>
    call.join(' ').replace(` --config ${config}`, '').replace(secretsFile, 'SECRETS'),
  );
  assert.deepEqual(planned, FIRST);
  const { calls, deploy } = account();
  await deploy();
  assert.deepEqual(calls, FIRST);
  const text = readFileSync(config, 'utf8');
  assert.match(text, new RegExp(`database_name = "edgeprint"\ndatabase_id = "${UUID}"`));
  assert.match(text, new RegExp(`binding = "KV"\nid = "${KV_ID}"`));
  const secrets = JSON.parse(readFileSync(secretsFile, 'utf8'));
  assert.deepEqual(Object.keys(secrets), ['EDGEPRINT_SECRET', 'ADMIN_TOKEN']);
  for (const secret of Object.values(secrets)) assert.ok(secret.length >= 32);
  assert.notEqual(secrets.EDGEPRINT_SECRET, secrets.ADMIN_TOKEN);
  if (process.platform !== 'win32') assert.equal(statSync(secretsFile).mode & 0o077, 0);
});

test('the next one migrates and deploys, and touches no secret', async () => {
  const { calls, deploy } = account();
  await deploy();
  calls.length = 0;
  await deploy();
  assert.deepEqual(calls, ['d1 migrations apply edgeprint --remote', 'deploy']);
});

test('one that broke off goes on: what is there is found by its name, and a secret that is set stays', async () => {
  const { has, calls, deploy } = account();
  has.d1.push({ uuid: UUID, name: 'edgeprint' });
  has.secrets.push('EDGEPRINT_SECRET');
  await deploy();
  assert.deepEqual(calls, FIRST.slice(1));
  assert.deepEqual(Object.keys(JSON.parse(readFileSync(secretsFile, 'utf8'))), ['ADMIN_TOKEN']);
});
