// The Worker's entry: hands events to the wasm, and outlives its failures.
//
// The Rust code is written not to panic. Should it trap all the same (a bug, or
// memory running out), its instance is unusable and every request that waits in
// it would hang until the runtime cancels it. So those are answered 503, and
// the next request gets a fresh instance.
import * as edge from './build/bindgen/index.js';

/** Far above what any request needs; D1 itself gives up sooner. */
const DEADLINE_MS = 20_000;

/** How to give up each request that waits in the current instance. */
const waiting = new Set();

let broken = false;

/** wasm-bindgen's panic hook reports to this object of the worker crate. */
const state = edge.__worker_init_state();
Object.defineProperty(state, 'criticalError', {
  get: () => broken,
  set: (value) => {
    if (value) giveUp(new Error('the instance panicked'));
  },
});

// A trap inside a promise's continuation reaches nobody but this event.
addEventListener('error', ({ error }) => noteTrap(error));
addEventListener('unhandledrejection', ({ reason }) => noteTrap(reason));

export default {
  fetch: (request, env, context) =>
    run(() => edge.fetch(request, env, context)).catch((error) => unavailable(request, error)),
  scheduled: (event, env, context) => run(() => edge.scheduled(event, env, context)),
};

async function run(call) {
  if (broken) {
    edge.__wbg_reset_state();
    broken = false;
  }
  let forget;
  const failed = new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error('the deadline passed')), DEADLINE_MS);
    forget = () => {
      clearTimeout(timer);
      waiting.delete(reject);
    };
    waiting.add(reject);
  });
  try {
    return await Promise.race([call(), failed]);
  } catch (error) {
    noteTrap(error);
    throw error;
  } finally {
    forget();
  }
}

function noteTrap(error) {
  const overflow = error instanceof RangeError && /call stack/i.test(error.message);
  if (error instanceof WebAssembly.RuntimeError || overflow) giveUp(error);
}

function giveUp(error) {
  broken = true;
  for (const reject of waiting) reject(error);
  waiting.clear();
}

/** The same problem document that the Rust code writes for a failed store. */
function unavailable(request, error) {
  const requestId = `req_${crypto.randomUUID().replaceAll('-', '').slice(0, 22)}`;
  console.error(JSON.stringify({ requestId, code: 'unavailable', cause: String(error) }));
  const problem = {
    ok: false,
    type: '/problems/unavailable',
    title: 'Temporarily unavailable',
    status: 503,
    detail: 'Try again after Retry-After.',
    code: 'unavailable',
    requestId,
  };
  const headers = {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'Retry-After': '5',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
  };
  if (/^\/v1\/(token|collect|visit)$/.test(new URL(request.url).pathname)) {
    headers['Access-Control-Allow-Origin'] = '*';
    headers['Access-Control-Expose-Headers'] = 'Retry-After, X-Request-Id';
  }
  return new Response(JSON.stringify(problem), { status: 503, headers });
}
