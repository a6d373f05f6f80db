// A Worker whose stores answer from memory what they have answered before: what is left is the Worker's own work.
import { WATCHED, wrapped } from '../../../tools/lib/counting-edge.mjs';

const PATH = '/stores';

/** Around a Worker's module: what its stores say is remembered, or is all that they say. */
const WRAPPER = `
import edge from './index.js';

let remembers = false;
const [results, values] = [new Map(), new Map()];
${WATCHED}
const d1 = (db) => watched(db, {
  async batch(statements) {
    const asked = statements.map(({ statement }) => statement).join(';');
    if (!remembers) results.set(asked, await db.batch(statements));
    if (!results.has(asked)) throw new Error('never asked: ' + asked);
    return results.get(asked);
  },
});

const kv = (store) => watched(store, {
  get: async (name, ...how) => (remembers ? (values.get(name) ?? null) : store.get(name, ...how)),
  async put(name, value, ...how) {
    if (remembers) return;
    values.set(name, value);
    await store.put(name, value, ...how);
  },
});

let env;

export default {
  fetch(request, given, context) {
    const { pathname, search } = new URL(request.url);
    if (pathname === '${PATH}') {
      remembers = search === '?from=memory';
      return new Response();
    }
    env ??= { ...given, DB: d1(given.DB), KV: kv(given.KV) };
    return edge.fetch(request, env, context);
  },
};
`;

/** Miniflare's options, with such a Worker in place of the Worker. */
export const remembering = (options) => wrapped(options, WRAPPER);

/** From now on its stores are asked, or its memory. */
export const fromStores = (edge) => fetch(`${edge.url}${PATH}?from=stores`);
export const fromMemory = (edge) => fetch(`${edge.url}${PATH}?from=memory`);
