// Stands where Cloudflare stands: ends TLS, reads the ClientHello, and hands each
// request to the Worker with the `cf` that Cloudflare would give. Real clients
// shake hands with it, so that rules about TLS are tested on what is really sent.
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:net';
import { cfOf } from './cf.mjs';
import { clientHello, helloEnd } from './client-hello.mjs';

const MAX_HELLO = 64 * 1024;
/** HTTP/2's own members, and those of one connection. */
const HOP = /^(:|connection$|keep-alive$|transfer-encoding$|te$|upgrade|http2-settings$|host$|content-length$)/;

const fixture = (name) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url));

/**
 * Starts a front for an edge. `cf` is laid over what is read from the handshake (country, asn, …); with `ja4` it says
 * what plans with Bot Management are told. `front.requests` lists what was passed on: `{path, hello, cf, headers}`;
 * `front.pages` holds HTML by path, served by the front itself, for browsers to stand on.
 */
export async function startFront(edge, { cf = {}, ja4 = false, address = '203.0.113.7' } = {}) {
  const hellos = new Map();
  const requests = [];
  const pages = new Map();
  const secure = createSecureServer({ key: fixture('key.pem'), cert: fixture('cert.pem'), allowHTTP1: true });
  secure.on('sessionError', () => {});
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  secure.on('request', async (request, response) => {
    const { socket } = request;
    const page = pages.get(request.url);
    if (page) return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    const hello = hellos.get(socket.remotePort);
    const seen = {
      ...cfOf(hello, {
        version: socket.getProtocol(),
        cipher: socket.getCipher().standardName,
        protocol: request.httpVersionMajor === 2 ? 'HTTP/2' : 'HTTP/1.1',
        acceptEncoding: request.headers['accept-encoding'],
        ja4,
      }),
      ...cf,
    };
    requests.push({ path: request.url, hello, cf: seen, headers: request.headers });
    try {
      await passOn(edge, request, response, { seen, address });
    } catch {
      response.stream?.close?.() ?? response.destroy();
    }
  });

  const server = createServer((socket) => {
    socket.on('error', () => {});
    takeHello(socket, (hello) => {
      hellos.set(socket.remotePort, hello);
      socket.on('close', () => hellos.delete(socket.remotePort));
      secure.emit('connection', socket);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return {
    url: `https://localhost:${server.address().port}`,
    requests,
    pages,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads ahead as far as the hello goes, and puts everything back. */
function takeHello(socket, done) {
  let bytes = Buffer.alloc(0);
  socket.on('data', function more(part) {
    bytes = Buffer.concat([bytes, part]);
    const end = helloEnd(bytes);
    if (end === undefined && bytes.length < MAX_HELLO) return;
    socket.off('data', more);
    socket.pause();
    const hello = end ? clientHello(bytes) : undefined;
    if (!hello) return socket.destroy();
    socket.unshift(bytes);
    done(hello);
  });
}

async function passOn(edge, request, response, { seen, address }) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP.test(name)));
  const mode = headers['sec-fetch-mode'];
  const answer = await edge.mf.dispatchFetch(`${edge.url}${request.url}`, {
    method: request.method,
    redirect: 'manual',
    headers: {
      ...headers,
      'cf-connecting-ip': address,
      'mf-cf-blob': JSON.stringify(seen),
      ...(mode ? { 'mf-sec-fetch-mode': mode } : {}),
    },
    ...(parts.length > 0 ? { body: Buffer.concat(parts) } : {}),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  const kept = [...answer.headers].filter(([name]) => !HOP.test(name) && name !== 'content-encoding');
  response.writeHead(answer.status, Object.fromEntries(kept));
  response.end(body);
}
