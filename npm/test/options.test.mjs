/** What a page asks for beyond a check: which signals, readings of its own, metadata, and when to stop. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { ANSWER, FAKE_CORE, installStorage, loadClient, startEdge, until, wait } from './support.mjs';

const { createClient } = await loadClient();
let items;

beforeEach(() => {
  ({ items } = installStorage());
});

const submitted = (edge) => edge.seen.filter(({ path }) => path === '/v1/collect').map(({ body }) => body);
const asked = (collection) => collection.components.echo.value;

test('signals and their members are left out by the collector', async (t) => {
  const edge = await startEdge(t);
  const collect = { include: ['webgl', 'math'], exclude: ['webgl.renderer', 'audio'], timeout: 800 };
  await createClient({ ...edge.options, collect }).checkOnce();
  assert.deepEqual(asked(submitted(edge)[0]), collect);
});

test('a preset leaves out its signals, beside those that the page names', async (t) => {
  const edge = await startEdge(t);
  const options = asked(await createClient(edge.options).collect({ exclude: ['math'], stabilize: ['vpn', 'iframe'] }));
  for (const name of ['math', 'timezone', 'permissions']) assert.ok(options.exclude.includes(name), name);
  assert.equal('include' in options, false);
  assert.equal('stabilize' in options, false);
});

const wrong = [
  { exclude: 'audio' },
  { exclude: ['audio', 7] },
  { include: ['web gl'] },
  { exclude: ['webgl.'] },
  { stabilize: ['incognito'] },
  { stabilize: 'private' },
];
for (const collect of wrong) {
  test(`${JSON.stringify(collect)} is refused rather than passed over`, async (t) => {
    const edge = await startEdge(t);
    const client = createClient({ ...edge.options, collect });
    const { error } = await client.checkOnce();
    assert.equal(error.code, 'options_invalid');
    assert.match(error.message, new RegExp(Object.keys(collect)[0]));
    assert.equal((await client.collect()).error.code, 'options_invalid');
    assert.equal(edge.count('/v1/collect'), 0);
  });
}

test('components of the page’s own go along with every submission', async (t) => {
  const edge = await startEdge(t);
  const client = createClient(edge.options);
  assert.equal(
    client.includeComponent('theme', () => 'dark'),
    true,
  );
  client.includeComponent('plan', async () => ({ name: 'free', seats: [1, 2] }));
  const { collection } = await client.checkOnce();
  const [{ custom, components }] = submitted(edge);
  assert.deepEqual(collection.custom, custom);
  assert.equal('theme' in components, false);
  const { ms, ...theme } = custom.theme;
  assert.deepEqual(theme, { status: 'ok', value: 'dark' });
  assert.ok(ms >= 0);
  assert.deepEqual(custom.plan.value, { name: 'free', seats: [1, 2] });
});

test('a component that throws, hangs or gives nonsense costs the check nothing but itself', async (t) => {
  const edge = await startEdge(t);
  const client = createClient({ ...edge.options, collect: { timeout: 60 } });
  const cycle = {};
  cycle.self = cycle;
  const readings = {
    throws: [() => notThere(), 'failed', 'threw'],
    rejects: [() => Promise.reject(new Error('no')), 'failed', 'threw'],
    hangs: [() => new Promise(() => {}), 'timeout', 'signal_deadline'],
    nothing: [() => undefined, 'failed', 'unexpected_type'],
    cycle: [() => cycle, 'failed', 'unexpected_type'],
    big: [() => 10n, 'failed', 'unexpected_type'],
    long: [() => 'x'.repeat(999), 'failed', 'too_large'],
    deep: [() => JSON.parse('['.repeat(8) + ']'.repeat(8)), 'failed', 'too_large'],
  };
  for (const [key, [read]] of Object.entries(readings)) assert.ok(client.includeComponent(key, read));
  assert.equal((await client.checkOnce()).score, 25);
  const [{ custom }] = submitted(edge);
  for (const [key, [, status, reason]] of Object.entries(readings)) {
    const { ms, ...rest } = custom[key];
    assert.deepEqual(rest, { status, reason }, key);
  }
  assert.ok(custom.hangs.ms >= 50);
});

test('there is room for eight components, under keys that the edge takes', async () => {
  const client = createClient();
  const add = (key) => client.includeComponent(key, () => 1);
  for (const key of ['', 'a b', 'ä', 'x'.repeat(33)]) assert.equal(add(key), false, key);
  assert.equal(client.includeComponent('a', 'no function'), false);
  for (let n = 0; n < 8; n++) assert.equal(add(`key-${n}`), true);
  assert.equal(add('ninth'), false);
  assert.equal(add('key-3'), true, 'an existing one may be replaced');
});

test('metadata goes along, and the call’s goes before the client’s', async (t) => {
  const edge = await startEdge(t);
  const client = createClient({ ...edge.options, checkIntervalDays: 0, metadata: { page: 'home' } });
  await client.checkOnce();
  await client.checkOnce({ metadata: { order: 17, half: '\ud83d', whole: '😀\\ud83d' } });
  const [first, second] = submitted(edge).map(({ metadata }) => metadata);
  assert.deepEqual(first, { page: 'home' });
  // Half a surrogate pair would make the edge refuse the whole body.
  assert.deepEqual(second, { order: 17, half: '\ufffd', whole: '😀\\ud83d' });
  assert.equal([...items.values()].join().includes('home'), false);
});

test('metadata that the edge would refuse is refused here', async (t) => {
  const edge = await startEdge(t);
  const cycle = {};
  cycle.self = cycle;
  for (const metadata of [{ text: 'x'.repeat(1000) }, 'text', ['list'], null, 7, cycle, () => {}]) {
    const { error } = await createClient({ ...edge.options, metadata }).checkOnce();
    assert.equal(error.code, 'options_invalid', JSON.stringify(error));
  }
  assert.deepEqual(submitted(edge), []);
});

test('action and linkedId go along, and the call’s go before the client’s', async (t) => {
  const edge = await startEdge(t);
  const client = createClient({ ...edge.options, checkIntervalDays: 0, action: 'home', linkedId: 'user 1' });
  await client.checkOnce();
  await client.checkOnce({ action: 'login', linkedId: '👩‍🚀'.repeat(50) });
  const [first, second] = submitted(edge).map(({ action, linkedId }) => [action, linkedId]);
  assert.deepEqual(first, ['home', 'user 1']);
  assert.deepEqual(second, ['login', '👩‍🚀'.repeat(50)]);
  assert.equal([...items.values()].join().includes('user 1'), false);
});

test('an action or a linkedId that the edge would refuse is refused here', async (t) => {
  const edge = await startEdge(t);
  const most = { action: 64, linkedId: 256 };
  for (const [name, length] of Object.entries(most)) {
    for (const word of ['', 'a\nb', 'a\u0085', 'x'.repeat(length + 1), 7, null, {}, ['a']]) {
      const { error } = await createClient({ ...edge.options, [name]: word }).checkOnce();
      assert.equal(error.code, 'options_invalid', `${name}: ${JSON.stringify(word)}`);
    }
  }
  assert.deepEqual(submitted(edge), []);
  for (const word of ['"', '\\', '😀', 'ä', ' ']) {
    const words = { action: word.repeat(64), linkedId: word.repeat(256) };
    assert.equal((await createClient({ ...edge.options, checkIntervalDays: 0, ...words }).checkOnce()).score, 25, word);
  }
});

test('the sealed result comes with the answer, and is stored nowhere', async (t) => {
  const edge = await startEdge(t, { '/v1/collect': { ...ANSWER, sealed: 'a.b.c' } });
  const client = createClient(edge.options);
  assert.equal((await client.checkOnce()).sealed, 'a.b.c');
  assert.equal([...items.values()].join().includes('a.b.c'), false);
  assert.equal('sealed' in (await client.checkOnce()), false);
});

test('a submission tells where the time went, a cached answer only that it was short', async (t) => {
  const late = () => new Promise((resolve) => setTimeout(() => resolve({ ok: true, token: 't' }), 40));
  const edge = await startEdge(t, { '/v1/token': late });
  const client = createClient({ ...edge.options, coreUrl: `${FAKE_CORE}?ms=60` });
  const { timings } = await client.checkOnce();
  assert.deepEqual(Object.keys(timings).sort(), ['collect', 'core', 'submit', 'token', 'total']);
  assert.ok(timings.collect >= 55 && timings.token >= 35 && timings.submit > 0);
  assert.ok(timings.total >= timings.collect && timings.total < 2000);
  const cached = await client.checkOnce();
  assert.deepEqual(Object.keys(cached.timings), ['total']);
  assert.ok(cached.timings.total < 50);
});

test('what the check read comes with its result, and is stored nowhere', async (t) => {
  const edge = await startEdge(t);
  const client = createClient(edge.options);
  const { collection } = await client.checkOnce();
  assert.equal(collection.coverage, 9);
  assert.deepEqual(collection.components, submitted(edge)[0].components);
  assert.equal([...items.values()].join().includes('components'), false);
  assert.equal('collection' in (await client.checkOnce()), false);
});

test('an aborted check resolves at once, stops its requests, and the next one works', async (t) => {
  const edge = await startEdge(t, { '/v1/token': [undefined, { ok: true, token: 't' }] });
  const client = createClient(edge.options);
  const controller = new AbortController();
  const running = client.checkOnce({ signal: controller.signal });
  await until(() => edge.count('/v1/token') === 1);
  controller.abort();
  const result = await running;
  assert.equal(result.error.code, 'aborted');
  assert.equal(result.score, null);
  await wait(20);
  assert.equal(edge.count('/v1/collect'), 0);
  assert.equal((await client.checkOnce()).score, 25);
});

test('a check right after an aborted one is a run of its own', async (t) => {
  // As components do that are mounted, unmounted and mounted again in one go.
  const edge = await startEdge(t);
  const client = createClient(edge.options);
  const controller = new AbortController();
  const first = client.checkOnce({ signal: controller.signal });
  controller.abort();
  const second = client.checkOnce({ signal: new AbortController().signal });
  assert.equal((await first).error.code, 'aborted');
  assert.equal((await second).score, 25);
  assert.equal((await client.checkOnce()).fromCache, true);
  assert.equal(submitted(edge).length, 1);
});

test('a signal that is aborted already starts nothing', async (t) => {
  const edge = await startEdge(t);
  const client = createClient(edge.options);
  const signal = AbortSignal.abort();
  assert.equal((await client.checkOnce({ signal })).error.code, 'aborted');
  assert.equal((await client.collect({ signal })).error.code, 'aborted');
  assert.deepEqual(edge.seen, []);
});

test('who aborts leaves alone; the others’ check goes on', async (t) => {
  const edge = await startEdge(t, { '/v1/token': () => wait(60).then(() => ({ ok: true, token: 't' })) });
  const heard = [];
  const client = createClient({ ...edge.options, onResult: (result) => heard.push(result) });
  const controller = new AbortController();
  const leaving = client.checkOnce({ signal: controller.signal });
  const staying = client.checkOnce();
  controller.abort();
  assert.equal((await leaving).error.code, 'aborted');
  const result = await staying;
  assert.equal(result.score, 25);
  assert.deepEqual(heard, [result]);
});

test('collect() ends when it is aborted, and when the client’s timeout passes', async (t) => {
  const edge = await startEdge(t);
  const client = createClient({ ...edge.options, coreUrl: `${FAKE_CORE}?ms=500`, timeout: 60 });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 10);
  assert.equal((await client.collect({ signal: controller.signal })).error.code, 'aborted');
  assert.equal((await client.collect()).error.code, 'timeout');
});
