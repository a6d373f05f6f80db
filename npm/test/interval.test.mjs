import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { ANSWER, installStorage, loadClient, SITE_KEY, startEdge } from './support.mjs';

const { createClient } = await loadClient();
const DAY = 86400000;
const HOUR = 3600000;

beforeEach(() => installStorage());

/** Checks, lets time pass, checks again: whether the second check came from the cache. */
async function cachedAfter(t, ms, { client, call, answer } = {}) {
  const now = Date.now();
  t.after(() => mock.timers.reset());
  const edge = await startEdge(t, { '/v1/collect': { ...ANSWER, ...answer } });
  mock.timers.enable({ apis: ['Date'], now });
  await createClient({ ...edge.options, ...client }).checkOnce(call);
  mock.timers.setTime(now + ms);
  const { fromCache } = await createClient({ ...edge.options, ...client }).checkOnce(call);
  mock.timers.reset();
  return fromCache;
}

const cases = [
  ['the site’s interval holds', { answer: { nextSubmitIn: 2 } }, 2],
  [
    'the client’s interval goes before the site’s',
    { client: { checkIntervalDays: 3 }, answer: { nextSubmitIn: 2 } },
    3,
  ],
  [
    'the call’s interval goes before the client’s',
    { client: { checkIntervalDays: 3 }, call: { checkIntervalDays: 1 } },
    1,
  ],
  ['seconds go before days', { call: { checkIntervalDays: 3, checkIntervalSeconds: 86400 } }, 1],
  ['days may be fractions', { call: { checkIntervalDays: 0.5 } }, 0.5],
  ['numbers may come as text, as data attributes do', { client: { checkIntervalDays: '2' } }, 2],
  [
    'an interval that is none is passed over',
    { client: { checkIntervalDays: -1 }, call: { checkIntervalDays: NaN } },
    7,
  ],
  ['an empty attribute is passed over', { client: { checkIntervalDays: '' } }, 7],
  ['the token’s answer stands in for a missing nextSubmitIn', { answer: { nextSubmitIn: 'soon' } }, 7],
];

for (const [name, options, days] of cases) {
  test(`${name}: cached just before ${days} days, submitted at ${days} days`, async (t) => {
    assert.equal(await cachedAfter(t, days * DAY - 1000, options), true);
    installStorage();
    assert.equal(await cachedAfter(t, days * DAY, options), false);
  });
}

test('an interval of 0 submits at every call', async (t) => {
  assert.equal(await cachedAfter(t, 0, { call: { checkIntervalSeconds: 0 } }), false);
});

test('a clock that was set back makes the next call submit', async (t) => {
  assert.equal(await cachedAfter(t, -HOUR), false);
});

test('an endless interval is bounded, so that its end is still a date', async (t) => {
  const edge = await startEdge(t);
  const result = await createClient({ ...edge.options, checkIntervalDays: Infinity }).checkOnce();
  assert.equal(result.nextSubmitIn, 3650);
  assert.ok(Date.parse(result.nextSubmitAt) > Date.now());
});

test('nextSubmitIn and nextSubmitAt speak of the interval in effect', async (t) => {
  const edge = await startEdge(t);
  const client = createClient(edge.options);
  const fresh = await client.checkOnce({ checkIntervalDays: 2 });
  assert.equal(fresh.nextSubmitIn, 2);
  const cached = await client.checkOnce({ checkIntervalDays: 1 });
  assert.equal(cached.fromCache, true);
  assert.ok(Math.abs(cached.nextSubmitIn - 1) < 0.001);
  assert.equal(Date.parse(fresh.nextSubmitAt) - Date.parse(cached.nextSubmitAt), DAY);
});

test('the cache lies under the site key', async (t) => {
  const { items } = installStorage();
  const edge = await startEdge(t);
  await createClient(edge.options).checkOnce();
  assert.deepEqual([...items.keys()], [`edgeprint:${SITE_KEY}`]);
});
