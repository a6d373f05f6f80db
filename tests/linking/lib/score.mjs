// The figures, always together: each alone can be bought with the others.

/**
 * What a replay's answers are worth:
 *
 * - `precision`: links to an id that the same browser founded, of all links
 * - `recall`: such links on revisits, of all revisits
 * - `newFp`: first visits that were given somebody's id, of all first visits
 * - `ownership`: the mean share of an id's visits that are its commonest browser's
 * - `avgTrack`, `ideal`: how many days a browser is known under one id, on average and at best
 *
 * A share of nothing is null.
 */
export function score(answers, every) {
  const founders = new Map();
  const known = new Set();
  const clusters = new Map();
  const ids = new Map();
  const count = { links: 0, right: 0, revisits: 0, recognised: 0, firsts: 0, mistaken: 0 };
  for (const { owner, id, scored } of answers) {
    const revisit = known.has(owner);
    const link = founders.has(id);
    const right = link && founders.get(id) === owner;
    if (scored) {
      count.links += link;
      count.right += right;
      count.revisits += revisit;
      count.recognised += revisit && right;
      count.firsts += !revisit;
      count.mistaken += !revisit && link;
    }
    if (!link) founders.set(id, owner);
    known.add(owner);
    bump(clusters, id, owner);
    bump(ids, owner, id);
  }
  const visits = (counts) => [...counts.values()].reduce((sum, n) => sum + n, 0);
  const owned = [...clusters.values()].map((counts) => Math.max(...counts.values()) / visits(counts));
  const browsers = [...ids.values()];
  return {
    browsers: browsers.length,
    visits: answers.length,
    precision: share(count.right, count.links),
    recall: share(count.recognised, count.revisits),
    newFp: share(count.mistaken, count.firsts),
    ownership: mean(owned),
    avgTrack: mean(browsers.map((counts) => ((visits(counts) - counts.size) / counts.size) * every)),
    ideal: mean(browsers.map((counts) => (visits(counts) - 1) * every)),
    ...latencies(answers.map(({ ms }) => ms)),
  };
}

function bump(counts, key, inner) {
  if (!counts.has(key)) counts.set(key, new Map());
  const own = counts.get(key);
  own.set(inner, (own.get(inner) ?? 0) + 1);
}

const share = (part, whole) => (whole === 0 ? null : part / whole);
const mean = (numbers) =>
  share(
    numbers.reduce((sum, n) => sum + n, 0),
    numbers.length,
  );

function latencies(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part) => sorted[Math.floor(sorted.length * part)] ?? null;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
