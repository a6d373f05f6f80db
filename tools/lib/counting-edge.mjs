// The real Worker with bindings that count: what it asks of D1 and KV, and what D1 says it did for it.
import { dirname, join } from 'node:path';

/** Where the counts are read, and begin anew. */
const PATH = '/counts';

/** In the text of such a module: a binding some of whose methods are others. */
export const WATCHED = `
// The constructor stays: by it the Worker knows a binding.
const watched = (target, methods) => new Proxy(target, {
  get(_, name) {
    if (Object.hasOwn(methods, name)) return methods[name];
    const member = target[name];
    return typeof member === 'function' && name !== 'constructor' ? member.bind(target) : member;
  },
});
`;

/** Around the Worker's own module: the bindings that it gets are watched. */
const WRAPPER = `
import edge from './index.js';

const none = () => ({ statements: 0, rowsRead: 0, rowsWritten: 0, kvReads: 0, kvWrites: 0 });
let counts = none();
let bytes = 0; // of the database
const statements = new Set();
${WATCHED}
const watchedD1 = (db) => watched(db, {
  prepare(sql) {
    statements.add(sql);
    return db.prepare(sql);
  },
  async batch(statements) {
    const results = await db.batch(statements);
    for (const { meta } of results) {
      counts.statements += 1;
      counts.rowsRead += meta.rows_read;
      counts.rowsWritten += meta.rows_written;
      bytes = meta.size_after;
    }
    return results;
  },
});

const watchedKv = (kv) => {
  const counted = (name, kind) => (...args) => {
    counts[kind] += 1;
    return kv[name](...args);
  };
  return watched(kv, {
    get: counted('get', 'kvReads'),
    getWithMetadata: counted('getWithMetadata', 'kvReads'),
    put: counted('put', 'kvWrites'),
    delete: counted('delete', 'kvWrites'),
  });
};

const all = (env) => ({ ...env, DB: watchedD1(env.DB), KV: watchedKv(env.KV) });

export default {
  fetch(request, env, context) {
    if (new URL(request.url).pathname !== '${PATH}') return edge.fetch(request, all(env), context);
    if (new URL(request.url).search) return Response.json([...statements]);
    const told = Response.json({ ...counts, bytes });
    counts = none();
    return told;
  },
  scheduled: (event, env, context) => edge.scheduled(event, all(env), context),
};
`;

/** Miniflare's options, with the counting Worker in place of the Worker. */
export const counting = (options) => wrapped(options, WRAPPER);

/** Miniflare's options, with a module in place of the Worker's own, which it can import as `./index.js`. */
export function wrapped({ workers: [worker, ...others], ...options }, contents) {
  const { script, scriptPath, modulesRules: _, ...rest } = worker;
  // One that is given as text has no folder, and no wasm.
  const folder = scriptPath ? dirname(scriptPath) : '/';
  const modules = [
    { type: 'ESModule', path: join(folder, 'wrapped.js'), contents },
    { type: 'ESModule', path: join(folder, 'index.js'), contents: script },
    ...(scriptPath ? [{ type: 'CompiledWasm', path: join(folder, 'index_bg.wasm') }] : []),
  ];
  return { ...options, workers: [{ ...rest, modules, modulesRoot: folder }, ...others] };
}

/** What was asked since the last time. */
export async function readCounts(edge) {
  const answer = await edge.mf.dispatchFetch(`${edge.url}${PATH}`);
  return answer.json();
}

/** Every statement that was ever prepared. */
export async function readStatements(edge) {
  const answer = await edge.mf.dispatchFetch(`${edge.url}${PATH}?statements`);
  return answer.json();
}
