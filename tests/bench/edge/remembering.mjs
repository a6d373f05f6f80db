// A Worker whose stores answer from memory what they have answered before: what is left is the Worker's own work.
import { wrapped } from '../../../tools/lib/counting-edge.mjs';

const PATH = '/stores';

/** Around a Worker's module: what its stores say is remembered, or is all that they say. */
const WRAPPER = `
import edge from './index.js';

let remembers = false;
const [results, values] = [new Map(), new Map()];

// The constructor stays: by it the Worker knows a binding.
const with_ = (target, methods) => new Proxy(target, {
  get(_, name) {
    if (Object.hasOwn(methods, name)) return methods[name];
    const member = target[name];
    return typeof member === 'function' && name !== 'constructor' ? member.bind(target) : member;
  },
});

const d1 = (db) => with_(db, {
  async batch(statements) {
    const asked = statements.map(({ statement }) => statement).join(';');
    if (!remembers) results.set(asked, await db.batch(statements));
    if (!results.has(asked)) throw new Error('never asked: ' + asked);
    return results.get(asked);
  },
});

const kv = (store) => with_(store, {
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
export function remembering(options) {
  const [{ script, ...worker }, ...others] = options.workers;
  if (script === undefined) return wrapped(options, WRAPPER);
  const modules = [
    { type: 'ESModule', path: '/wrapped.js', contents: WRAPPER },
    { type: 'ESModule', path: '/index.js', contents: script },
  ];
  return { ...options, workers: [{ ...worker, modules, modulesRoot: '/' }, ...others] };
}

/** From now on its stores are asked, or its memory. */
export const fromStores = (edge) => fetch(`${edge.url}${PATH}?from=stores`);
export const fromMemory = (edge) => fetch(`${edge.url}${PATH}?from=memory`);
