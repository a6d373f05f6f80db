// TLS rules, on real handshakes: browsers and programs shake hands with a front
// that tells the Worker of them as Cloudflare does.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { BROWSERS } from '../lib/browsers.mjs';
import { startEdge } from '../lib/edge.mjs';
import { submission } from '../lib/submission.mjs';
import { ja4 } from '../lib/tls/cf.mjs';
import { clientHello, helloEnd } from '../lib/tls/client-hello.mjs';
import { expected, PROGRAMS, post, visit } from '../lib/tls/clients.mjs';
import { startFront } from '../lib/tls/front.mjs';

const HANDSHAKE_FLAGS = ['tls_library', 'tls_mismatch', 'priority_missing'];
const ofHandshake = (flags) => flags.filter((flag) => HANDSHAKE_FLAGS.includes(flag));

let edge;
let front;
let site;
before(async () => {
  edge = await startEdge();
  front = await startFront(edge, { cf: place() });
  site = await edge.site();
});
after(async () => {
  await front?.close();
  await edge?.stop();
});

/** Where the captured browser was; the handshake's members are the front's own. */
function place() {
  const { country, city, region, timezone, colo, asn, asOrganization } = submission('chromium').cf;
  return { country, city, region, timezone, colo, asn, asOrganization };
}

/** What a page of the captured browser would send, with a token of its own. */
async function captured() {
  const visitor = edge.visitor();
  const { headers, body } = submission('chromium');
  const token = await visitor.token(site);
  return {
    url: `${front.url}/v1/collect`,
    headers: {
      ...headers,
      origin: visitor.origin,
      'accept-encoding': 'gzip, deflate, br, zstd',
      'content-type': 'text/plain',
    },
    body: JSON.stringify({ token, ...body }),
  };
}

describe('a real browser', () => {
  for (const kind of BROWSERS) {
    test(`${kind}'s handshake fits what it says`, async () => {
      const result = await visit(kind, front, site.siteKey);
      assert.match(result.fingerprintId ?? '', /^dv_/, JSON.stringify(result.error));
      assert.deepEqual(ofHandshake(result.flags), []);
      const { cf, hello } = front.requests.find(({ path }) => path === '/v1/collect');
      front.requests.length = 0;
      assert.equal(cf.tlsVersion, 'TLSv1.3');
      assert.match(ja4(hello), /^t13d\d{4}h2_[0-9a-f]{12}_[0-9a-f]{12}$/);
      assert.ok(Number(cf.tlsClientHelloLength) > 1000, `no post-quantum key in ${cf.tlsClientHelloLength} bytes`);
    });
  }
});

describe("a program with a browser's headers and a browser's submission", () => {
  for (const program of Object.keys(PROGRAMS)) {
    test(`${program} is told by its handshake`, async (t) => {
      const { flag, unlearnt } = await expected(program);
      if (unlearnt) return t.skip(unlearnt);
      const answer = await post(program, await captured());
      assert.equal(answer.ok, true, JSON.stringify(answer));
      assert.deepEqual(ofHandshake(answer.flags), [flag]);
      if (flag === 'tls_library') assert.ok(answer.score >= 60, `${answer.score}: ${answer.flags}`);
    });
  }

  test('the same submission over the browser’s own handshake is not', async () => {
    const answer = await edge.visitor().submit(site);
    assert.deepEqual(ofHandshake(answer.flags), []);
  });
});

describe('the parser of handshakes', () => {
  test('takes any bytes', () => {
    for (const bytes of [
      '',
      '16',
      '1603010000',
      '16030100040100',
      '1603010005010000ff03',
      '160301000401000000',
      '474554202f',
    ]) {
      const buffer = Buffer.from(bytes, 'hex');
      assert.ok([undefined, 0].includes(helloEnd(buffer)) || clientHello(buffer) === undefined, bytes);
    }
  });

  test('reads a hello that comes in several records', async () => {
    const whole = await firstBytes();
    const [head, half] = [whole.subarray(0, 3), 100];
    const record = (part) => Buffer.concat([head, Buffer.from([part.length >> 8, part.length & 255]), part]);
    const message = whole.subarray(5);
    const split = Buffer.concat([record(message.subarray(0, half)), record(message.subarray(half))]);
    assert.equal(helloEnd(split.subarray(0, 150)), undefined);
    assert.equal(helloEnd(split), split.length);
    assert.deepEqual(clientHello(split), clientHello(whole));
    assert.ok(clientHello(whole).ciphers.length > 10);
  });
});

/** What Node's TLS client sends first. */
async function firstBytes() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect({ port: server.address().port, host: '127.0.0.1', rejectUnauthorized: false });
  client.on('error', () => {});
  const [socket] = await once(server, 'connection');
  const [bytes] = await once(socket, 'data');
  client.destroy();
  server.close();
  return bytes;
}
