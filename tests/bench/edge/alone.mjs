// The processor time that a request takes of the Worker itself, and its memory over many requests: the stores, which
// are elsewhere on the platform and take most of a local workerd, answer from memory.
import { load, median } from './load.mjs';
import { cpuOf, memoryOf } from './process.mjs';
import { fromMemory, fromStores, remembering } from './remembering.mjs';
import { DEVICES, Requests } from './requests.mjs';
import { startAll } from './stage.mjs';

/** What is measured: every kind but the look-up that KV cannot answer, which here it always can. */
const KINDS = ['token', 'new', 'returning', 'linked', 'visit', 'hit', 'list'];

/**
 * What comes in a row to see whether memory grows. For statements of the same text the memory knows what was answered
 * last: so one kind of submission, and one of the two keys for backends.
 */
const MIX = ['token', 'visit', 'token', 'linked', 'token', 'visit', 'token', 'list', 'token', 'visit'];

/** The devices of one shop. */
const MARKS = Array.from({ length: DEVICES }, (_, n) => n);

/** Whose stores are asked. */
const ASKED = ['typescript', 'edgeprint'];

/**
 * Measures `rounds` of `requests` each at each Worker: CPU in ms a request beside the bare Worker's, medians, by kind
 * and Worker; and ours in MB, at the start and ten times on the way to `soak` requests.
 */
export async function measureAlone(folder, prepared, { rounds, requests, clients, soak, say }) {
  const workers = await startAll(folder, prepared, remembering);
  try {
    const asked = Object.fromEntries(ASKED.map((name) => [name, new Requests(workers[name])]));
    const [kinds, known] = [{}, {}];
    for (const kind of KINDS) {
      say(`without the stores: ${kind}`);
      for (const name of ASKED) known[name] = { ...known[name], [kind]: await learn(workers[name], asked[name], kind) };
      const took = {};
      // The first round does not count: what runs often is compiled anew meanwhile.
      for (let round = 0; round <= rounds; round += 1) {
        for (const [name, { edge, pid }] of Object.entries(workers)) {
          const request = (known[name] ?? known.edgeprint)[kind];
          const ms = await cpuOfMany(edge, pid, Array(requests).fill(request), clients);
          if (round > 0) took[name] = [...(took[name] ?? []), ms];
        }
      }
      const own = (name) => Math.round(100 * (median(took[name]) - median(took.bare))) / 100;
      kinds[kind] = Object.fromEntries(ASKED.map((name) => [name, own(name)]));
    }
    if (soak) say(`without the stores: ${soak} requests in a row`);
    const { edgeprint } = workers;
    const made = async () => ({ ...known.edgeprint, linked: (await asked.edgeprint.linked(MARKS)).at(-1) });
    return { kinds, memory: soak ? await soaked(edgeprint, made, soak, clients) : undefined };
  } finally {
    for (const { edge } of Object.values(workers)) await edge.stop();
  }
}

/** Asks one kind of the stores, for some devices of one shop, and gives a request that can be asked again. */
async function learn({ edge }, asked, kind) {
  await fromStores(edge);
  const made = kind === 'hit' ? asked.device() : await asked[kind](MARKS);
  const { answers } = await load(edge.url, made, 1);
  if (kind === 'new') {
    const bodies = answers.map(({ text }) => JSON.parse(text));
    asked.devices = bodies.map(({ fingerprintId, deviceToken }, mark) => ({ mark, fingerprintId, deviceToken }));
  }
  await fromMemory(edge);
  return made.at(-1);
}

async function cpuOfMany(edge, pid, made, clients) {
  const before = cpuOf(pid);
  const { answers } = await load(edge.url, made, clients);
  const refused = answers.find(({ status }) => status !== 200);
  if (refused) throw new Error(`${refused.status} ${refused.text}`);
  return (cpuOf(pid) - before) / made.length;
}

async function soaked({ edge, pid }, made, soak, clients) {
  const megabytes = [Math.round(memoryOf(pid) / 1e6)];
  for (let look = 0; look < 10; look += 1) {
    // Anew each time: a submission's token ends after two minutes.
    const known = await made();
    const tenth = Array.from({ length: Math.ceil(soak / 10) }, (_, n) => known[MIX[n % MIX.length]]);
    await cpuOfMany(edge, pid, tenth, clients);
    megabytes.push(Math.round(memoryOf(pid) / 1e6));
  }
  return { requests: soak, megabytes };
}
