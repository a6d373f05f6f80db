/** Consent, reduced mode and Global Privacy Control. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { ANSWER, installStorage, loadClient, problem, startEdge, until, wait } from './support.mjs';

const { createClient } = await loadClient();
const navigatorNow = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
let items;
let touched;

beforeEach(() => {
  const installed = installStorage();
  items = installed.items;
  touched = [];
  for (const name of ['getItem', 'setItem', 'removeItem']) {
    const real = installed.storage[name];
    installed.storage[name] = (...given) => {
      touched.push(name);
      return real(...given);
    };
  }
});
afterEach(() => setNavigator(navigatorNow));

function setNavigator(descriptor) {
  if (descriptor) Object.defineProperty(globalThis, 'navigator', descriptor);
  else delete globalThis.navigator;
}

/** The edge's answer to a reduced submission. */
const NAMELESS = {
  ...ANSWER,
  fingerprintId: null,
  fingerprint: null,
  identity: null,
  nextSubmitIn: 0,
  deviceToken: null,
};

const withGpc = (globalPrivacyControl) => setNavigator({ configurable: true, value: { globalPrivacyControl } });
const submitted = (edge) => edge.seen.filter(({ path }) => path === '/v1/collect').map(({ body }) => body);

test('where consent is required, nothing is read, stored, loaded or sent before grant()', async (t) => {
  const edge = await startEdge(t);
  let read = 0;
  const siteKey = () => {
    read++;
    return 'pk_x';
  };
  const client = createClient({ ...edge.options, siteKey, consent: 'required' });
  client.includeComponent('own', () => read++);
  client.prepare();
  const { error, fingerprintId, fingerprint } = await client.checkOnce();
  assert.equal(error.code, 'consent_required');
  assert.deepEqual([fingerprintId, fingerprint], [null, null]);
  assert.equal((await client.collect()).error.code, 'consent_required');
  await wait(20);
  assert.deepEqual([edge.seen, touched, read], [[], [], 0]);
  client.grant();
  assert.equal((await client.checkOnce()).score, 25);
});

test('any value of consent is taken as required: a slip must not cost a person their choice', async () => {
  const { error } = await createClient({ consent: 'Required' }).checkOnce();
  assert.equal(error.code, 'consent_required');
});

test('an answer that an earlier visit stored is not told before grant()', async (t) => {
  const edge = await startEdge(t);
  await createClient(edge.options).checkOnce();
  const client = createClient({ ...edge.options, consent: 'required' });
  assert.equal((await client.checkOnce()).fingerprintId, null);
  client.grant();
  assert.equal((await client.checkOnce()).fromCache, true);
});

test('revoke() forgets, refuses what comes, and grant() allows it again', async (t) => {
  const edge = await startEdge(t);
  const client = createClient(edge.options);
  await client.checkOnce();
  client.revoke();
  assert.equal(items.size, 0);
  assert.equal((await client.checkOnce()).error.code, 'consent_required');
  client.grant();
  assert.equal((await client.checkOnce()).fromCache, false);
  assert.equal('deviceToken' in submitted(edge)[1], false);
});

test('revoke() ends what is under way, which then tells and stores nothing', async (t) => {
  const edge = await startEdge(t, { '/v1/collect': [ANSWER, undefined] });
  const client = createClient({ ...edge.options, checkIntervalDays: 0 });
  await client.checkOnce();
  const running = client.checkOnce();
  await until(() => edge.count('/v1/collect') === 2);
  client.revoke();
  const { error, fingerprintId, collection } = await running;
  assert.equal(error.code, 'consent_required');
  assert.deepEqual([fingerprintId, collection, items.size], [null, undefined, 0]);
});

test('reduced mode asks for marks of automation only, and keeps nobody’s id', async (t) => {
  const edge = await startEdge(t, { '/v1/collect': ({ reduced }) => (reduced ? NAMELESS : ANSWER) });
  await createClient(edge.options).checkOnce();
  const client = createClient({ ...edge.options, mode: 'reduced', metadata: { form: 'login' } });
  client.includeComponent('own', () => 'not read');
  const { nextSubmitAt, timings, collection, ...result } = await client.checkOnce();
  const { ok, deviceToken, ...answer } = NAMELESS;
  assert.deepEqual(result, { ...answer, fromCache: false, nextSubmitIn: 0, reduced: true });
  const body = submitted(edge)[1];
  assert.equal(body.reduced, true);
  assert.deepEqual(body.metadata, { form: 'login' });
  assert.equal('deviceToken' in body || 'custom' in body, false);
  const { include } = body.components.echo.value;
  assert.ok(include.includes('webdriver'));
  for (const name of ['canvas', 'audio', 'fonts', 'webgl', 'screen']) assert.equal(include.includes(name), false);
  assert.equal(items.size, 0, 'what an earlier visit stored is gone, and nothing came instead');
  assert.equal((await client.checkOnce()).fromCache, false);
});

test('what an edge says of a device all the same is not told in reduced mode', async (t) => {
  const edge = await startEdge(t);
  const { fingerprintId, fingerprint, identity } = await createClient({ ...edge.options, mode: 'reduced' }).checkOnce();
  assert.deepEqual([fingerprintId, fingerprint, identity, items.size], [null, null, null, 0]);
});

/** An edge whose site puts everybody into reduced mode: it says so with the token. */
const reducingEdge = (t, collect = NAMELESS) =>
  startEdge(t, { '/v1/token': { ok: true, token: 't', reduced: true }, '/v1/collect': collect });

test('a site in reduced mode is sent marks of automation only, whatever the page asked for', async (t) => {
  await createClient((await startEdge(t)).options).checkOnce();
  const edge = await reducingEdge(t);
  const client = createClient({ ...edge.options, checkIntervalDays: 0 });
  client.includeComponent('own', () => 'not sent');
  const { collection, nextSubmitAt, timings, ...result } = await client.checkOnce();
  const { ok, deviceToken, ...answer } = NAMELESS;
  assert.deepEqual(result, { ...answer, fromCache: false, nextSubmitIn: 0, reduced: true });
  const [body] = submitted(edge);
  assert.equal(body.reduced, true);
  assert.equal('deviceToken' in body || 'custom' in body, false);
  assert.equal(body.components.echo.value.include.includes('canvas'), false);
  assert.deepEqual(collection.components, body.components);
  assert.equal(items.size, 0, 'what an earlier visit stored is gone, and nothing came instead');
  assert.equal((await client.checkOnce()).reduced, true);
});

test('a site in reduced mode that fails gives no local fingerprint for an id, nor the last one', async (t) => {
  const known = await startEdge(t);
  await createClient(known.options).checkOnce();
  const edge = await reducingEdge(t, problem(503, 'unavailable'));
  const result = await createClient({ ...edge.options, checkIntervalDays: 0 }).checkOnce();
  assert.equal(result.error.code, 'unavailable');
  assert.deepEqual([result.fingerprintId, result.fingerprint, result.reduced, items.size], [null, null, true, 0]);
});

test('a site that was reduced between token and answer identifies nobody, and nothing is kept', async (t) => {
  const edge = await startEdge(t, { '/v1/collect': NAMELESS });
  const result = await createClient(edge.options).checkOnce();
  assert.deepEqual([result.error, result.fingerprintId, result.reduced, items.size], [undefined, null, true, 0]);
});

test('an answer that leaves out whom it names is malformed', async (t) => {
  const { fingerprintId, ...rest } = ANSWER;
  const edge = await startEdge(t, { '/v1/collect': rest });
  assert.equal((await createClient(edge.options).checkOnce()).error.code, 'answer_malformed');
});

test('in reduced mode the page’s own choice of signals holds too', async (t) => {
  const edge = await startEdge(t);
  const collect = { include: ['webdriver', 'canvas'], exclude: ['user_agent'] };
  const { components } = await createClient({ ...edge.options, mode: 'reduced', collect }).collect();
  assert.deepEqual(components.echo.value, { include: ['webdriver'], exclude: ['user_agent'] });
});

test('a reduced check without the edge gives no local fingerprint for an id', async (t) => {
  const edge = await startEdge(t, { '/v1/collect': problem(503, 'unavailable') });
  const result = await createClient({ ...edge.options, mode: 'reduced' }).checkOnce();
  assert.equal(result.error.code, 'unavailable');
  assert.deepEqual([result.fingerprintId, result.fingerprint, result.reduced], [null, null, true]);
});

test('respectGpc: a browser that sends the signal is not identified, others are', async (t) => {
  const edge = await startEdge(t);
  const client = createClient({ ...edge.options, respectGpc: true });
  withGpc(true);
  assert.equal((await client.checkOnce()).reduced, true);
  withGpc(false);
  assert.equal((await client.checkOnce()).fingerprintId, 'dv_1');
  withGpc(true);
  assert.equal((await client.checkOnce()).fingerprintId, null);
  assert.equal(items.size, 0);
});

test('respectGpc: where the page makes the question throw, nobody is identified', async (t) => {
  const edge = await startEdge(t);
  const value = Object.defineProperty({}, 'globalPrivacyControl', { get: () => assert.fail('thrown by the page') });
  setNavigator({ configurable: true, value });
  assert.equal((await createClient({ ...edge.options, respectGpc: true }).checkOnce()).reduced, true);
});

test('what reduced mode reads has too few stable signals for the edge to know a device by', async (t) => {
  const edge = await startEdge(t);
  const { components } = await createClient({ ...edge.options, mode: 'reduced' }).collect();
  const catalogue = JSON.parse(await readFile(new URL('../../examples/demo/public/signals.json', import.meta.url)));
  const read = catalogue.filter(({ name }) => components.echo.value.include.includes(name));
  assert.equal(read.length, components.echo.value.include.length, 'all of them are in the catalogue');
  const stable = read.filter(({ stability }) => stability === 'stable').map(({ name }) => name);
  assert.deepEqual(stable, ['platform', 'vendor']);
});

test('without respectGpc the signal changes nothing', async (t) => {
  const edge = await startEdge(t);
  withGpc(true);
  assert.equal((await createClient(edge.options).checkOnce()).fingerprintId, 'dv_1');
});
