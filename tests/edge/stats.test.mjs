// GET /v1/stats: the daily counters.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertOk, assertProblem } from '../lib/assert.mjs';
import { backendOf } from '../lib/backend.mjs';
import { startEdge } from '../lib/edge.mjs';
import { another } from '../lib/submission.mjs';

let edge;
let site;
let other;
let backend;
let automated;
const today = () => new Date().toISOString().slice(0, 10);

before(async () => {
  edge = await startEdge({ rateLimit: 100_000 });
  site = await edge.site();
  other = await edge.site({ tenantId: site.tenantId });
  backend = await backendOf(edge, site.tenantId);
  const first = await edge.visitor().submit(site, { ...another('a'), cf: { country: 'DE' } });
  await edge.visitor().submit(site, { ...another('a'), cf: { country: 'DE' } });
  await edge.visitor({ browser: 'firefox' }).submit(other, { ...another('b'), cf: { country: '' } });
  automated = await edge
    .visitor({ browser: 'chromium-automated' })
    .submit(site, { ...another('c'), cf: { country: 'US' } });
  assertOk(await edge.visitor().visit(site.siteKey, first.deviceToken));
  assertOk(await edge.visitor().visit(other.siteKey, first.deviceToken));
});
after(() => edge.stop());

/** Totals by value. */
async function totals(query, by = backend) {
  const { series, days } = assertOk(await by.get(`/v1/stats?${query}`), query);
  for (const { total, counts } of series) {
    assert.equal(counts.length, days.length);
    assert.equal(counts.at(-1), total, 'all of it was today');
  }
  return Object.fromEntries(series.map(({ value, total }) => [value, total]));
}

test('each dimension is counted', async () => {
  assert.deepEqual(await totals(''), { all: 4 });
  assert.deepEqual(await totals('dimension=submissions'), { all: 4 });
  assert.deepEqual(await totals('dimension=visits'), { all: 2 });
  assert.deepEqual(await totals('dimension=country'), { DE: 2, US: 1, unknown: 1 });
  assert.deepEqual(await totals('dimension=device'), { new: 3, returning: 1 });
  assert.deepEqual(await totals('dimension=identity'), { new: 3, exact: 1 });
  const browsers = await totals('dimension=browser');
  assert.equal(browsers.firefox, 1);
  assert.equal(
    Object.values(browsers).reduce((sum, count) => sum + count),
    4,
  );
  const flags = await totals('dimension=flag');
  for (const flag of automated.flags) assert.ok(flags[flag] >= 1, flag);
  const levels = await totals('dimension=riskLevel');
  assert.equal(levels[automated.risk_level], 1);
});

test('a domain is counted alone', async () => {
  assert.deepEqual(await totals(`domainId=${site.domainId}`), { all: 3 });
  assert.deepEqual(await totals(`dimension=visits&domainId=${other.domainId}`), { all: 1 });
  assert.deepEqual(await totals(`dimension=country&domainId=${other.domainId}`), { unknown: 1 });
});

test('the answer has each day of the range, in order', async () => {
  const { days, dimension, series } = assertOk(await backend.get(`/v1/stats?from=2026-01-30&to=${today()}`));
  assert.equal(dimension, 'submissions');
  assert.equal(days[0], '2026-01-30');
  assert.equal(days.at(-1), today());
  assert.deepEqual(
    series[0].counts.slice(0, -1),
    days.slice(1).map(() => 0),
  );
  const past = assertOk(await backend.get('/v1/stats?from=2020-01-01&to=2020-01-03'));
  assert.deepEqual([past.days, past.series], [['2020-01-01', '2020-01-02', '2020-01-03'], []]);
});

test('counters name nobody', async () => {
  const { daily_counts: rows } = (await edge.everything()).tables;
  assert.ok(rows.length > 10);
  for (const row of rows) {
    assert.deepEqual(Object.keys(row), ['tenant_id', 'dimension', 'day', 'value', 'domain_id', 'count']);
    assert.match(row.value, /^[A-Za-z_]{1,40}$/);
  }
});

test('what was counted stays when its device is erased', async () => {
  const before = await totals('dimension=device');
  assertOk(await backend.erase(automated.fingerprintId));
  assert.deepEqual(await totals('dimension=device'), before);
});

test('what was refused or reduced is not counted', async () => {
  const visitor = edge.visitor();
  const token = await visitor.token(site);
  assertOk(await visitor.collect(token, { body: { reduced: true } }));
  assertProblem(await visitor.collect(token), 409, 'token_spent');
  assert.deepEqual(await totals(''), { all: 4 });
});

test("another tenant's counters are another's, and wrong parameters are refused", async () => {
  const stranger = await backendOf(edge, (await edge.site()).tenantId);
  assert.deepEqual(await totals('', stranger), {});
  assert.deepEqual(await totals(`domainId=${site.domainId}`, stranger), {});
  for (const query of [
    'dimension=colour',
    'from=2026-01-02&to=2026-01-01',
    'from=2020-01-01',
    'from=today',
    'to=2026-02-30',
    'domainId=x',
    'limit=5',
  ]) {
    assertProblem(await backend.get(`/v1/stats?${query}`), 400, 'parameter_invalid', query);
  }
});
