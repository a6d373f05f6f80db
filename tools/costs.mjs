// npm run costs: what each kind of request costs in D1 and KV, counted on the real Worker from
// what D1 says of each statement. `--json` prints it for programs.
import { buildAll } from './lib/build.mjs';
import { counting, readCounts } from './lib/counting-edge.mjs';
import { bold, main } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';

/** How often something is done whose share of the database is measured: its pages are of 4 kB. */
const TIMES = 20;

let another;

await main(async () => {
  await setUp();
  await buildAll();
  // Only now: it needs the packages that are there by now.
  const { startEdge } = await import('../tests/lib/edge.mjs');
  ({ another } = await import('../tests/lib/submission.mjs'));
  const edge = await startEdge({ shards: 1, rateLimit: 100_000, adjust: counting });
  try {
    const costs = await countAll(edge);
    if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(costs, null, 2)}\n`);
    else print(costs);
  } finally {
    await edge.stop();
  }
});

/** One request of each kind, on a tenant that has some history. */
async function countAll(edge) {
  const site = await edge.site();
  const { secretKey } = await edge.key(site.tenantId, { scopes: ['read:device', 'read:events', 'write:device'] });
  const [visitor, backend] = [edge.visitor({ browser: 'firefox' }), edge.visitor({ origin: undefined })];
  const costs = {};
  const count = async (name, act) => {
    await readCounts(edge);
    const result = await act();
    const { bytes: _, ...counts } = await readCounts(edge);
    costs[name] = counts;
    return result;
  };
  const as = (method, path) => backend.send(method, path, { headers: { authorization: `Bearer ${secretKey}` } });
  const [first, bytes] = await measure(edge, site);

  const other = await edge.site({ tenantId: site.tenantId });
  await count('POST /v1/token, not cached', () => visitor.token(other));
  const token = await count('POST /v1/token, at hand', () => visitor.token(site));
  const submit = (given, changes) => visitor.collect(given, changes);
  const known = { ...another('one'), deviceToken: first.deviceToken };
  await count('POST /v1/collect, new device', () => submit(token, another('new')));
  const next = [await visitor.token(site), await visitor.token(site), await visitor.token(site)];
  await count('POST /v1/collect, known device, nothing changed', () => submit(next[0], known));
  const changed = { ...another('one, changed'), deviceToken: first.deviceToken };
  await count('POST /v1/collect, known device, looks changed', () => submit(next[1], changed));
  await count('POST /v1/visit', () => visitor.visit(site.siteKey, first.deviceToken));
  const device = `/v1/device/${first.fingerprintId}`;
  await as('GET', device); // that a key was used is written once in some minutes
  await count('GET /v1/device, cached', () => as('GET', device));
  await edge.emptyKv();
  await count('GET /v1/device, not cached', () => as('GET', device));
  await count('GET /v1/events, a page of 20', () => as('GET', '/v1/events?limit=20'));

  const url = 'https://hooks.example/';
  await edge.admin('POST', 'webhooks', { domainId: site.domainId, url, events: ['submission.created'] });
  await edge.change(site, { dailyQuota: 1000 });
  await count('POST /v1/collect, known device, a webhook and a quota', () => submit(next[2], changed));
  await count('DELETE /v1/device', () => as('DELETE', device));
  await count('the cron, with nothing to do', async () =>
    (await edge.mf.getWorker()).scheduled({ cron: '*/10 * * * *' }),
  );
  return { requests: costs, bytes };
}

/** What a device's first submission, a later one and a visit take of the database, in bytes. */
async function measure(edge, site) {
  const firefox = edge.visitor({ browser: 'firefox' });
  const bytesOf = async (act) => {
    await act(0);
    const { bytes: before } = await readCounts(edge);
    for (let n = 1; n <= TIMES; n += 1) await act(n);
    return Math.round(((await readCounts(edge)).bytes - before) / TIMES);
  };
  const first = await firefox.submit(site, another('one'));
  const { deviceToken } = first;
  const bytes = {
    firstSubmission: await bytesOf((n) => edge.visitor({ browser: 'firefox' }).submit(site, another(`crowd ${n}`))),
    laterSubmission: await bytesOf(() => firefox.submit(site, { ...another('one'), deviceToken })),
    visit: await bytesOf(async () => {
      for (let n = 0; n < 5; n += 1) await firefox.visit(site.siteKey, deviceToken);
    }),
  };
  await edge.emptyKv();
  return [first, { ...bytes, visit: Math.round(bytes.visit / 5) }];
}

function print({ requests, bytes }) {
  const columns = ['statements', 'rowsRead', 'rowsWritten', 'kvReads', 'kvWrites'];
  const row = (name, cells) =>
    console.log(`${name.padEnd(54)}${cells.map((cell) => String(cell).padStart(13)).join('')}`);
  console.log();
  row(bold('request'), columns);
  for (const [name, counts] of Object.entries(requests)) {
    row(
      name,
      columns.map((column) => counts[column]),
    );
  }
  const { firstSubmission, laterSubmission, visit } = bytes;
  console.log(
    `\nBytes of the database, evidence included: ${firstSubmission} for a device's first submission, ${laterSubmission} for a later one, ${visit} for a visit.`,
  );
}
