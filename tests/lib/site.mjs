// A customer's site: static pages on 127.0.0.1, on another origin than the
// edge, with whatever headers a test wants (CSP above all).
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { bodyOf, passOn } from './proxy.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/**
 * Starts a site. `site.page(html, {csp, headers})` publishes a page and returns
 * its URL; `site.mount('/dist/', folder)` serves files; `site.passOn('/v1/', url)`
 * passes requests on, under another path where a third argument says so; `site.on(path, handler)` answers by hand; `site.requests`
 * lists what was asked for.
 */
export async function startSite() {
  const routes = new Map();
  const mounts = [];
  const targets = new Map();
  const requests = [];

  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://site').pathname;
    requests.push({ method: request.method, path, headers: request.headers });
    try {
      const route = routes.get(path);
      if (route) return await route(request, response);
      for (const [prefix, { target, as }] of targets) {
        if (!path.startsWith(prefix)) continue;
        request.url = as + request.url.slice(prefix.length);
        return passOn(target, request, await bodyOf(request), response);
      }
      const mount = mounts.find(({ prefix }) => path.startsWith(prefix));
      const file = mount && join(mount.folder, normalize(path.slice(mount.prefix.length)));
      if (!file?.startsWith(mount.folder)) return notFound(response);
      const bytes = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(bytes);
    } catch {
      notFound(response);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  let pages = 0;

  return {
    url,
    origin: url,
    requests,
    on(path, handler) {
      routes.set(path, handler);
      return url + path;
    },
    page(html, { csp, headers = {} } = {}) {
      pages += 1;
      return this.on(`/page-${pages}`, (_request, response) => {
        response.writeHead(200, {
          'content-type': TYPES['.html'],
          ...(csp ? { 'content-security-policy': csp } : {}),
          ...headers,
        });
        response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title>${html}</html>`);
      });
    },
    mount(prefix, folder) {
      mounts.push({ prefix, folder });
    },
    passOn(prefix, target, as = prefix) {
      targets.set(prefix, { target, as });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function notFound(response) {
  response.writeHead(404, { 'content-type': 'text/plain' });
  response.end('not found');
}
