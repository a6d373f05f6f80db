import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANSWER, blockStorage, installStorage, loadClient, SITE_KEY, startEdge } from './support.mjs';

const { createClient } = await loadClient();
const NAME = `edgeprint:${SITE_KEY}`;

test('blocked storage: results are kept in memory, for all clients of the page', async (t) => {
  blockStorage();
  const edge = await startEdge(t);
  const client = createClient(edge.options);
  assert.equal((await client.checkOnce()).fromCache, false);
  assert.equal((await createClient(edge.options).checkOnce()).fromCache, true);
  client.clear();
  assert.equal((await client.checkOnce()).fromCache, false);
  client.clear();
});

test('full storage: memory goes before the older entry in storage', async (t) => {
  const { storage } = installStorage();
  const edge = await startEdge(t, { '/v1/collect': [ANSWER, { ...ANSWER, score: 80, risk_level: 'critical' }] });
  const client = createClient(edge.options);
  await client.checkOnce();
  storage.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  await client.checkOnce({ checkIntervalSeconds: 0 });
  assert.equal((await client.checkOnce()).score, 80);
  client.clear();
});

test('an entry that is not one in every member is ignored', async (t) => {
  const { items } = installStorage();
  const edge = await startEdge(t);
  const client = createClient(edge.options);
  await client.checkOnce();
  const good = items.get(NAME);
  for (const poison of poisons(good)) {
    items.set(NAME, poison);
    const result = await client.checkOnce();
    assert.equal(result.fromCache, false, poison);
    assert.equal(result.score, 25);
  }
  items.set(NAME, good);
  assert.equal((await client.checkOnce()).fromCache, true);
});

function* poisons(good) {
  yield* ['', '{', 'null', '7', '"text"', '[]', '{}', good.slice(0, -9), '{"at":1,"last":null}'];
  const wrong = {
    fingerprintId: [7, '', null],
    fingerprint: [null, {}],
    score: ['25', -1, 101, null],
    risk_level: ['none', 3, null],
    confidence: ['high', 2],
    flags: ['webdriver', [1], null, {}],
    reasons: [null, ['text'], [{ flag: 'x' }], [null]],
    identity: [null, 'new', { method: 1, confidence: 1 }, { method: 'new', confidence: '1' }],
    requestId: [null, 1],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) yield changed(good, (entry) => Object.assign(entry.last, { [name]: value }));
  }
  for (const at of ['now', null, Date.now() + 60000, -1e300])
    yield changed(good, (entry) => Object.assign(entry, { at }));
}

function changed(text, change) {
  const entry = JSON.parse(text);
  change(entry);
  return JSON.stringify(entry);
}

test('a poisoned device token or interval is passed over, not sent', async (t) => {
  const { items } = installStorage();
  const edge = await startEdge(t);
  const client = createClient(edge.options);
  await client.checkOnce();
  items.set(
    NAME,
    changed(items.get(NAME), (entry) => Object.assign(entry, { token: { a: 1 }, every: 'x' })),
  );
  const result = await client.checkOnce();
  assert.equal(result.fromCache, true);
  await client.checkOnce({ checkIntervalSeconds: 0 });
  assert.equal('deviceToken' in edge.seen.at(-1).body, false);
  assert.equal(edge.count('/v1/visit'), 0);
});
