// The server SDK against the real Worker, and what it does when the way there breaks.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ApiError, ConnectionError, createServerClient } from 'edgeprint/server';
import { document } from '../lib/contract.mjs';
import { startEdge } from '../lib/edge.mjs';
import { startProxy } from '../lib/proxy.mjs';
import { another } from '../lib/submission.mjs';
import { allScopes } from '../lib/world.mjs';

const NOBODY = `dv_${'0'.repeat(22)}`;

let edge;
let proxy;
let site;
let secretKey;
/** Submissions of different devices, oldest first. */
const submitted = [];
before(async () => {
  edge = await startEdge();
  proxy = await startProxy(edge.url);
  site = await edge.site();
  secretKey = (await edge.key(site.tenantId, { scopes: allScopes(document) })).secretKey;
  for (const mark of [1, 2, 3]) submitted.push(await edge.visitor().submit(site, another(mark)));
});
after(async () => {
  await proxy.close();
  await edge.stop();
});
beforeEach(() => {
  proxy.fail = () => undefined;
  proxy.taken();
});

/** A client of a backend with an address of its own, so that tests don't share rate limits. */
function client(options = {}) {
  const { ip } = edge.visitor();
  const from = (url, init) => fetch(url, { ...init, headers: { ...init.headers, 'cf-connecting-ip': ip } });
  return createServerClient({ endpoint: proxy.url, secretKey, tenantId: site.tenantId, fetch: from, ...options });
}

/** Lets the next requests fail, one failure each; the rest passes. */
function failNext(...failures) {
  proxy.fail = () => failures.shift();
}

const gathered = async (rows) => {
  const all = [];
  for await (const row of rows) all.push(row);
  return all;
};
const rejects = (promise, kind, members) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof kind, `${error}`);
    for (const [name, value] of Object.entries(members)) assert.deepEqual(error[name], value, `${name} of ${error}`);
    return true;
  });

describe('devices', () => {
  test('are looked up, and nobody’s is null', async () => {
    const { devices } = client();
    const [{ fingerprintId, score }] = submitted;
    const device = await devices.get(fingerprintId);
    assert.deepEqual([device.deviceId, device.domainId, device.score], [fingerprintId, site.domainId, score]);
    const { body } = await edge.visitor({ origin: undefined }).device(fingerprintId, secretKey);
    assert.deepEqual(device, body.device);
    assert.equal(await devices.get(NOBODY), null);
    await assert.rejects(devices.get(''), TypeError);
  });

  test('are remembered for a minute, then asked about with their tag', async (t) => {
    const { devices } = client();
    const { fingerprintId } = submitted[0];
    const path = `GET /v1/device/${fingerprintId}`;
    const device = await devices.get(fingerprintId);
    assert.equal(await devices.get(fingerprintId), device);
    assert.deepEqual(proxy.taken(), [path]);
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 60_000 });
    assert.equal(await devices.get(fingerprintId), device, 'the same device is another object');
    const [{ headers }] = proxy.requests;
    assert.match(headers['if-none-match'], /^(W\/)?"/);
    assert.equal(await devices.get(fingerprintId), device);
    assert.deepEqual(proxy.taken(), [path], 'what was confirmed is not fresh');
    await devices.get(fingerprintId, { fresh: true });
    assert.deepEqual(proxy.taken(), [path]);
  });

  test('are remembered in bounds, or not at all, and nobody is not remembered', async () => {
    const two = client({ cache: { maxEntries: 2 } });
    const [first, second, third] = submitted.map(({ fingerprintId }) => fingerprintId);
    for (const id of [first, second, first, third, first, second]) await two.devices.get(id);
    assert.equal(proxy.taken().length, 4, 'the least recently used one goes');
    const none = client({ cache: false });
    for (const id of [first, first]) await none.devices.get(id);
    assert.deepEqual(
      proxy.requests.map(({ headers }) => headers['if-none-match']),
      [undefined, undefined],
    );
    for (const id of [NOBODY, NOBODY]) await two.devices.get(id);
    assert.equal(proxy.taken().length, 4);
  });

  test('are listed page by page, and one by one over all pages', async () => {
    const { devices } = client();
    const page = await devices.list({ limit: 2, riskLevel: ['minimal', 'low', 'medium', 'high', 'critical'] });
    assert.equal(page.devices.length, 2);
    const ids = submitted.map(({ fingerprintId }) => fingerprintId);
    proxy.taken();
    const query = {
      limit: 1,
      sort: 'createdAt',
      createdFrom: new Date(Date.now() - 3_600_000),
      domainId: site.domainId,
    };
    const all = await gathered(devices.each(query));
    assert.deepEqual(
      all.map(({ deviceId }) => deviceId),
      ids,
    );
    assert.ok(proxy.taken().length >= 3);
    for await (const _ of devices.each({ limit: 1 })) break;
    assert.equal(proxy.taken().length, 1, 'pages that nobody wants are asked for');
    const next = await gathered(
      devices.each({
        limit: 1,
        sort: 'createdAt',
        cursor: (await devices.list({ limit: 1, sort: 'createdAt' })).nextCursor,
      }),
    );
    assert.deepEqual(
      next.map(({ deviceId }) => deviceId),
      ids.slice(1),
    );
  });

  test('are exported and erased, and what is erased is not remembered', async () => {
    const { devices } = client();
    const { fingerprintId, requestId } = await edge.visitor().submit(site, another('erased'));
    await devices.get(fingerprintId);
    const held = await devices.export(fingerprintId);
    assert.deepEqual([held.device.deviceId, held.events[0].requestId, held.complete], [fingerprintId, requestId, true]);
    const erased = await devices.erase(fingerprintId);
    assert.deepEqual([erased.deviceId, erased.complete], [fingerprintId, true]);
    assert.equal(await devices.get(fingerprintId), null);
    assert.equal(await devices.erase(fingerprintId), null);
    assert.equal(await devices.export(fingerprintId), null);
  });
});

describe('events, visits, counters and exports', () => {
  test('come as the edge has them', async () => {
    const { events, visits, stats } = client();
    const [{ fingerprintId, requestId, deviceToken }] = submitted;
    const [event] = (await events.list({ deviceId: fingerprintId })).events;
    assert.equal(event.requestId, requestId);
    assert.ok((await events.get(requestId)).evidence.components.canvas);
    assert.equal(await events.get(`req_${'0'.repeat(22)}`), null);
    assert.ok((await gathered(events.each({ limit: 2 }))).length >= 3);
    await edge.visitor().visit(site.siteKey, deviceToken);
    const [visit] = await gathered(visits.each({ deviceId: fingerprintId }));
    assert.equal(visit.deviceId, fingerprintId);
    assert.equal((await visits.list({ deviceId: fingerprintId })).visits.length, 1);
    const counted = await stats({ dimension: 'submissions' });
    assert.ok(counted.series[0].total >= 3);
  });

  test('an export gives each row once, also when the connection breaks between two of them', async () => {
    const whole = await gathered(client().exports.fingerprints({ sort: 'createdAt' }));
    assert.deepEqual(
      whole.slice(0, 3).map(({ fingerprint }) => fingerprint),
      submitted.map(({ fingerprint }) => fingerprint),
    );
    let calls = 0;
    const breaking = client({
      async fetch(url, init) {
        calls += 1;
        const response = await fetch(url, init);
        if (calls > 2) return response;
        const [first, second] = (await response.text()).split('\n');
        return new Response(`${first}\n${second.slice(0, 20)}`, response);
      },
    });
    const pieces = await gathered(breaking.exports.fingerprints({ sort: 'createdAt' }));
    assert.deepEqual(
      pieces.map(({ deviceId }) => deviceId),
      whole.map(({ deviceId }) => deviceId),
    );
    assert.equal(calls, 3);
    assert.equal((await gathered(client().exports.fingerprints({ limit: 2 }))).length, 2);
  });

  test('an export that breaks off again and again without a row ends with an error', async () => {
    let calls = 0;
    const broken = client({
      async fetch() {
        calls += 1;
        return new Response('{"deviceId"');
      },
    });
    await rejects(gathered(broken.exports.fingerprints()), ConnectionError, { code: 'network_error' });
    assert.equal(calls, 3);
  });
});

describe('a refusal', () => {
  test('is an error with the problem’s code', async () => {
    await rejects(client({ secretKey: 'sk_dev_wrong' }).devices.list(), ApiError, {
      status: 401,
      code: 'api_key_invalid',
    });
    const { secretKey: poor } = await edge.key(site.tenantId, { scopes: ['verify'] });
    const failure = client({ secretKey: poor }).devices.get(submitted[0].fingerprintId);
    await rejects(failure, ApiError, { status: 403, code: 'scope_missing', retryAfter: null });
    await assert.rejects(client().devices.list({ sort: 'colour' }), (error) => {
      assert.match(error.detail, /sort/);
      return error.code === 'parameter_invalid' && /^req_/.test(error.requestId);
    });
    assert.equal(proxy.taken().length, 3, 'a refusal was tried again');
  });

  test('by something else than the edge says what it can', async () => {
    failNext({ status: 418, body: '<h1>teapot</h1>' });
    await rejects(client().stats(), ApiError, { status: 418, code: 'unexpected_answer', requestId: null });
    failNext({ status: 200, body: '<h1>a portal</h1>' });
    await rejects(client().stats(), ApiError, { status: 200, code: 'unexpected_answer' });
    failNext({ status: 302, headers: { location: edge.url } });
    await rejects(client().stats(), ApiError, { status: 302, code: 'unexpected_answer' });
    assert.equal(proxy.taken().length, 3, 'a redirect was followed');
  });

  test('of the client’s own options comes at once', () => {
    assert.throws(() => createServerClient({ endpoint: proxy.url }), TypeError);
    assert.throws(() => createServerClient({ endpoint: 'id.example.com', secretKey }), TypeError);
  });
});

describe('what may pass is tried again', () => {
  const unavailable = (headers = {}) => ({ status: 503, headers });

  for (const [what, failure] of [
    ['503', unavailable()],
    ['502 of a proxy', 502],
    ['a connection that breaks', 'drop'],
  ]) {
    test(`${what}, twice, and then it works`, async () => {
      failNext(failure, failure);
      assert.equal((await client().stats()).ok, true);
      assert.equal(proxy.taken().length, 3);
    });
  }

  test('and no more often than that', async () => {
    proxy.fail = () => 503;
    await rejects(client().stats(), ApiError, { status: 503 });
    assert.equal(proxy.taken().length, 3);
    await rejects(client({ retries: 0 }).stats(), ApiError, { status: 503 });
    assert.equal(proxy.taken().length, 1);
    proxy.fail = () => 'drop';
    await rejects(client().stats(), ConnectionError, { code: 'network_error' });
  });

  test('not before Retry-After says', async () => {
    failNext({ status: 429, headers: { 'retry-after': '1' } });
    const began = performance.now();
    await client().stats();
    assert.ok(performance.now() - began >= 990, 'it came back too early');
  });

  test('not where Retry-After is later than anybody waits: the error says when', async () => {
    for (const header of ['3600', new Date(Date.now() + 3_600_000).toUTCString()]) {
      failNext({ status: 429, headers: { 'retry-after': header } });
      await assert.rejects(client().stats(), ({ retryAfter }) => retryAfter > 3500 && retryAfter <= 3600);
    }
    assert.equal(proxy.taken().length, 2);
  });

  test('the edge’s own limit is kept', async () => {
    const strict = await startEdge({ rateLimit: 1 });
    try {
      const { tenantId } = await strict.site();
      const key = await strict.key(tenantId, { scopes: ['read:stats'] });
      const limited = createServerClient({
        endpoint: strict.url,
        secretKey: key.secretKey,
        retries: 0,
        timeout: 60_000,
      });
      const calls = await Promise.allSettled([1, 2, 3, 4].map(() => limited.stats()));
      const { reason } = calls.find(({ status }) => status === 'rejected');
      assert.deepEqual([reason.status, reason.code], [429, 'rate_limited']);
      assert.ok(reason.retryAfter >= 1 && reason.retryAfter <= 60);
    } finally {
      await strict.stop();
    }
  });

  test('but not a single use of a sealed result, which may have been heard', async () => {
    const { sealed } = await edge.visitor().submit(site, another('single'));
    failNext('drop');
    await rejects(client().verify(sealed, { singleUse: true }), ConnectionError, { code: 'network_error' });
    assert.equal(proxy.taken().length, 1);
    assert.equal((await client().verify(sealed, { singleUse: true })).valid, true);
    const again = await client().verify(sealed, { singleUse: true });
    assert.deepEqual([again.valid, again.reason], [false, 'replayed']);
  });
});

describe('time', () => {
  test('is limited: a connection that hangs is left for another, or for an error', async () => {
    failNext('hang');
    assert.equal((await client({ timeout: 3000 }).stats()).ok, true);
    proxy.fail = () => 'hang';
    await rejects(client({ timeout: 200 }).stats(), ConnectionError, { code: 'timeout' });
  });

  test('is given up when the caller’s signal aborts, with its reason', async () => {
    const reason = new Error('the visitor left');
    await assert.rejects(client().stats({}, { signal: AbortSignal.abort(reason) }), reason);
    assert.deepEqual(proxy.taken(), []);
    proxy.fail = () => 'hang';
    const controller = new AbortController();
    const hanging = client().stats({}, { signal: controller.signal });
    while (proxy.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(reason);
    await assert.rejects(hanging, reason);
    failNext({ status: 503, headers: { 'retry-after': '5' } });
    const waiting = new AbortController();
    const later = client().stats({}, { signal: waiting.signal });
    setTimeout(() => waiting.abort(reason), 50);
    await assert.rejects(later, reason);
  });
});
