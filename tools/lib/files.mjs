// A folder of files as a Worker's ASSETS binding. Miniflare 4.20260426 mixes up the
// folders when two of its Workers have assets, and the edge has the real ones.
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Answers a request for a file under `folder` with the `Response` class that it is given. */
export const filesFrom = (folder, Response) => async (request) => {
  const { pathname } = new URL(request.url);
  const file = join(folder, decoded(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
  if (!file.startsWith(folder + sep)) return new Response(null, { status: 404 });
  try {
    const body = request.method === 'HEAD' ? null : await readFile(file);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    return new Response(body, { headers: { 'content-type': type, 'cache-control': 'no-cache' } });
  } catch {
    return new Response(null, { status: 404 });
  }
};

function decoded(pathname) {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
