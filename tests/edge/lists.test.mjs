// GET /v1/devices, /v1/events, /v1/visits: filters, pages, refusals.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { backendOf } from '../lib/backend.mjs';
import { databaseOf, deviceId, deviceIds, edgeWithDevices, storeDevices, storeVisits } from '../lib/stored.mjs';
import { another } from '../lib/submission.mjs';

const START = Date.parse('2026-01-01T00:00:00Z');
let edge;
let site;
let backend;

before(async () => {
  ({ edge, site, backend } = await edgeWithDevices(500, START));
});
after(() => edge.stop());

const ids = (rows) => rows.map((row) => row.deviceId);
const list = async (query) => assertOk(await backend.get(`/v1/devices?${query}`), query);
/** The numbers below 500 for which `test` holds, as a list of ids, first seen last. */
const expected = (test) =>
  deviceIds(0, 500)
    .filter((_, n) => test(n))
    .reverse();
const createdAt = (n) => new Date(START + Math.floor(n / 2) * 100).toISOString();
const seenAt = (n) => new Date(START + 80_000_000 - n * 100).toISOString();

describe('devices', () => {
  test('come newest first, whole, in pages of fifty', async () => {
    const { devices, nextCursor } = await list('');
    assert.equal(devices.length, 50);
    assert.equal(typeof nextCursor, 'string');
    assert.deepEqual(ids(devices), expected(() => true).slice(0, 50));
    const one = assertOk(await backend.get(`/v1/device/${devices[0].deviceId}`)).device;
    assert.deepEqual(devices[0], one, 'a list shows the same as a look-up');
  });

  for (const [query, holds] of [
    ['riskLevel=high', (n) => n % 101 >= 60 && n % 101 < 80],
    ['riskLevel=minimal&riskLevel=critical', (n) => n % 101 < 20 || n % 101 >= 80],
    ['riskLevel=low,medium', (n) => n % 101 >= 20 && n % 101 < 60],
    ['minScore=30&maxScore=32', (n) => n % 101 >= 30 && n % 101 <= 32],
    ['maxScore=0', (n) => n % 101 === 0],
    ['flag=webdriver', (n) => n % 5 === 0],
    ['flag=webdriver&flag=headless_browser&country=DE', (n) => n % 5 === 0 && n % 2 === 1],
    ['flag=headless_browser', () => false],
    ['country=US', (n) => n % 2 === 0],
    [`createdFrom=${createdAt(100)}&createdTo=${createdAt(110)}`, (n) => n >= 100 && n < 110],
    [`lastSeenFrom=${seenAt(20)}`, (n) => n <= 20],
    [`lastSeenTo=${seenAt(490)}`, (n) => n > 490],
    ['createdFrom=2026-01-02', () => false],
    ['country=DE&riskLevel=high&minScore=70', (n) => n % 2 === 1 && n % 101 >= 70 && n % 101 < 80],
  ]) {
    test(`by ${query}`, async () => {
      const rows = await backend.all(`/v1/devices?limit=37&${query}`);
      assert.deepEqual(ids(rows), expected(holds));
    });
  }

  test('by domain, which is where they were last seen', async () => {
    const other = await edge.site({ tenantId: site.tenantId });
    await storeDevices(edge, other, 1000, 1020, { start: START });
    for (const sort of ['-createdAt', 'createdAt', '-lastSeenAt', 'score']) {
      const there = await backend.all(`/v1/devices?domainId=${other.domainId}&sort=${sort}&limit=7`);
      assert.deepEqual(ids(there).sort(), deviceIds(1000, 1020));
    }
    const here = await backend.all(`/v1/devices?domainId=${site.domainId}&limit=200`);
    assert.deepEqual(
      ids(here),
      expected(() => true),
    );
    const db = await databaseOf(edge, other);
    await db.prepare('DELETE FROM devices WHERE domain_id = ?').bind(other.domainId).run();
  });

  for (const [sort, compare] of [
    ['createdAt', (a, b) => a - b],
    ['-createdAt', (a, b) => b - a],
    ['lastSeenAt', (a, b) => b - a],
    ['-lastSeenAt', (a, b) => a - b],
    ['score', (a, b) => (a % 101) - (b % 101) || a - b],
    ['-score', (a, b) => (b % 101) - (a % 101) || b - a],
  ]) {
    test(`in the order ${sort}, the same at every page size`, async () => {
      const order = Array.from({ length: 500 }, (_, n) => n).sort(compare);
      for (const limit of [200, 33]) {
        const rows = await backend.all(`/v1/devices?sort=${sort}&limit=${limit}`);
        assert.deepEqual(ids(rows), order.map(deviceId));
      }
      const from = sort.endsWith('score') ? '&minScore=10&maxScore=19' : '';
      const ranged = await backend.all(`/v1/devices?sort=${sort}&limit=9${from}`);
      assert.deepEqual(ids(ranged), order.filter((n) => !from || (n % 101 >= 10 && n % 101 < 20)).map(deviceId));
    });
  }

  test('each once, while others come and go between the pages', async () => {
    const busy = await edge.site();
    const theirs = await backendOf(edge, busy.tenantId);
    await storeDevices(edge, busy, 2000, 2100, { start: START });
    const db = await databaseOf(edge, busy);
    let next = 2100;
    const rows = await theirs.all('/v1/devices?limit=10', {
      between: async () => {
        await storeDevices(edge, busy, next, next + 5, { start: START });
        next += 5;
        await edge.visitor().submit(busy, another(`between ${next}`));
        // Seen already, or not yet: that it moves in other orders changes nothing here.
        await db
          .prepare('UPDATE devices SET last_seen_at = last_seen_at + 1 WHERE tenant_id = ?')
          .bind(busy.tenantId)
          .run();
      },
    });
    assert.deepEqual(ids(rows), deviceIds(2000, 2100).reverse());
    const gone = deviceId(2050);
    const after = await theirs.all('/v1/devices?sort=createdAt&limit=10', {
      between: async (read) => {
        if (read === 10) await theirs.erase(gone);
      },
    });
    assert.ok(!ids(after).includes(gone));
    assert.deepEqual(
      ids(after).slice(0, 99),
      deviceIds(2000, 2100).filter((id) => id !== gone),
    );
  });

  test('past their retention are left out', async () => {
    const short = await edge.site({ retentionDays: 1 });
    const theirs = await backendOf(edge, short.tenantId);
    await storeDevices(edge, short, 3000, 3010, { start: Date.now() - 3 * 86_400_000 });
    await storeDevices(edge, short, 3010, 3013, { start: Date.now() - 86_400_000 });
    assert.deepEqual(ids(await theirs.all('/v1/devices?limit=2')), deviceIds(3010, 3013).reverse());
  });

  test('that are few among many cost several short pages, and none is missed', async () => {
    const large = await edge.site();
    const theirs = await backendOf(edge, large.tenantId);
    await storeDevices(edge, large, 100_000, 125_000, { start: START });
    const db = await databaseOf(edge, large);
    const marked = [deviceId(100_001), deviceId(112_345), deviceId(124_999)];
    await db
      .prepare('UPDATE devices SET country = ?1 WHERE id IN (?2, ?3, ?4)')
      .bind('IS', ...marked)
      .run();
    const pages = [];
    const rows = await theirs.all('/v1/devices?country=IS', { between: async (read) => pages.push(read) });
    assert.deepEqual(ids(rows), marked.toReversed());
    assert.equal(pages.length, 3, 'ten thousand rows are looked at a page');
  });
});

describe('events and visits', () => {
  let shop;
  let other;
  let theirs;
  let first;
  let second;
  before(async () => {
    shop = await edge.site();
    other = await edge.site({ tenantId: shop.tenantId });
    theirs = await backendOf(edge, shop.tenantId);
    first = await edge.visitor().submit(shop, { ...another('first'), cf: { country: 'DE' } });
    second = await edge
      .visitor({ browser: 'chromium-automated' })
      .submit(other, { ...another('second'), cf: { country: 'US' } });
    await edge.visitor().submit(shop, { ...another('first'), cf: { country: 'DE' } });
    for (const [{ siteKey }, device] of [
      [shop, first],
      [shop, first],
      [other, first],
      [other, second],
    ]) {
      assertOk(await edge.visitor({ cf: { country: 'DE' } }).visit(siteKey, device.deviceToken));
    }
    const db = await databaseOf(edge, shop);
    await db
      .prepare("UPDATE events SET action = 'login', linked_id = 'user-1' WHERE id = ?")
      .bind(second.requestId)
      .run();
  });

  test('a submission is listed as it was answered', async () => {
    const [event] = await theirs.all(`/v1/events?deviceId=${second.fingerprintId}`);
    const { requestId, fingerprintId, fingerprint, score, confidence, flags, reasons, identity } = second;
    assert.deepEqual(
      [event.requestId, event.deviceId, event.fingerprint, event.score, event.riskLevel, event.confidence],
      [requestId, fingerprintId, fingerprint, score, second.risk_level, confidence],
    );
    assert.deepEqual([event.flags, event.reasons, event.identity], [flags, reasons, identity]);
    assert.deepEqual(
      [event.domainId, event.country, event.action, event.linkedId],
      [other.domainId, 'US', 'login', 'user-1'],
    );
    assert.equal(event.origin, 'https://shop.example');
    assert.equal('evidence' in event, false);
  });

  test('events are filtered by each parameter', async () => {
    const [, flag] = second.flags;
    for (const [query, count] of [
      ['', 3],
      [`deviceId=${first.fingerprintId}`, 2],
      [`domainId=${other.domainId}`, 1],
      [`deviceId=${first.fingerprintId}&domainId=${other.domainId}`, 0],
      ['country=DE', 2],
      [`flag=${flag}`, 1],
      [`riskLevel=${second.risk_level}`, 1],
      [`minScore=${second.score}`, 1],
      ['linkedId=user-1', 1],
      ['linkedId=user-1&action=signup', 0],
      [`linkedId=user-1&deviceId=${first.fingerprintId}`, 0],
      [`linkedId=user-1&domainId=${other.domainId}`, 1],
      ['action=login', 1],
      ['identityMethod=new', 2],
      ['identityMethod=exact', 1],
      ['identityMethod=token,linked', 0],
      ['identityMethod=new&identityMethod=exact&country=DE', 2],
      ['browser=chrome', 2],
      ['browser=headless_chrome,firefox', 1],
      ['browser=safari', 0],
      ['country=unknown', 0],
      ['from=2020-01-01&to=2020-02-01', 0],
      ['from=2020-01-01', 3],
    ]) {
      assert.equal((await theirs.all(`/v1/events?limit=1&${query}`)).length, count, query);
    }
  });

  test('submissions from no known country are found as the counters name them', async () => {
    const nowhere = await edge.site();
    const there = await backendOf(edge, nowhere.tenantId);
    await edge.visitor().submit(nowhere, { ...another('nowhere'), cf: { country: undefined } });
    const { series } = assertOk(await there.get('/v1/stats?dimension=country'));
    const listed = await there.all(`/v1/events?country=${series[0].value}`);
    assert.deepEqual([series[0].value, listed.length], ['unknown', 1]);
    assert.equal((await there.all('/v1/devices?country=unknown')).length, 1);
  });

  test('a value that is repeated counts once: no query has more parameters than the database takes', async () => {
    const levels = Array(32).fill('high').join();
    const flags = Array(32).fill('webdriver').join();
    const query = `riskLevel=${levels}&flag=${flags}&browser=${Array(32).fill('chrome').join()}&identityMethod=new`;
    assertOk(await theirs.get(`/v1/events?${query}`));
  });

  test('visits are filtered by each parameter', async () => {
    for (const [query, count] of [
      ['', 4],
      [`deviceId=${first.fingerprintId}`, 3],
      [`domainId=${other.domainId}`, 2],
      [`deviceId=${first.fingerprintId}&domainId=${other.domainId}`, 1],
      ['country=DE', 4],
      ['country=US', 0],
      ['to=2020-02-01', 0],
    ]) {
      assert.equal((await theirs.all(`/v1/visits?limit=1&${query}`)).length, count, query);
    }
    const [visit] = await theirs.all('/v1/visits?sort=createdAt');
    assert.deepEqual([visit.deviceId, visit.domainId], [first.fingerprintId, shop.domainId]);
    assert.match(visit.network.ipPrefix, /\/24$/);
  });

  test('a submission alone comes with what it rested on', async () => {
    const { event } = assertOk(await theirs.get(`/v1/events/${second.requestId}`));
    assert.equal(event.requestId, second.requestId);
    assert.equal(event.evidence.components.math.value, 'another-second');
    assert.match(event.evidence.headers.userAgent, /Chrome/);
    assert.deepEqual([event.evidence.custom, event.evidence.metadata], [null, null]);
    const own = await edge.visitor().submit(shop, {
      ...another('own'),
      body: { custom: { cart: { status: 'ok', value: 3, ms: 0 } }, metadata: { page: 'checkout', steps: [1, 2] } },
    });
    const { evidence } = assertOk(await theirs.get(`/v1/events/${own.requestId}`)).event;
    assert.deepEqual(evidence.custom, { cart: { status: 'ok', value: 3, ms: 0 } });
    assert.deepEqual(evidence.metadata, { page: 'checkout', steps: [1, 2] });
  });

  test('404 for a submission of nobody, of another tenant, or past its retention', async () => {
    for (const id of ['req_0000000000000000000000', 'garbage', '%00', second.requestId]) {
      assertProblem(await backend.get(`/v1/events/${id}`), 404, 'event_not_found');
    }
    const short = await edge.site({ tenantId: shop.tenantId, retentionDays: 1 });
    const { requestId } = await edge.visitor().submit(short, another('short'));
    const db = await databaseOf(edge, short);
    await db.prepare('UPDATE events SET created_at = created_at - 86400000 WHERE id = ?').bind(requestId).run();
    assertProblem(await theirs.get(`/v1/events/${requestId}`), 404, 'event_not_found');
    assert.deepEqual(await theirs.all(`/v1/events?domainId=${short.domainId}`), []);
  });

  test('a history of thousands is paged in order', async () => {
    await storeVisits(edge, other, second.fingerprintId, 1000);
    const rows = await theirs.all(`/v1/visits?deviceId=${second.fingerprintId}&limit=200`);
    const times = rows.map((row) => row.createdAt);
    assert.equal(new Set(rows.map((row) => row.requestId)).size, 1001);
    assert.deepEqual(times, [...times].sort().reverse());
  });
});

describe('a list is refused', () => {
  for (const [path, queries] of [
    [
      'devices',
      'flags=webdriver|limit=0|limit=201|limit=x|domainId=shop|riskLevel=severe|minScore=101|flag=nonsense|country=de|createdFrom=x|lastSeenTo=1|sort=city|limit=1&limit=2|from=2026-01-01|offset=10',
    ],
    [
      'events',
      'deviceId=x|linkedId=|sort=score|from=tomorrow|riskLevel=|identityMethod=guess|browser=netscape|createdFrom=2026-01-01|=x',
    ],
    ['visits', 'riskLevel=high|deviceId=dv_1|to=2026-13-01|flag=webdriver'],
  ]) {
    test(`400 with ${path} by what it does not know, or of the wrong form`, async () => {
      // Looked at once for all: reading every store takes a second here.
      await assertNothingWritten(edge, async () => {
        for (const query of queries.split('|')) {
          const answer = await backend.get(`/v1/${path}?${query}`);
          assertProblem(answer, 400, 'parameter_invalid', query);
          assert.ok(answer.body.detail.includes(query.split('=')[0]), answer.body.detail);
        }
      });
    });
  }

  test('400 with a cursor that is damaged, or of another query, route or tenant', async () => {
    const { nextCursor } = await list('country=DE&limit=2');
    assertOk(await backend.get(`/v1/devices?limit=5&cursor=${nextCursor}&country=DE`), 'the same query');
    const stranger = await backendOf(edge, (await edge.site()).tenantId);
    for (const [asking, path] of [
      [backend, `devices?country=DE&cursor=${nextCursor.slice(0, -1)}`],
      [backend, `devices?country=DE&cursor=x${nextCursor}`],
      [backend, `devices?country=US&cursor=${nextCursor}`],
      [backend, `devices?cursor=${nextCursor}`],
      [backend, `visits?country=DE&cursor=${nextCursor}`],
      [stranger, `devices?country=DE&cursor=${nextCursor}`],
      [backend, 'devices?cursor='],
      [backend, `devices?cursor=${'A'.repeat(4000)}`],
    ]) {
      assertProblem(await asking.get(`/v1/${path}`), 400, 'cursor_invalid', path.slice(0, 60));
    }
  });

  test('403 without its scope, 401 without a key', async () => {
    const none = await backendOf(edge, site.tenantId, ['verify']);
    for (const [path, scope] of [
      ['devices', 'read:devices'],
      ['events', 'read:events'],
      ['events/req_0000000000000000000000', 'read:events'],
      ['visits', 'read:visits'],
      ['exports/fingerprints', 'read:exports'],
      [`device/${deviceId(1)}/export`, 'read:exports'],
      ['stats', 'read:stats'],
    ]) {
      const refused = await none.get(`/v1/${path}`);
      assertProblem(refused, 403, 'scope_missing', path);
      assert.ok(refused.body.detail.includes(scope), path);
      assertProblem(await edge.visitor().send('GET', `/v1/${path}`), 401, 'api_key_invalid', path);
    }
    assertProblem(await none.erase(deviceId(1)), 403, 'scope_missing');
    assertProblem(await edge.visitor().send('DELETE', `/v1/device/${deviceId(1)}`), 401, 'api_key_invalid');
  });

  test("another tenant's rows are nobody's", async () => {
    const stranger = await backendOf(edge, (await edge.site()).tenantId);
    for (const path of [
      'devices',
      'events',
      'visits',
      `events?deviceId=${deviceId(1)}`,
      `devices?domainId=${site.domainId}`,
    ]) {
      assert.deepEqual(await stranger.all(`/v1/${path}`), [], path);
    }
    assertProblem(await stranger.erase(deviceId(1)), 404, 'device_not_found');
    assertProblem(await stranger.get(`/v1/device/${deviceId(1)}/export`), 404, 'device_not_found');
  });
});
