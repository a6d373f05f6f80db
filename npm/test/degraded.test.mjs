import assert from 'node:assert/strict';
import { after, before, beforeEach, mock, test } from 'node:test';
import {
  ANSWER,
  clientOptions,
  FAKE_CORE,
  installStorage,
  LOCAL,
  loadClient,
  problem,
  startEdge,
  wait,
} from './support.mjs';

const { createClient } = await loadClient();
const rejections = [];
const consoles = ['log', 'info', 'warn', 'error', 'debug'].map((name) => mock.method(console, name, () => {}));

before(() => process.on('unhandledRejection', note));
beforeEach(() => installStorage());
after(async () => {
  await wait(20);
  process.off('unhandledRejection', note);
  assert.deepEqual(rejections, []);
  for (const { mock: calls } of consoles) assert.equal(calls.callCount(), 0);
});

function note(reason) {
  rejections.push(reason);
}

function assertDegraded(result, code, fingerprintId = LOCAL, fingerprint = LOCAL) {
  const { error, nextSubmitAt, requestId, timings, collection, ...rest } = result;
  assert.equal(collection?.fingerprint ?? null, fingerprint);
  assert.ok(timings.total >= 0);
  assert.equal(error.code, code);
  assert.ok(error.message);
  assert.ok(Math.abs(Date.parse(nextSubmitAt) - Date.now()) < 5000);
  const empty = { score: null, risk_level: null, confidence: null, flags: [], reasons: [], identity: null };
  assert.deepEqual(rest, { ...empty, fingerprintId, fingerprint, fromCache: false, nextSubmitIn: 0 });
}

test('network down: the local fingerprint and a typed error, and the next call tries again', async (t) => {
  const edge = await startEdge(t);
  const gone = await startEdge(t);
  await gone.close();
  const unreachable = { ...edge.options, endpoint: gone.url };
  assertDegraded(await createClient(unreachable).checkOnce(), 'network_error');
  assert.equal((await createClient(edge.options).checkOnce()).score, 25);
});

test('network down for a known device: its last id, not the local fingerprint', async (t) => {
  const edge = await startEdge(t, { '/v1/collect': [ANSWER, problem(503, 'unavailable', { 'retry-after': '30' })] });
  const client = createClient({ ...edge.options, checkIntervalDays: 0 });
  await client.checkOnce();
  const result = await client.checkOnce();
  assertDegraded(result, 'unavailable', 'dv_1');
  assert.deepEqual(result.error, { code: 'unavailable', message: 'A detail', status: 503, retryAfter: 30 });
  assert.equal(result.requestId, 'req_x');
});

test('a degraded result leaves the last answer in place', async (t) => {
  const edge = await startEdge(t, { '/v1/collect': [ANSWER, problem(500, 'internal')] });
  const client = createClient(edge.options);
  await client.checkOnce();
  assertDegraded(await client.checkOnce({ checkIntervalDays: 0 }), 'internal', 'dv_1');
  assert.equal((await client.checkOnce()).fromCache, true);
});

const refusals = [
  [401, 'site_key_invalid', '/v1/token'],
  [403, 'origin_not_allowed', '/v1/token'],
  [429, 'rate_limited', '/v1/token'],
  [413, 'payload_too_large', '/v1/collect'],
  [422, 'payload_invalid', '/v1/collect'],
  [500, 'internal', '/v1/collect'],
];
for (const [status, code, path] of refusals) {
  test(`${status} ${code} is told by its code and status, without another attempt`, async (t) => {
    const edge = await startEdge(t, { [path]: problem(status, code) });
    const result = await createClient(edge.options).checkOnce();
    assertDegraded(result, code);
    assert.equal(result.error.status, status);
    assert.equal(edge.count(path), 1);
  });
}

test('Retry-After is given in seconds, also where the header is a date', async (t) => {
  const date = new Date(Date.now() + 90000).toUTCString();
  const edge = await startEdge(t, {
    '/v1/token': [
      problem(429, 'rate_limited', { 'retry-after': date }),
      problem(429, 'rate_limited', { 'retry-after': 'soon' }),
    ],
  });
  const client = createClient(edge.options);
  const { error } = await client.checkOnce();
  assert.ok(error.retryAfter > 85 && error.retryAfter <= 90);
  assert.equal('retryAfter' in (await client.checkOnce()).error, false);
});

test('a proxy’s error page is an http_error', async (t) => {
  const edge = await startEdge(t, { '/v1/token': { status: 502, raw: '<html>Bad gateway</html>' } });
  const result = await createClient(edge.options).checkOnce();
  assertDegraded(result, 'http_error');
  assert.deepEqual(result.error, { code: 'http_error', message: 'HTTP 502', status: 502 });
});

const strange = [
  ['/v1/token', { status: 200, raw: '<html>Sign in to the airport</html>' }],
  ['/v1/token', { ok: true }],
  ['/v1/token', { status: 200, raw: 'null' }],
  ['/v1/collect', { status: 200, raw: '' }],
  ['/v1/collect', { ok: true, fingerprintId: 'dv_1' }],
  ['/v1/collect', { ...ANSWER, score: '25' }],
  ['/v1/collect', { ...ANSWER, deviceToken: undefined }],
];
for (const [path, answer] of strange) {
  test(`${path} answering ${answer.raw ?? JSON.stringify(answer).slice(0, 40)} is answer_malformed`, async (t) => {
    const edge = await startEdge(t, { [path]: answer });
    assertDegraded(await createClient(edge.options).checkOnce(), 'answer_malformed');
  });
}

test('an edge that never answers: timeout, on time, with the local fingerprint', async (t) => {
  const edge = await startEdge(t, { '/v1/token': () => undefined });
  const start = performance.now();
  const result = await createClient({ ...edge.options, timeout: 1000 }).checkOnce();
  assertDegraded(result, 'timeout');
  assert.ok(performance.now() - start < 5000);
});

test('an answer that breaks off is a network_error', async (t) => {
  const edge = await startEdge(t, {
    '/v1/collect': (_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('{');
      setTimeout(() => response.destroy(), 20);
    },
  });
  assertDegraded(await createClient(edge.options).checkOnce(), 'network_error');
});

test('a collector that hangs: timeout, and nothing local to tell', async (t) => {
  const edge = await startEdge(t);
  const coreUrl = `${FAKE_CORE}?ms=600`;
  const result = await createClient({ ...edge.options, coreUrl, timeout: 100 }).checkOnce();
  assertDegraded(result, 'timeout', null, null);
  await wait(600);
  assert.equal(edge.count('/v1/collect'), 0);
});

test('a collector that cannot be loaded is core_unavailable, and loading is tried again', async (t) => {
  const edge = await startEdge(t);
  const broken = createClient({ ...edge.options, coreUrl: `${FAKE_CORE}.missing` });
  assertDegraded(await broken.checkOnce(), 'core_unavailable', null, null);
  const client = createClient({ ...edge.options, coreUrl: `${FAKE_CORE}?once` });
  assert.equal((await client.checkOnce()).score, 25);
});

test('wasm that is missing, or is none, is core_unavailable', async (t) => {
  const edge = await startEdge(t, { '/v1/nothing': problem(404, 'route_not_found') });
  for (const wasmUrl of ['http://127.0.0.1:1/core.wasm', 'data:application/wasm,nonsense', 'data:text/html,nonsense']) {
    const result = await createClient({ ...edge.options, wasmUrl }).checkOnce();
    assertDegraded(result, 'core_unavailable', null, null);
  }
});

test('wasm that is served with another type is compiled all the same', async (t) => {
  const edge = await startEdge(t);
  const wasmUrl = 'data:application/octet-stream;base64,AGFzbQEAAAA=';
  assert.equal((await createClient({ ...edge.options, wasmUrl }).checkOnce()).score, 25);
});

test('a collector that traps is an error, not an exception', async (t) => {
  const edge = await startEdge(t);
  const result = await createClient({ ...edge.options, coreUrl: `${FAKE_CORE}?traps` }).checkOnce();
  assertDegraded(result, 'client_error', null, null);
});

test('a collector that the page left nothing to read with is core_unavailable', async (t) => {
  const edge = await startEdge(t);
  const result = await createClient({ ...edge.options, coreUrl: `${FAKE_CORE}?nothing` }).checkOnce();
  assertDegraded(result, 'core_unavailable', null, null);
});

test('site keys that cannot be had are site_key_unavailable', async (t) => {
  const edge = await startEdge(t);
  const bad = [
    Promise.reject(new Error('no')),
    () => Promise.reject(new Error('no')),
    () => {
      throw new Error('no');
    },
    () => undefined,
    Promise.resolve(''),
  ];
  for (const siteKey of bad) {
    assertDegraded(await createClient({ ...edge.options, siteKey }).checkOnce(), 'site_key_unavailable');
  }
  assert.equal(edge.count('/v1/token'), 0);
});

test('a promised site key that fails before any check is no unhandled rejection', async () => {
  createClient({ siteKey: Promise.reject(new Error('no')), endpoint: 'http://127.0.0.1:1' });
  await wait(10);
  assert.deepEqual(rejections, []);
});

test('without siteKey or endpoint a check is not_configured', async (t) => {
  const edge = await startEdge(t);
  for (const missing of ['siteKey', 'endpoint']) {
    const result = await createClient({ ...edge.options, [missing]: undefined }).checkOnce();
    assertDegraded(result, 'not_configured');
  }
});

test('collect() needs neither key nor endpoint and talks to nobody', async (t) => {
  const edge = await startEdge(t);
  const { coreUrl, wasmUrl } = edge.options;
  const collection = await createClient({ coreUrl, wasmUrl }).collect({ include: ['webdriver'], timeout: 500 });
  assert.equal(collection.fingerprint, LOCAL);
  assert.deepEqual(collection.components.echo.value, { include: ['webdriver'], timeout: 500 });
  assert.equal(collection.coverage, 9);
  assert.equal(collection.ms, 2.5);
  assert.deepEqual(
    edge.seen.map(({ path }) => path),
    ['/core.wasm'],
  );
});

test('collect() without a collector resolves with an error and no readings', async () => {
  const { error, ...rest } = await createClient(clientOptions('http://127.0.0.1:1')).collect();
  assert.equal(error.code, 'core_unavailable');
  assert.deepEqual(rest, { fingerprint: null, components: {}, coverage: 0, confidence: 0, ms: 0 });
});
