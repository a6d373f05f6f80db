// npm run fuzz:api: schemathesis, a fuzzer of another house, makes requests of the OpenAPI document and
// tries them on the real Worker: no 5xx, no answer that the document does not describe. It needs Python 3,
// and the internet for the first time. `npm run fuzz:api -- --max-examples=200` goes deeper.
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAll } from './lib/build.mjs';
import { inRepo, toolFolder } from './lib/paths.mjs';
import { main, say, step } from './lib/progress.mjs';
import { run } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { startWorker } from './lib/worker.mjs';

const VERSION = '4.32.5';
const cache = toolFolder(`schemathesis-${VERSION}`);
const program = (name) => join(cache, process.platform === 'win32' ? 'Scripts' : 'bin', name);

/** What the document can promise, and what holds for every API. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

await main(async () => {
  await setUp();
  await buildAll();
  await install();
  const worker = await startWorker({ shards: 3, rateLimit: 1_000_000, adjust: withoutLimit });
  try {
    const { secretKey } = await seed(worker);
    for (const [who, pattern, token] of [
      ['the operator', '^/v1/admin/', worker.adminToken],
      ['everybody else', '^/(?!v1/admin/)', secretKey],
    ]) {
      say(`as ${who}`);
      await run(
        program('schemathesis'),
        [
          'run',
          `${worker.url}/v1/openapi.json`,
          '--header',
          `Authorization: Bearer ${token}`,
          '--include-path-regex',
          pattern,
          '--checks',
          CHECKS.join(','),
          '--max-examples=50',
          ...process.argv.slice(2),
        ],
        { show: true },
      );
    }
  } finally {
    await worker.dispose();
  }
});

async function install() {
  if (existsSync(program('schemathesis'))) return;
  await step('installing schemathesis', async () => {
    await mkdir(cache, { recursive: true });
    await run('python3', ['-m', 'venv', cache]);
    await run(program('pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
  });
}

/** The limit on requests of no tenant would refuse nearly all of them. */
function withoutLimit(options) {
  options.workers[0].ratelimits.RL_GLOBAL = { simple: { limit: 1_000_000, period: 60 } };
  return options;
}

/** A tenant with a site, and a key that may do everything. */
async function seed({ url, adminToken }) {
  const post = async (path, body) => {
    const headers = { authorization: `Bearer ${adminToken}` };
    const answer = await fetch(`${url}/v1/admin/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`POST /v1/admin/${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const tenantId = (await post('tenants', { name: 'Fuzz' })).tenant.id;
  const { site } = await post('sites', { tenantId, name: 'Fuzz' });
  const scopes = JSON.parse(await readFile(inRepo('tools', 'generated', 'scopes.json'), 'utf8'));
  const { secretKey } = await post('keys', { tenantId, name: 'Fuzz', scopes });
  return { site, secretKey };
}
