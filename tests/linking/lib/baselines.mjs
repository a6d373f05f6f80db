// Linkers to compare with, in a few lines each. A stored id is believed as it is.

/** Whoever shows exactly the same is the same. */
export class Exact {
  ids = new Map();
  minted = 0;

  answer({ cookie, fp }) {
    const looks = JSON.stringify(sorted(fp));
    const id = cookie ?? this.ids.get(looks) ?? this.mint();
    if (!this.ids.has(looks)) this.ids.set(looks, id);
    return { id };
  }

  mint() {
    this.minted += 1;
    return `d${this.minted}`;
  }
}

/** Points (bits) from which the best candidate is taken, and by which it must lead: chosen on the public half. */
const ENOUGH = 22;
const LEAD = 6;
/** No single value is worth more than this many bits. */
const MOST = 8;

/**
 * Fellegi and Sunter's sum (1969): attributes that agree are worth as many bits as their value is rare
 * among devices of the same system and browser, attributes that differ cost what `costs` learnt.
 */
export class Fuzzy {
  blocks = new Map();
  devices = new Map();
  minted = 0;

  /** @param costs what `costsOf` gives */
  constructor(costs) {
    this.costs = costs;
  }

  answer({ cookie, fp }) {
    const looks = this.costs.map(({ name }) => textOf(fp[name]));
    const block = this.block(fp);
    const id = cookie ?? this.best(looks, block) ?? this.mint();
    this.remember(id, looks, block);
    return { id };
  }

  block({ ua = '', platform = '' }) {
    const name = `${platform} ${familyOf(ua)}`;
    if (!this.blocks.has(name))
      this.blocks.set(name, { members: new Set(), counts: this.costs.map(() => new Map()), shown: 0 });
    return this.blocks.get(name);
  }

  best(looks, { members, counts, shown }) {
    const worth = looks.map((value, at) =>
      value === '' ? 0 : Math.min(MOST, Math.log2((shown + 1) / ((counts[at].get(value) ?? 0) + 0.5))),
    );
    let [first, second, device] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, null];
    for (const id of members) {
      const points = this.points(looks, this.devices.get(id), worth);
      if (points > first) [second, first, device] = [first, points, id];
      else if (points > second) second = points;
    }
    return first >= ENOUGH && first - second >= LEAD ? device : null;
  }

  points(looks, known, worth) {
    let points = 0;
    for (let at = 0; at < looks.length; at += 1) {
      const { agrees, differs } = this.costs[at];
      points += known[at] === looks[at] ? agrees * worth[at] : differs;
    }
    return points;
  }

  remember(id, looks, block) {
    block.members.add(id);
    const before = this.devices.get(id);
    this.devices.set(id, looks);
    block.shown += before ? 0 : 1;
    for (const [at, value] of looks.entries()) {
      if (before?.[at] !== value) block.counts[at].set(value, (block.counts[at].get(value) ?? 0) + 1);
    }
  }

  mint() {
    this.minted += 1;
    return `d${this.minted}`;
  }
}

/**
 * What a difference costs in each attribute: how much seldomer two records of one browser differ
 * in it than two browsers do. Learnt from browsers, in bits.
 */
export function costsOf(browsers) {
  const all = [...browsers.values()];
  const names = [...new Set(all.flatMap(([{ fp }]) => Object.keys(fp)))].sort();
  return names.map((name) => {
    const [own, others] = [
      { of: 1, differ: 0.5 },
      { of: 1, differ: 0.5 },
    ];
    for (const [at, records] of all.entries()) {
      const count = (tally, one, other) => {
        tally.of += 1;
        tally.differ += Number(textOf(one.fp[name]) !== textOf(other.fp[name]));
      };
      for (const [n, record] of records.entries()) if (n > 0) count(own, records[n - 1], record);
      count(others, records[0], all[(at + 1) % all.length][0]);
    }
    const [stays, strange] = [own.differ / own.of, others.differ / others.of];
    return { name, agrees: Math.min(1, 1 - stays), differs: Math.min(0, Math.log2(stays / strange)) };
  });
}

/** A value as text; absent and empty are one. */
export const textOf = (value) =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const sorted = (fp) => Object.entries(fp).sort(([a], [b]) => (a < b ? -1 : 1));

const FAMILIES = [
  ['edge', /Edg(e|A|iOS)?\//],
  ['opera', /OPR\/|Opera/],
  ['samsung', /SamsungBrowser\//],
  ['firefox', /Firefox\/|FxiOS\//],
  ['chrome', /Chrome\/|CriOS\//],
  ['safari', /Safari\//],
];
const SYSTEMS = [
  ['ios', /iPhone|iPad|iPod/],
  ['android', /Android/],
  ['windows', /Windows/],
  ['mac', /Mac OS X|Macintosh/],
  ['linux', /Linux|X11/],
];

/** System and browser by a user agent, roughly. */
export function familyOf(agent) {
  const named = (table) => table.find(([, like]) => like.test(agent))?.[0] ?? 'other';
  return `${named(SYSTEMS)} ${named(FAMILIES)}`;
}
