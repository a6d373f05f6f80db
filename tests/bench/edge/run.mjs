// How our Worker does beside a bare one and beside one of TypeScript: all three on workerd at once, asked in turns, so
// that whatever else the machine does hits all of them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureAlone } from './alone.mjs';
import { load, median, quantile } from './load.mjs';
import { cpuOf, memoryOf } from './process.mjs';
import { DEVICES, Requests } from './requests.mjs';
import { prepare, startAll } from './stage.mjs';

/** What is measured, in this order: each kind needs what those before it have stored. */
export const KINDS = {
  token: 'POST /v1/token',
  new: 'POST /v1/collect, new device',
  returning: 'POST /v1/collect, returning device',
  linked: 'POST /v1/collect, linked device',
  visit: 'POST /v1/visit',
  hit: 'GET /v1/device, in KV',
  miss: 'GET /v1/device, not in KV',
  list: 'GET /v1/events, a page of 20',
};

/** Devices that are there before. */
const CROWD = 30;

/**
 * The part of the requests that come one after the other: how long they take is told of these. The stores are in the
 * same process here, and while there is work in it workerd does not look at its sockets: beside others, a request waits
 * for as long as three seconds until it is read at all (strace shows as long between two epoll_waits).
 */
const ONE_BY_ONE = 0.25;

/**
 * Measures it: `requests` of each kind and round at each Worker, from `clients` side by side; `restarts` starts of
 * each; `soak` requests in a row at ours, during which its memory is looked at ten times; and most of it again without
 * the stores. The first `warm` rounds do not count: what runs often is compiled anew meanwhile.
 */
export async function measure({ rounds, requests, clients, restarts, soak, warm = 1, say = () => {} }) {
  const folder = await mkdtemp(join(tmpdir(), 'edgeprint-bench-'));
  let workers = {};
  try {
    const shops = Math.ceil(((warm + rounds) * requests) / DEVICES);
    const prepared = await prepare(folder, { devices: CROWD, shops });
    workers = await startAll(folder, prepared);
    const samples = {};
    for (let round = 0; round < warm + rounds; round += 1) {
      say(round < warm ? 'warming up' : `round ${round + 1 - warm} of ${rounds}`);
      await playRound(Object.values(workers), { round, requests, clients }, round < warm ? {} : samples);
    }
    const routes = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, summary(samples[kind])]));
    const start = await startTimes(workers, restarts);
    if (soak) say(`${soak} requests in a row`);
    const memory = soak ? await soaked(workers.edgeprint, soak, clients) : undefined;
    const alone = await measureAlone(folder, prepared, { rounds, requests, clients, soak, say });
    return { rounds, requests, clients, routes, start, memory, alone };
  } finally {
    for (const { edge } of Object.values(workers)) await edge.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function playRound(workers, { round, requests, clients }, samples) {
  const marks = Array.from({ length: requests }, (_, n) => round * requests + n);
  const asked = new Map(workers.map((worker) => [worker.name, new Requests(worker)]));
  // Nobody goes first each time.
  const order = workers.map((_, at) => workers[(at + round) % workers.length]);
  for (const kind of Object.keys(KINDS)) {
    samples[kind] ??= {};
    const made = {};
    for (const { name, edge } of workers) {
      if (name === 'bare') continue;
      if (kind === 'miss') await edge.emptyKv();
      // That a key was used is written once in some minutes, and not now.
      if (kind === 'hit') await load(edge.url, asked.get(name).keys(), clients);
      made[name] = await makeRequests(asked.get(name), kind, marks);
    }
    made.bare = made.edgeprint;
    for (const { name, edge, pid } of order) {
      const before = cpuOf(pid);
      const calm = await load(edge.url, made[name].slice(0, Math.ceil(ONE_BY_ONE * requests)), 1);
      const full = await load(edge.url, made[name].slice(calm.answers.length), clients);
      samples[kind][name] ??= { rates: [], cpu: [], latencies: [] };
      const own = samples[kind][name];
      own.rates.push(full.answers.length / full.seconds);
      own.cpu.push((cpuOf(pid) - before) / requests);
      own.latencies.push(...calm.latencies);
      if (name !== 'bare') check(kind, name, [...calm.answers, ...full.answers], asked.get(name), marks);
    }
  }
}

const makeRequests = (requests, kind, marks) =>
  ['hit', 'miss'].includes(kind) ? requests.device() : requests[kind](marks);

/** Nothing but success counts, and a kind has to be what it is called. */
function check(kind, name, answers, requests, marks) {
  const bodies = answers.map(({ status, text }) => {
    if (status !== 200) throw new Error(`${name}, ${kind}: ${status} ${text}`);
    return JSON.parse(text);
  });
  if (kind === 'new') {
    requests.devices = bodies.map(({ fingerprintId, deviceToken }, at) => ({
      mark: marks[at],
      fingerprintId,
      deviceToken,
    }));
  }
  if (!['returning', 'linked'].includes(kind)) return;
  const known = bodies.filter(({ fingerprintId }, at) => fingerprintId === requests.devices[at].fingerprintId);
  if (known.length < 0.9 * bodies.length) throw new Error(`${name}: only ${known.length} were ${kind}`);
}

function summary(ofWorkers) {
  const told = Object.entries(ofWorkers).map(([name, { rates, cpu, latencies }]) => {
    const sorted = [...latencies].sort((a, b) => a - b);
    const sum = cpu.reduce((all, one) => all + one, 0);
    return [
      name,
      {
        perSecond: Math.round(median(rates)),
        p50Ms: rounded(quantile(sorted, 0.5)),
        p99Ms: rounded(quantile(sorted, 0.99)),
        cpuMs: rounded(sum / cpu.length),
      },
    ];
  });
  return Object.fromEntries(told);
}

const rounded = (number) => Math.round(number * 100) / 100;

/** A workerd started anew, and its first answer; medians, in ms. */
async function startTimes(workers, restarts) {
  const [listening, first] = [{}, {}];
  for (let n = 0; n < restarts; n += 1) {
    for (const worker of Object.values(workers)) {
      const ms = await worker.restart();
      const { latencies } = await load(worker.edge.url, [{ method: 'GET', path: '/v1/health' }], 1);
      listening[worker.name] = [...(listening[worker.name] ?? []), ms];
      first[worker.name] = [...(first[worker.name] ?? []), latencies[0]];
    }
  }
  const told = ({ name }) => [
    name,
    { listeningMs: rounded(median(listening[name])), firstAnswerMs: rounded(median(first[name])) },
  ];
  return restarts ? Object.fromEntries(Object.values(workers).map(told)) : undefined;
}

/** Of twenty requests twelve are for tokens, four look a device up, two tell of visits, one lists and one submits. */
const MIX = ['token', 'token', 'token', 'hit', 'token', 'token', 'visit', 'token', 'token', 'hit'].flatMap((kind) => [
  kind,
  kind,
]);

/** Memory in MB, at the start and ten times on the way to so many requests. */
async function soaked(worker, soak, clients) {
  const requests = new Requests(worker);
  const marks = Array.from({ length: 20 }, (_, n) => 500_000 + n);
  const first = await load(worker.edge.url, await requests.new(marks), clients);
  check('new', worker.name, first.answers, requests, marks);
  const megabytes = [Math.round(memoryOf(worker.pid) / 1e6)];
  const looks = Math.min(10, soak / MIX.length);
  for (let sent = MIX.length; sent <= soak; sent += MIX.length) {
    const { answers } = await load(worker.edge.url, await mixed(requests, marks, sent), clients);
    const refused = answers.find(({ status }) => status !== 200);
    if (refused) throw new Error(`${refused.status} ${refused.text}`);
    if (megabytes.length <= (sent / soak) * looks) megabytes.push(Math.round(memoryOf(worker.pid) / 1e6));
  }
  return { requests: soak, megabytes };
}

/** The devices take turns in submitting. */
async function mixed(requests, marks, sent) {
  const turn = (sent / MIX.length) % marks.length;
  const collects = await requests.returning([marks[turn]], [requests.devices[turn]]);
  const made = MIX.map((kind, at) => (kind === 'hit' ? requests.device() : requests[kind](marks))[at]);
  return [...made.slice(0, 18), requests.list()[18], ...collects];
}
