// A way to the edge that can break: passes requests on and notes them, or
// fails as networks, proxies and overloaded services do.
import { createServer, request as open } from 'node:http';

/**
 * Starts a proxy to `target`. `proxy.fail = (path) => failure` decides per
 * request: nothing passes it on; 'drop' cuts the connection; 'hang' never
 * answers; a number answers with that status; `{status, headers, body}` all of it.
 */
export async function startProxy(target) {
  const proxy = { requests: [], fail: () => undefined };
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const { pathname } = new URL(request.url, target);
    proxy.requests.push({ method: request.method, path: pathname, headers: request.headers, body: body.toString() });
    const failure = proxy.fail(pathname);
    if (failure === 'drop') return request.socket.destroy();
    if (failure === 'hang') return undefined;
    if (failure !== undefined) return answerWith(failure, response);
    return passOn(target, request, body, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${server.address().port}`;
  /** Paths asked for since the last call, preflights included. */
  proxy.taken = () => proxy.requests.splice(0).map(({ method, path }) => `${method} ${path}`);
  proxy.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return proxy;
}

/** Everything that a request has sent. */
export async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function answerWith(failure, response) {
  const { status, headers = {}, body = 'broken' } = typeof failure === 'number' ? { status: failure } : failure;
  response.writeHead(status, { 'access-control-allow-origin': '*', 'content-type': 'text/html', ...headers });
  response.end(body);
}

/** Asks `target` in the same words, and answers with what it says. */
export function passOn(target, request, body, response) {
  const { host: _host, ...headers } = request.headers;
  // A connection for each: a kept one may just be closing at the other end.
  const to = { method: request.method, headers, agent: false };
  const sending = open(new URL(request.url, target), to, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  sending.on('error', () => request.socket.destroy());
  sending.end(body);
}
