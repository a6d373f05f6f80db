// A site's own backend, as a small Cloudflare Worker: it serves the page and
// looks devices up at the edge. The secret key stays here.

/** @typedef {{ fetch(input: Request | URL | string, init?: RequestInit): Promise<Response> }} Service */
/**
 * @typedef {object} Env
 * @property {Service} ASSETS the page's files
 * @property {Service} EDGE the Edgeprint edge; over the internet this would be plain `fetch`
 * @property {string} EDGEPRINT_SITE_KEY public: pages show it
 * @property {string} EDGEPRINT_SECRET_KEY secret: needs the scope `read:device`
 */

/** Where this Worker is mounted. */
const BASE = '/demo';

/** Everything that the page needs comes from its own origin. */
const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    // 'wasm-unsafe-eval' lets the collector's WebAssembly start; it admits no eval of JavaScript.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
};

export default {
  /**
   * @param {Request} request
   * @param {Env} env
   */
  async fetch(request, env) {
    const response = await route(request, env).catch(() =>
      problem(502, 'edge_unreachable', 'The edge did not answer', 'Try again in a moment.'),
    );
    return secured(response);
  },
};

/**
 * @param {Request} request
 * @param {Env} env
 */
async function route(request, env) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const refused = problem(405, 'method_not_allowed', 'Method not allowed', 'Only GET and HEAD are.');
    refused.headers.set('allow', 'GET, HEAD');
    return refused;
  }
  const url = new URL(request.url);
  const path = url.pathname.slice(BASE.length);
  if (path === '') return Response.redirect(new URL(`${BASE}/`, url).href, 308);
  if (path === '/config.json') return json({ siteKey: env.EDGEPRINT_SITE_KEY });
  if (path.startsWith('/device/')) return lookUp(path.slice('/device/'.length), url, env);
  return asset(request, url, path, env);
}

/**
 * Looks a device up at the edge. A real site would take the id from its own
 * session instead of the address, so that nobody can ask about others' devices.
 * @param {string} deviceId still percent-encoded
 * @param {URL} url
 * @param {Env} env
 */
async function lookUp(deviceId, url, env) {
  if (deviceId === '' || deviceId.includes('/')) {
    return problem(404, 'device_not_found', 'Device not found', 'An address names one device id.');
  }
  const answer = await env.EDGE.fetch(new URL(`/v1/device/${deviceId}`, url), {
    headers: { authorization: `Bearer ${env.EDGEPRINT_SECRET_KEY}`, accept: 'application/json' },
  });
  if (answer.ok) return json(await answer.json());
  return translated(answer);
}

/**
 * The edge's refusals in terms that fit a page. A refused key is this
 * backend's fault, not the visitor's: they get a 502, operators see the log.
 * @param {Response} answer
 */
function translated(answer) {
  switch (answer.status) {
    case 404:
      return problem(404, 'device_not_found', 'Device not found', 'Never submitted, or past its retention.');
    case 401:
    case 403:
      console.error(`edgeprint: the secret key was refused with ${answer.status}`);
      return problem(502, 'lookup_misconfigured', 'The look-up is misconfigured', refusal(answer.status));
    case 429: {
      const slow = problem(429, 'rate_limited', 'Rate limit exceeded', 'Wait for the seconds in Retry-After.');
      slow.headers.set('retry-after', answer.headers.get('retry-after') ?? '60');
      return slow;
    }
    default:
      return problem(502, 'edge_unavailable', 'The edge cannot answer', `It said ${answer.status}.`);
  }
}

/** @param {number} status */
function refusal(status) {
  return status === 401
    ? 'The edge does not accept this backend’s secret key (401).'
    : 'This backend’s secret key lacks the scope read:device (403).';
}

/**
 * A file of the page. The files know nothing of BASE, so it comes off on the
 * way in and is put back into redirects on the way out.
 * @param {Request} request
 * @param {URL} url
 * @param {string} path
 * @param {Env} env
 */
async function asset(request, url, path, env) {
  const inner = new URL(url);
  inner.pathname = path;
  const found = await env.ASSETS.fetch(new Request(inner, request));
  const to = found.headers.get('location');
  if (to?.startsWith('/')) return new Response(null, { status: found.status, headers: { location: BASE + to } });
  if (found.status === 404) return problem(404, 'not_found', 'No such page', 'The demo is at /demo/.');
  return found;
}

/** @param {unknown} body */
function json(body) {
  return Response.json(body, { headers: { 'cache-control': 'no-store' } });
}

/**
 * A problem document (RFC 9457), like those of the edge.
 * @param {number} status
 * @param {string} code
 * @param {string} title
 * @param {string} detail
 */
function problem(status, code, title, detail) {
  return Response.json(
    { ok: false, type: `/problems/${code}`, title, status, detail, code },
    { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
  );
}

/** @param {Response} response */
function secured(response) {
  const copy = new Response(response.body, response); // headers of fetched answers cannot be changed
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) copy.headers.set(name, value);
  return copy;
}
