// What our Worker asks of D1 and KV, statement by statement: the TypeScript Worker asks the same.
import { WATCHED, wrapped } from '../../../tools/lib/counting-edge.mjs';

const PATH = '/recording';

/** Around the Worker's own module: what goes to its database is noted. */
const WRAPPER = `
import edge from './index.js';

let batches = [];
${WATCHED}
const noting = (db) => watched(db, {
  batch(statements) {
    batches.push(statements.map(({ statement, params }) => ({ sql: statement, params })));
    return db.batch(statements);
  },
});

export default {
  fetch(request, env, context) {
    if (new URL(request.url).pathname !== '${PATH}') return edge.fetch(request, { ...env, DB: noting(env.DB) }, context);
    const told = Response.json(batches);
    batches = [];
    return told;
  },
};
`;

/** Miniflare's options, with a Worker that notes what it asks. */
export const recording = (options) => wrapped(options, WRAPPER);

/** The batches since the last time, each a list of `{sql, params}`. */
export async function readRecording(edge) {
  const answer = await edge.mf.dispatchFetch(`${edge.url}${PATH}`);
  return answer.json();
}
