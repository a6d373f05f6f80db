// What the documents say to type is typed: every shell block that asks the edge something, against the real Worker.
// The blocks of a document run one after the other in one shell, as somebody who reads it would run them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { document as api } from '../lib/contract.mjs';
import { blocksOf, where } from '../lib/documents.mjs';
import { startEdge } from '../lib/edge.mjs';
import { allScopes } from '../lib/world.mjs';

const shell = promisify(execFile);

/** An answer that is an error fails, which plain curl calls a success; where there is no jq, Node reads the paths. */
const PRELUDE = `set -eu
curl() { command curl --fail --silent --show-error --max-time 300 "$@"; }
command -v jq >/dev/null || jq() {
  "${process.execPath}" -p 'Function("it", "return it" + process.argv[1])(JSON.parse(fs.readFileSync(0)))' "$2"
}
`;

let edge;
let folder;
/** What the documents take for granted, by the names that they give it. */
let given;
before(async () => {
  edge = await startEdge();
  const site = await edge.site();
  const { secretKey } = await edge.key(site.tenantId, { scopes: allScopes(api) });
  const { fingerprintId, sealed } = await edge.visitor().submit(site);
  given = {
    EDGEPRINT_URL: edge.url,
    EDGEPRINT_ADMIN_TOKEN: edge.adminToken,
    EDGEPRINT_SECRET_KEY: secretKey,
    TENANT_ID: site.tenantId,
    DOMAIN_ID: site.domainId,
    DEVICE_ID: fingerprintId,
    SEALED: sealed,
  };
  folder = mkdtempSync(join(tmpdir(), 'edgeprint-documents-'));
  mkdirSync(join(folder, '.edgeprint'));
  writeFileSync(join(folder, '.edgeprint', 'dev.json'), JSON.stringify({ url: edge.url, secretKey }));
});
after(async () => {
  await edge?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

/** A reader puts their own for what is left out. */
const filledIn = (code) =>
  code
    .replaceAll('http://127.0.0.1:8787', given.EDGEPRINT_URL)
    .replaceAll('sk_…', given.EDGEPRINT_SECRET_KEY)
    .replaceAll('dv_…', given.DEVICE_ID)
    .replaceAll('t_…', given.TENANT_ID);

const requests = blocksOf('sh', 'bash').filter(({ code }) => /\bcurl\b/.test(code));
const asking = [...new Set(requests.map(({ document }) => document))];

for (const document of asking) {
  test(`${document}: what it asks the edge is answered`, async () => {
    const all = requests.filter((block) => block.document === document);
    const script = all.map((block) => `echo '# ${where(block)}' >&2\n${filledIn(block.code)}`).join('\n');
    const options = { cwd: folder, env: { ...process.env, ...given } };
    await assert.doesNotReject(shell('sh', ['-c', PRELUDE + script], options).catch(tell));
  });
}

test('there are requests in the documents', () => {
  assert.ok(asking.length >= 8, asking.join());
});

/** What the shell wrote, which a failed command alone does not tell. */
function tell({ message, stdout, stderr }) {
  throw new Error(`${stderr}\n${stdout}\n${message.split('\n')[0]}`);
}
