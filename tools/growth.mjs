// npm run growth: what requests cost as a tenant's devices and events become many, by D1's own count of rows read, and
// what the linker's look-up costs natively.
//
//   npm run growth                        10³ to 10⁶ devices with ten events each; ten minutes, and 17 GB of disk for a while
//   npm run growth -- --devices 10000     no more than that
//   npm run growth -- --events 1000000    no more events than that
//   npm run growth -- --only requests     or `linker`: one part alone
//   npm run growth -- --json              for programs
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { buildAll } from './lib/build.mjs';
import { linkerTable, requestTable } from './lib/growth-tables.mjs';
import { inRepo } from './lib/paths.mjs';
import { main, Refusal, say } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const EVENTS_OF_A_DEVICE = 10;
const PARTS = ['linker', 'requests'];

await main(async () => {
  const { devices, events, parts, json } = readOptions();
  const sizes = SIZES.filter((size) => size <= devices);
  await setUp();
  await buildAll();
  const native = parts.includes('linker') ? await growNatively(devices) : undefined;
  const { linker, requests } = await growInD1(sizes, events, parts);
  const report = { ...(native && { linker: native.map((line, at) => ({ ...line, d1: linker[at] })) }), requests };
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else console.log([report.linker && linkerTable(report.linker), requestTable(requests)].filter(Boolean).join('\n\n'));
});

function readOptions() {
  const { values } = parseArgs({
    options: {
      devices: { type: 'string', default: String(SIZES.at(-1)) },
      events: { type: 'string' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const devices = Number(values.devices);
  const events = Number(values.events ?? devices * EVENTS_OF_A_DEVICE);
  if (!(devices >= SIZES[0])) throw new Refusal(`--devices is a number from ${SIZES[0]} on`);
  if (!(events >= 0)) throw new Refusal('--events is a number from 0 on');
  if (values.only && !PARTS.includes(values.only)) throw new Refusal(`--only is one of ${PARTS.join(', ')}`);
  return { devices, events, parts: values.only ? [values.only] : PARTS, json: values.json };
}

/** A look-up and a decision among made-up devices, in memory. */
async function growNatively(most) {
  say('Natively, in memory');
  const { stdout } = await promisify(execFile)(process.execPath, [
    inRepo('tools/linker.mjs'),
    'link-growth',
    String(most),
  ]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The real Worker on a local D1, in a folder that is removed after. */
async function growInD1(sizes, mostEvents, parts) {
  // Only now: they need the packages that are there by now.
  const { startEdge } = await import('../tests/lib/edge.mjs');
  const { askAll, growEvents, tenantToGrow } = await import('../tests/lib/growth.mjs');
  const { storeCrowd } = await import('../tests/lib/link-crowd.mjs');
  const { counting } = await import('./lib/counting-edge.mjs');
  const state = await mkdtemp(join(tmpdir(), 'edgeprint-growth-'));
  const edge = await startEdge({ shards: 1, state, rateLimit: 100_000, adjust: counting });
  try {
    const tenant = await tenantToGrow(edge);
    const report = { linker: [], requests: [] };
    for (const size of sizes) {
      const events = Math.min(size * EVENTS_OF_A_DEVICE, mostEvents);
      say(`In D1, ${size} devices`);
      await storeCrowd(edge, tenant.site, tenant.first.fingerprintId, tenant.devices, size);
      tenant.devices = size;
      if (parts.includes('linker')) report.linker.push(await lookUpLooks(tenant));
      if (!parts.includes('requests')) continue;
      say(`In D1, ${events} events`);
      await growEvents(tenant, events);
      report.requests.push({ devices: size, events, kinds: await askAll(tenant) });
    }
    return report;
  } finally {
    await edge.stop();
    await rm(state, { recursive: true, force: true });
  }
}

/** The linker's own statements when every list is full and as many devices as can be are compared; and a whole submission then. */
async function lookUpLooks({ edge, site, first, devices }) {
  const { fillLists, lookUp } = await import('../tests/lib/link-crowd.mjs');
  const { another } = await import('../tests/lib/submission.mjs');
  const { readCounts } = await import('./lib/counting-edge.mjs');
  await fillLists(edge, site, first.fingerprintId, devices);
  const { queries, rowsRead } = await lookUp(edge, site, first.fingerprintId, devices);
  const visitor = edge.visitor();
  const token = await visitor.token(site);
  await readCounts(edge);
  await visitor.collect(token, another('the first'));
  return { queries, rowsRead, submission: await readCounts(edge) };
}
