// Two linkers of the literature to compare with, after the rules in their papers. A stored id is believed as it is.
import { familyOf, textOf } from './baselines.mjs';

const SECONDS_PER_DAY = 86_400;
/** Days after which a device that was not seen is forgotten, as in the second paper. */
const FORGOTTEN_AFTER = 30;
/** Records kept of a device: the latest and the one before. */
const KEPT = 2;

/** What devices showed lately, and under which keys to look for it. */
class Records {
  devices = new Map();
  lists = new Map();
  minted = 0;

  /** @param keysOf the keys of a record; what shares none is never compared */
  constructor(keysOf) {
    this.keysOf = keysOf;
  }

  /** Every record that shares a key, as `[id, record]`. */
  *like(fp, ts) {
    const ids = new Set(this.keysOf(fp).flatMap((key) => [...(this.lists.get(key) ?? [])]));
    for (const id of ids) {
      const { seen, shown } = this.devices.get(id);
      if (ts - seen > FORGOTTEN_AFTER * SECONDS_PER_DAY) this.forget(id);
      else for (const record of shown) yield [id, record];
    }
  }

  add(known, fp, ts) {
    const id = known ?? this.mint();
    const { shown } = this.devices.get(id) ?? { shown: [] };
    this.forget(id);
    this.devices.set(id, { seen: ts, shown: [fp, ...shown].slice(0, KEPT) });
    for (const key of this.keysOfDevice(id)) this.lists.set(key, (this.lists.get(key) ?? new Set()).add(id));
    return { id };
  }

  forget(id) {
    for (const key of this.keysOfDevice(id)) this.lists.get(key)?.delete(id);
    this.devices.delete(id);
  }

  keysOfDevice(id) {
    return this.devices.get(id)?.shown.flatMap(this.keysOf) ?? [];
  }

  mint() {
    this.minted += 1;
    return `d${this.minted}`;
  }
}

/** The attributes of Panopticlick; these may change to anything. */
const ANYHOW = ['screen', 'tz', 'cookies', 'localStorage'];
const ALIKE = ['ua', 'accept', 'plugins', 'fonts'];

/**
 * Eckersley (How Unique Is Your Web Browser?, 2010): the same, or the only one that differs in one of eight
 * attributes, and in that, if it is text, by little.
 */
export class Eckersley {
  // Who differs in one attribute at most agrees in one of these pairs.
  records = new Records(({ plugins, tz, ua, screen }) => [`p ${plugins} ${tz}`, `u ${ua} ${screen}`]);

  answer({ ts, cookie, fp }) {
    return this.records.add(cookie ?? this.find(fp, ts), fp, ts);
  }

  find(fp, ts) {
    const near = new Map();
    for (const [id, record] of this.records.like(fp, ts)) {
      const differing = [...ANYHOW, ...ALIKE].filter((name) => differs(record, fp, name));
      if (differing.length === 0) return id;
      if (differing.length === 1) near.set(id, [differing[0], record]);
    }
    if (near.size !== 1) return undefined;
    const [[id, [name, record]]] = near;
    const may = ANYHOW.includes(name) || similarity(textOf(record[name]), textOf(fp[name])) > 0.85;
    return may ? id : undefined;
  }
}

const NEVER_CHANGES = ['canvas', 'localStorage', 'dnt', 'cookies'];
const CHANGES_LITTLE = ['ua', 'gpuVendor', 'gpu', 'plugins', 'language', 'accept'];
const CHANGES = ['screen', 'encoding', 'tz'];

/** The rules of FP-STALKER (Vastel et al., S&P 2018, 4.2). */
export class RuleBased {
  records = new Records(({ ua, platform }) => [`${platform} ${familyOf(ua ?? '')}`]);

  answer({ ts, cookie, fp }) {
    return this.records.add(cookie ?? this.find(fp, ts), fp, ts);
  }

  find(fp, ts) {
    const [exact, near] = [new Set(), new Set()];
    for (const [id, record] of this.records.like(fp, ts)) {
      if (wholeOf(record) === wholeOf(fp)) exact.add(id);
      else if (exact.size === 0 && mayBecome(record, fp)) near.add(id);
    }
    const best = exact.size > 0 ? exact : near;
    return best.size === 1 ? [...best][0] : undefined;
  }
}

const wholes = new WeakMap();

/** Everything that was shown, as one text. */
function wholeOf(fp) {
  if (!wholes.has(fp)) wholes.set(fp, textOf(fp));
  return wholes.get(fp);
}

function mayBecome(before, after) {
  if (NEVER_CHANGES.some((name) => differs(before, after, name))) return false;
  if (versionOf(before.ua) > versionOf(after.ua) || !oneHoldsTheOther(before.fonts, after.fonts)) return false;
  const little = CHANGES_LITTLE.filter((name) => differs(before, after, name));
  const alike = (name) => similarity(textOf(before[name]), textOf(after[name])) >= 0.75;
  return (
    little.length <= 2 && little.every(alike) && CHANGES.filter((name) => differs(before, after, name)).length <= 1
  );
}

const differs = (one, other, name) => textOf(one[name]) !== textOf(other[name]);

const versionOf = (ua) =>
  Number(/(?:Edg|OPR|Firefox|FxiOS|CriOS|Chrome|Version)[a-zA-Z]*\/(\d+(?:\.\d+)?)/.exec(ua ?? '')?.[1] ?? 0);

/** Fonts are only added, or only removed; a list that is missing says nothing. */
function oneHoldsTheOther(one, other) {
  if (!Array.isArray(one) || !Array.isArray(other)) return true;
  const [fewer, more] = one.length < other.length ? [one, new Set(other)] : [other, new Set(one)];
  return fewer.every((font) => more.has(font));
}

/** How much two texts are alike, 0 to 1: the share of their pairs of letters that they have in common (Dice). */
export function similarity(one, other) {
  const [left, right] = [pairsOf(one), pairsOf(other)];
  let common = 0;
  for (const [pair, count] of left) common += Math.min(count, right.get(pair) ?? 0);
  const all = Math.max(one.length - 1, 0) + Math.max(other.length - 1, 0);
  return all === 0 ? Number(one === other) : (2 * common) / all;
}

function pairsOf(text) {
  const pairs = new Map();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}
