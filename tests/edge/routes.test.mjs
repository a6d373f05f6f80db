// What holds for every route: CORS, unknown routes and methods, health.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

let edge;
let site;
before(async () => {
  edge = await startEdge();
  site = await edge.site();
});
after(() => edge.stop());

const BROWSER_ROUTES = ['/v1/token', '/v1/collect', '/v1/visit'];

for (const route of BROWSER_ROUTES) {
  test(`${route} can be read by any page, its errors too`, async () => {
    const answer = await edge.visitor().send('POST', route, { body: '{' });
    assertProblem(answer, 400, 'payload_malformed');
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    const exposed = answer.headers.get('access-control-expose-headers').toLowerCase();
    for (const header of ['retry-after', 'x-request-id']) assert.ok(exposed.includes(header), exposed);
  });

  test(`${route} answers a preflight`, async () => {
    const answer = await edge.visitor().send('OPTIONS', route, {
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.match(answer.headers.get('access-control-allow-methods'), /POST/);
    assert.match(answer.headers.get('access-control-allow-headers') ?? '', /content-type/i);
    assert.ok(Number(answer.headers.get('access-control-max-age')) > 0);
    assert.equal(answer.text, '');
  });

  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    test(`${route} refuses ${method}`, async () => {
      const answer = await assertNothingWritten(edge, () => edge.visitor().send(method, route));
      assertProblem(answer, 405, 'method_not_allowed');
      assert.match(answer.headers.get('allow') ?? '', /POST/);
    });
  }
}

test('a success can be read by any page', async () => {
  const answer = await edge.visitor().askToken(site.siteKey);
  assertOk(answer);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
});

test('answers are stored by nobody, but for what the asker itself asks about anew each time', async () => {
  const { secretKey } = await edge.key(site.tenantId);
  const visitor = edge.visitor();
  const { fingerprintId } = await visitor.submit(site);
  const token = await visitor.askToken(site.siteKey);
  assert.match(token.headers.get('cache-control') ?? '', /no-store/);
  const device = await visitor.device(fingerprintId, secretKey);
  assert.equal(device.headers.get('cache-control'), 'private, no-cache');
  assert.ok(device.headers.get('etag'));
});

test('the look-up with a secret key is not for pages: no CORS', async () => {
  const { secretKey } = await edge.key(site.tenantId);
  const answer = await edge.visitor().device('dv_0000000000000000000000', secretKey);
  assert.equal(answer.headers.get('access-control-allow-origin'), null);
});

for (const [method, path] of [
  ['GET', '/v1/nothing'],
  ['POST', '/v1/nothing'],
  ['GET', '/v1'],
  ['GET', '/v1/'],
  ['GET', '/v1/device'],
  ['GET', '/v1/device/'],
  ['GET', '/v1/device/a/b'],
  ['POST', '/v1/token/extra'],
  ['GET', '/v2/token'],
  ['GET', '/.git/config'],
  ['GET', '/v1/%2e%2e/%00'],
]) {
  test(`${method} ${path} is an unknown route`, async () => {
    assertProblem(await edge.visitor().send(method, path), 404, 'route_not_found');
  });
}

test('a path that is not UTF-8 is a client error', async () => {
  const answer = await edge.visitor().send('GET', '/v1/device/%ff');
  assert.ok([400, 401, 404].includes(answer.status), `${answer.status}`);
  assertProblem(answer, answer.status, answer.body?.code);
});

test('the health route tells the version', async () => {
  const body = assertOk(await edge.visitor().send('GET', '/v1/health'));
  assert.match(body.version, /^\d+\.\d+\.\d+/);
});

test('every answer has a request id of its own', async () => {
  const ids = new Set();
  for (let n = 0; n < 10; n += 1) ids.add((await edge.visitor().send('GET', '/v1/health')).headers.get('x-request-id'));
  assert.equal(ids.size, 10);
});
