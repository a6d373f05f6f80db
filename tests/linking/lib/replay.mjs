// The replay of FP-STALKER (Vastel et al., S&P 2018): every browser visits every
// so many days and shows what it showed then.

const DAY = 86_400;

/** The visits, in order of time: `{at, owner, fp}`. The last record of a browser is not shown: it has no end. */
export function visitsOf(browsers, every) {
  const visits = [];
  for (const [owner, own] of browsers) {
    if (own.length < 2) continue;
    let at = own[0].ts;
    visits.push({ at, owner, since: at, fp: own[0].fp });
    for (const { ts, end, fp } of own.slice(0, -1)) {
      while (end !== null && at + every * DAY < end) {
        at += every * DAY;
        visits.push({ at, owner, since: ts, fp });
      }
    }
  }
  return visits.sort((a, b) => a.at - b.at || compare(a.owner, b.owner) || a.since - b.since);
}

const compare = (a, b) => (a < b ? -1 : Number(a > b));

/**
 * Asks a linker whose every visit is. A visit carries the id that its browser got last with a
 * probability of 1 − `loss`; one with it is not scored. Gives `{owner, id, scored, ms}` a visit.
 *
 * @param linker `{answer({seq, ts, cookie, fp})}` gives `{id}`, or a promise of it
 */
export async function replay(visits, linker, { loss = 1, seed = 1 } = {}) {
  const dice = diceOf(seed);
  const last = new Map();
  const answers = [];
  for (const [seq, { at, owner, fp }] of visits.entries()) {
    const kept = loss < 1 && last.has(owner) && dice() >= loss;
    const cookie = kept ? last.get(owner) : null;
    const began = performance.now();
    const { id } = await linker.answer({ seq, ts: at, cookie, fp });
    answers.push({ owner, id, scored: !kept, ms: performance.now() - began });
    last.set(owner, id);
  }
  return answers;
}

/** Numbers from 0 to 1 that are the same every time (mulberry32). */
export function diceOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
