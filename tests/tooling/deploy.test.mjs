// What a deployment would upload, as wrangler sees it, without an account.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inRepo } from '../lib/repo.mjs';

const out = mkdtempSync(join(tmpdir(), 'edgeprint-deploy-'));
after(() => rmSync(out, { recursive: true, force: true }));

/** What `npm run deploy -- --dry-run` prints. It has wrangler build, as a deployment does: nothing is stale here. */
function planned() {
  return execFileSync(process.execPath, [inRepo('tools/deploy.mjs'), '--dry-run'], {
    cwd: inRepo('.'),
    encoding: 'utf8',
    stdio: 'pipe',
    // Where nobody is signed in, and nobody is asked.
    env: { ...process.env, CLOUDFLARE_API_TOKEN: '', XDG_CONFIG_HOME: out, NO_COLOR: '1' },
  });
}

/** What `wrangler deploy --dry-run` prints. */
function dryRun(file) {
  const wrangler = inRepo('node_modules/wrangler/bin/wrangler.js');
  return execFileSync(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', out, '--config', file], {
    cwd: inRepo('.'),
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' },
  });
}

test('the edge can be deployed, with every binding that it needs, below the size of a free plan', () => {
  const told = planned();
  const calls = ['d1 create', 'kv namespace create', 'd1 migrations apply', 'deploy', 'secret bulk'];
  const at = calls.map((call) => told.indexOf(`npx wrangler ${call} `));
  assert.ok(
    at.every((place) => place >= 0),
    told,
  );
  assert.deepEqual(
    at.toSorted((a, b) => a - b),
    at,
  );
  for (const binding of ['KV', 'DB', 'RL_GLOBAL', 'RL_TENANT', 'ASSETS'])
    assert.match(told, new RegExp(`env\\.${binding}\\b`));
  const [, size] = /gzip: ([\d.]+) KiB/.exec(told);
  assert.ok(Number(size) < 3 * 1024, `${size} KiB`);
});

test('the Worker in front of a site can be deployed', () => {
  assert.match(dryRun(inRepo('examples/verdict-headers/wrangler.toml')), /env\.EDGEPRINT_URL/);
});
