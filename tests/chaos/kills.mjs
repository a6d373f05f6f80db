// kill -9 of workerd in the middle of load, again and again over the same stores: what was acknowledged is there,
// nothing is there twice, and a token of which nobody knows what became can be tried again.
import { setTimeout as sleep } from 'node:timers/promises';
import { another } from '../lib/submission.mjs';
import { Visitor } from '../lib/visitor.mjs';
import { startVictim } from './victim.mjs';

/** Enough for anybody: what is tried is crashes, not limits. */
const SETTINGS = { shards: 1, rateLimit: 1_000_000 };

/**
 * Plays so many rounds: starts the Worker, lets `clients` submit side by side, kills it some time after the first
 * answer, starts it again, and looks. `state` is an empty folder. `onRound` hears each round's figures.
 */
export async function killRounds({ rounds, clients, state, onRound = () => {} }) {
  const ledger = new Ledger();
  let victim = await startVictim(state, SETTINGS);
  const shop = await seed(victim);
  for (let round = 1; round <= rounds; round += 1) {
    const load = new Load(victim, shop, clients);
    await load.isUnderWay();
    // Anywhere in the work of a submission, which takes some milliseconds.
    await sleep(Math.random() * 400);
    victim.kill();
    const { acknowledged, inDoubt } = await load.end();
    await victim.end({ killed: true });
    const before = performance.now();
    victim = await startVictim(state, SETTINGS);
    const restartMs = Math.round(performance.now() - before);
    const found = await look(victim, shop, acknowledged, inDoubt);
    ledger.add({ acknowledged: acknowledged.length, inDoubt: inDoubt.length, restartMs, ...found });
    onRound(round, ledger.last);
  }
  const stored = await countEvents(victim, shop);
  await victim.end();
  return ledger.report(stored);
}

/** Somebody at an address of their own. */
let visitors = 0;
function visitor({ url }, traits) {
  visitors += 1;
  const ip = `10.${(visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}`;
  return new Visitor({ url, mf: { dispatchFetch: fetch } }, { ip, ...traits });
}

async function seed(victim) {
  const operator = visitor(victim, { origin: undefined, headers: { authorization: `Bearer ${victim.adminToken}` } });
  const post = async (path, body) => {
    const answer = await operator.send('POST', `/v1/admin/${path}`, { body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  const tenantId = (await post('tenants', { name: 'Chaos' })).tenant.id;
  const { site } = await post('sites', { tenantId, name: 'Shop' });
  const { secretKey } = await post('keys', { tenantId, name: 'Backend', scopes: ['read:device', 'read:events'] });
  return { siteKey: site.siteKey, secretKey };
}

/** Clients that submit one device after the other, until nobody answers any more. */
class Load {
  acknowledged = [];
  inDoubt = [];
  #first;

  constructor(victim, shop, clients) {
    let tell;
    this.#first = new Promise((resolve) => {
      tell = resolve;
    });
    this.running = Array.from({ length: clients }, () => this.#client(victim, shop, tell));
  }

  /** Once the first submission was answered. */
  isUnderWay() {
    return Promise.race([this.#first, ...this.running]);
  }

  async end() {
    await Promise.all(this.running);
    return this;
  }

  async #client(victim, shop, tell) {
    for (;;) {
      const somebody = visitor(victim);
      const device = another(visitors);
      let token;
      try {
        token = await somebody.token(shop);
      } catch (error) {
        if (isGone(error)) return;
        throw error;
      }
      const answer = await somebody.collect(token, device).catch((error) => {
        if (isGone(error)) return undefined;
        throw error;
      });
      if (answer === undefined) {
        this.inDoubt.push({ token, device });
        return;
      }
      if (answer.status !== 200) throw new Error(`not collected: ${answer.status} ${answer.text}`);
      const { requestId, fingerprintId } = answer.body;
      this.acknowledged.push({ token, device, requestId, fingerprintId });
      tell();
    }
  }
}

/** Whether the connection broke, or nobody listens; also while an answer was on its way. */
const isGone = ({ message }) => /fetch failed|terminated|other side closed/.test(message);

/** What became of the submissions of a round. */
async function look(victim, shop, acknowledged, inDoubt) {
  const headers = { authorization: `Bearer ${shop.secretKey}` };
  const backend = visitor(victim, { origin: undefined, headers });
  const found = { lost: 0, takenTwice: 0, wereStored: 0, stored: acknowledged.length };
  for (const { token, device, requestId, fingerprintId } of acknowledged) {
    const event = await backend.send('GET', `/v1/events/${requestId}`);
    const known = await backend.device(fingerprintId, shop.secretKey);
    if (event.status !== 200 || event.body.event.deviceId !== fingerprintId || known.status !== 200) found.lost += 1;
    if ((await visitor(victim).collect(token, device)).status !== 409) found.takenTwice += 1;
  }
  for (const { token, device } of inDoubt) {
    const { status } = await visitor(victim).collect(token, device);
    if (status !== 200 && status !== 409) throw new Error(`a token that may be spent: ${status}`);
    if (status === 409) found.wereStored += 1;
    found.stored += 1;
  }
  return found;
}

/** How many submissions are stored. */
async function countEvents(victim, { secretKey }) {
  const backend = visitor(victim, { origin: undefined, headers: { authorization: `Bearer ${secretKey}` } });
  const ids = new Set();
  let cursor;
  do {
    const query = new URLSearchParams({ limit: '200', ...(cursor ? { cursor } : {}) });
    const { status, body, text } = await backend.send('GET', `/v1/events?${query}`);
    if (status !== 200) throw new Error(`events: ${status} ${text}`);
    for (const { requestId } of body.events) ids.add(requestId);
    cursor = body.nextCursor;
  } while (cursor);
  return ids.size;
}

/** The sums over all rounds. */
class Ledger {
  #rounds = [];

  add(round) {
    this.#rounds.push(round);
  }

  get last() {
    return this.#rounds.at(-1);
  }

  report(eventsStored) {
    const sum = (name) => this.#rounds.reduce((total, round) => total + round[name], 0);
    const restarts = this.#rounds.map(({ restartMs }) => restartMs).sort((a, b) => a - b);
    return {
      kills: this.#rounds.length,
      acknowledged: sum('acknowledged'),
      lost: sum('lost'),
      takenTwice: sum('takenTwice'),
      inDoubt: sum('inDoubt'),
      /** Of those in doubt: stored although nobody was told. */
      wereStored: sum('wereStored'),
      /** What should be stored, each once, and what is. */
      eventsExpected: sum('stored'),
      eventsStored,
      restartMs: { median: restarts[restarts.length >> 1], slowest: restarts.at(-1) },
    };
  }
}
