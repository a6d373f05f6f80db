// Where the clients come to: a page of a customer's with Edgeprint, BotD and fpscanner on it, the real Worker
// behind it, and what each client told.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { FPSCANNER, onDemand } from '../bench/on-demand.mjs';
import { startEdge } from '../lib/edge.mjs';
import { inRepo } from '../lib/repo.mjs';
import { formPage } from './form.mjs';

/** Where everybody is, but who says otherwise. */
export const PLACE = {
  country: 'DE',
  city: 'Berlin',
  region: 'Berlin',
  timezone: 'Europe/Berlin',
  colo: 'FRA',
  asn: 3320,
  asOrganization: 'Deutsche Telekom AG',
  httpProtocol: 'HTTP/2',
  tlsVersion: 'TLSv1.3',
};
const HOP = /^(connection|keep-alive|transfer-encoding|host|content-length|content-encoding)$/;
/** Each visit comes from a network of its own: many devices of one address would be suspicious by themselves. */
const addressOf = (visit) => `10.${(visit >> 8) & 255}.${visit & 255}.7`;
const LIMITS = { edgeprint: 70_000, botd: 20_000, fpscanner: 40_000 };

/** One after the other, so that none is in another's way; each has its time. */
const script = (siteKey) => `
const within = (ms, promise) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), ms))]).catch(
    (thrown) => ({ error: String((thrown && thrown.message) || thrown) }));
addEventListener('load', async () => {
  const visit = new URLSearchParams(location.search).get('visit');
  const client = EdgeprintCollector.createClient({ siteKey: '${siteKey}', endpoint: location.origin, timeout: 60000, collect: { timeout: 20000 } });
  const told = { edgeprint: await within(${LIMITS.edgeprint}, client.checkOnce()) };
  told.botd = await within(${LIMITS.botd}, import('/botd.js').then(({ run }) => run()));
  told.fpscanner = await within(${LIMITS.fpscanner}, import('/fpscanner.js').then(({ run }) => run()));
  const request = new XMLHttpRequest();
  request.open('POST', '/told?visit=' + visit);
  request.send(JSON.stringify(told));
});`;

const PAGE = (siteKey) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,"></head>
<body><h1>Shop</h1><form onsubmit="return false"><input id="name"><button id="go" type="button">Go</button></form>
<script src="/collector/edgeprint-collector.js"></script><script>${script(siteKey)}</script></body></html>`;

/** Starts it all. `stand.expect(id)` gives a page's address, what is told there, where its parts are and whether anybody came; `stand.submissions` what was sent. */
export async function startStand() {
  const edge = await startEdge({ rateLimit: 10_000 });
  const { siteKey } = await edge.site();
  const site = { siteKey };
  const files = await rivals();
  const visits = new Map();
  const submissions = new Map();
  // Clients come one after the other.
  let came = 0;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://stand');
    const body = await bodyOf(request);
    const visit = visits.get(url.searchParams.get('visit'));
    const send = (type, text) => response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
    if (url.pathname === '/page') {
      if (visit) visit.came = true;
      return send('text/html', PAGE(siteKey));
    }
    if (url.pathname === '/form') {
      if (visit) visit.came = true;
      return send('text/html', formPage(siteKey, LIMITS.edgeprint));
    }
    if (files.has(url.pathname)) return send('text/javascript', files.get(url.pathname));
    if (url.pathname === '/over') return send('text/plain', visit ? '' : 'over');
    if (url.pathname === '/told') {
      visit?.tell(JSON.parse(body.toString()));
      return send('text/plain', '');
    }
    if (url.pathname === '/place') {
      visit?.place(JSON.parse(body.toString()));
      return send('text/plain', '');
    }
    const answer = await passOn(edge, request, body, addressOf(came));
    if (url.pathname === '/v1/collect' && answer.status === 200) {
      const { requestId } = JSON.parse(answer.body.toString());
      submissions.set(requestId, { headers: request.headers, body: JSON.parse(body.toString()) });
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    edge,
    site,
    submissions,
    timezone: PLACE.timezone,
    overUrl: (id) => `${origin}/over?visit=${id}`,
    expect(id, path = `/page?visit=${id}`) {
      came += 1;
      const visit = { came: false };
      const told = new Promise((resolve) => {
        visit.tell = resolve;
      });
      const placed = new Promise((resolve) => {
        visit.place = resolve;
      });
      visits.set(id, visit);
      return { url: origin + path, told, placed, came: () => visit.came, over: () => visits.delete(id) };
    },
    /** What the Worker says now of what a browser sent before. */
    async judge({ headers, body }) {
      came += 1;
      const { deviceToken, ...rest } = body;
      const ask = async (path, sent) => {
        const text = Buffer.from(JSON.stringify(sent));
        const request = { method: 'POST', url: path, headers };
        return JSON.parse((await passOn(edge, request, text, addressOf(came))).body.toString());
      };
      const { token } = await ask('/v1/token', { siteKey });
      return ask('/v1/collect', { ...rest, token });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await edge.stop();
    },
  };
}

/** The others' code, as their users would bundle it, each with what it makes of the browser. */
async function rivals() {
  const alias = { [FPSCANNER.name]: join(await onDemand(FPSCANNER), 'dist', 'fpScanner.es.js') };
  const files = new Map();
  for (const name of ['botd', 'fpscanner']) {
    const entry = inRepo('tests', 'zoo', 'rivals', `${name}.js`);
    const { outputFiles } = await build({ entryPoints: [entry], alias, bundle: true, write: false, format: 'esm' });
    files.set(`/${name}.js`, outputFiles[0].text);
  }
  return files;
}

async function passOn(edge, request, body, address) {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP.test(name)));
  const mode = headers['sec-fetch-mode'];
  const seen = { ...PLACE, clientAcceptEncoding: headers['accept-encoding'] ?? '' };
  const answer = await edge.mf.dispatchFetch(edge.url + request.url, {
    method: request.method,
    redirect: 'manual',
    headers: {
      ...headers,
      'cf-connecting-ip': address,
      'mf-cf-blob': JSON.stringify(seen),
      ...(mode ? { 'mf-sec-fetch-mode': mode } : {}),
    },
    ...(body.length > 0 ? { body } : {}),
  });
  const kept = [...answer.headers].filter(([name]) => !HOP.test(name));
  return {
    status: answer.status,
    headers: Object.fromEntries(kept),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
