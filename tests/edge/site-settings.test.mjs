// A site's settings act on what its pages submit.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

let edge;
before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0' } });
});
after(() => edge.stop());

/** A browser that says that a program drives it. */
const DRIVEN = { components: { webdriver: { status: 'ok', ms: 0, value: { value: true } } } };
const look = async (site, deviceId) =>
  assertOk(await edge.visitor().device(deviceId, (await edge.key(site.tenantId)).secretKey)).device;

describe('rules', () => {
  test('raise a driven browser’s flag at the weight of the rule', async () => {
    const { score, flags } = await edge.visitor().submit(await edge.site(), DRIVEN);
    assert.ok(score >= 80 && flags.includes('webdriver'), `${score} ${flags}`);
  });

  test('that are suppressed raise nothing and count nothing, for pages and for backends', async () => {
    const plain = await edge.visitor().submit(await edge.site(), DRIVEN);
    const site = await edge.site({ suppressedFlags: plain.flags });
    const quiet = await edge.visitor().submit(site, DRIVEN);
    assert.deepEqual([quiet.score, quiet.flags, quiet.reasons], [0, [], []]);
    const device = await look(site, quiet.fingerprintId);
    assert.deepEqual([device.score, device.flags], [0, []]);
  });

  test('count with the site’s weights', async () => {
    const plain = await edge.visitor().submit(await edge.site(), DRIVEN);
    const ruleWeights = Object.fromEntries(plain.flags.map((flag) => [flag, flag === 'webdriver' ? 33 : 0]));
    const site = await edge.site({ ruleWeights });
    const answer = await edge.visitor().submit(site, DRIVEN);
    assert.deepEqual([answer.score, answer.risk_level], [33, 'low']);
    assert.equal(answer.reasons.find(({ flag }) => flag === 'webdriver').weight, 33);
    assert.deepEqual([...answer.flags].sort(), [...plain.flags].sort());
  });

  test('in shadow mode tell the page nothing and the backend everything', async () => {
    const site = await edge.site({ shadowMode: true });
    const answer = await edge.visitor().submit(site, DRIVEN);
    assert.deepEqual([answer.score, answer.risk_level, answer.flags, answer.reasons], [0, 'minimal', [], []]);
    const device = await look(site, answer.fingerprintId);
    assert.ok(device.score >= 80 && device.flags.includes('webdriver'));
  });
});

describe('reduced mode', () => {
  test('of the site holds whatever the page asks for: the token says so, nobody is identified, nothing is kept', async () => {
    const site = await edge.site({ reducedMode: true });
    const visitor = edge.visitor();
    const asked = assertOk(await visitor.askToken(site.siteKey));
    assert.equal(asked.reduced, true);
    const answer = assertOk(await visitor.collect(asked.token));
    assert.deepEqual(
      [answer.fingerprintId, answer.fingerprint, answer.identity, answer.deviceToken],
      [null, null, null, null],
    );
    const { tables } = await edge.everything();
    for (const table of ['devices', 'events', 'fingerprints']) {
      assert.ok(!tables[table].some(({ tenant_id }) => tenant_id === site.tenantId), table);
    }
  });

  test('is off unless set', async () => {
    const site = await edge.site();
    assert.equal(assertOk(await edge.visitor().askToken(site.siteKey)).reduced, false);
  });
});

describe('Global Privacy Control', () => {
  const gpc = () => edge.visitor({ headers: { 'sec-gpc': '1' } });

  test('is ignored unless the site says otherwise', async () => {
    const { fingerprintId } = await gpc().submit(await edge.site());
    assert.match(fingerprintId, /^dv_/);
  });

  test('reduces those who send it where the site says so, and nobody else', async () => {
    const site = await edge.site({ gpcPolicy: 'reduce' });
    const visitor = gpc();
    const { token, reduced } = assertOk(await visitor.askToken(site.siteKey));
    assert.equal(reduced, true);
    assert.equal(assertOk(await visitor.collect(token)).fingerprintId, null);
    assert.equal(assertOk(await edge.visitor().askToken(site.siteKey)).reduced, false);
    assert.match((await edge.visitor().submit(site)).fingerprintId, /^dv_/);
  });

  test('keeps those who send it out where the site says so, with a token from before too', async () => {
    const site = await edge.site({ gpcPolicy: 'refuse' });
    const answer = await assertNothingWritten(edge, () => gpc().askToken(site.siteKey));
    assertProblem(answer, 403, 'gpc_refused');
    const without = edge.visitor();
    const token = await without.token(site);
    without.headers = { 'sec-gpc': '1' };
    assertProblem(await assertNothingWritten(edge, () => without.collect(token)), 403, 'gpc_refused');
  });
});

describe('a daily quota', () => {
  test('admits so many submissions and refuses the next until midnight, writing nothing', async () => {
    const site = await edge.site({ dailyQuota: 2 });
    await edge.visitor().submit(site);
    await edge.visitor().submit(site);
    const visitor = edge.visitor();
    const token = await visitor.token(site);
    const refused = await assertNothingWritten(edge, () => visitor.collect(token));
    assertProblem(refused, 429, 'quota_exceeded');
    assert.equal(refused.headers.get('ratelimit-policy'), '"site";q=2;w=86400');
    const wait = Number(refused.headers.get('retry-after'));
    const midnight = (86_400_000 - (Date.now() % 86_400_000)) / 1000;
    assert.ok(Math.abs(wait - midnight) < 30, `${wait}, midnight in ${midnight}`);
    await edge.change(site, { dailyQuota: 3 });
    assertOk(await visitor.collect(token), 'the refused token was not spent');
  });

  test('counts at once what comes at once', async () => {
    const site = await edge.site({ dailyQuota: 3 });
    const visitors = Array.from({ length: 8 }, () => edge.visitor());
    const tokens = await Promise.all(visitors.map((visitor) => visitor.token(site)));
    const answers = await Promise.all(visitors.map((visitor, at) => visitor.collect(tokens[at])));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 429, 429, 429, 429, 429]);
  });

  test('counts reduced submissions too, and another site’s not', async () => {
    const tenantId = (await edge.tenant()).id;
    const site = await edge.site({ tenantId, dailyQuota: 1, reducedMode: true });
    const visitor = edge.visitor();
    assertOk(await visitor.collect(await visitor.token(site)));
    assertProblem(await visitor.collect(await visitor.token(site)), 429, 'quota_exceeded');
    await edge.visitor().submit(await edge.site({ tenantId, dailyQuota: 1 }));
  });
});

test('settings act within the time that decisions are cached', async () => {
  const cached = await startEdge({ vars: { AUTH_CACHE_SECONDS: '2' } });
  try {
    const site = await cached.site();
    await cached.visitor().submit(site);
    const db = await cached.mf.getD1Database('DB');
    await db.prepare('UPDATE sites SET shadow_mode = 1, reduced_mode = 1').run(); // behind the cache's back
    assert.match((await cached.visitor().submit(site)).fingerprintId, /^dv_/);
    await sleep(2300);
    const visitor = cached.visitor();
    const { token, reduced } = assertOk(await visitor.askToken(site.siteKey));
    assert.equal(reduced, true);
    assert.equal(assertOk(await visitor.collect(token)).fingerprintId, null);
  } finally {
    await cached.stop();
  }
});
