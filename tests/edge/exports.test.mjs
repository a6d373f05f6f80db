// GET /v1/exports/fingerprints: any number of devices, in three forms.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertOk, assertProblem } from '../lib/assert.mjs';
import { backendOf } from '../lib/backend.mjs';
import { deviceId, deviceIds, edgeWithDevices, storeDevices } from '../lib/stored.mjs';

const MANY = 100_000;
const START = Date.parse('2026-01-01T00:00:00Z');
let edge;
let backend;

before(async () => {
  ({ edge, backend } = await edgeWithDevices(300, START));
});
after(() => edge.stop());

const ask = (query, by = backend) => by.get(`/v1/exports/fingerprints?${query}`);
const newestFirst = (from, to) => deviceIds(from, to).reverse();

/** Cursors are of one query, and the form is part of it. */
const withoutCursor = (rows) => rows.map(({ cursor, ...row }) => row);

/** The lines of an NDJSON export: its rows, and where to go on. */
function linesOf({ status, headers, text }) {
  assert.equal(status, 200, text.slice(0, 200));
  assert.equal(headers.get('content-type'), 'application/x-ndjson');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { nextCursor, ...nothing } = lines.pop();
  assert.deepEqual(nothing, {}, 'the last line has the cursor alone');
  return { rows: lines, nextCursor };
}

/** The cells of a CSV export, by RFC 4180. */
function cellsOf({ status, headers, text }) {
  assert.equal(status, 200, text.slice(0, 200));
  assert.match(headers.get('content-type'), /^text\/csv/);
  assert.ok(text.endsWith('\r\n'));
  const cells = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g;
  const records = [[]];
  for (const [, quoted, plain, end] of text.matchAll(cells)) {
    records.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') records.push([]);
  }
  records.pop();
  const [columns, ...rows] = records;
  return rows.map((row) => {
    assert.equal(row.length, columns.length);
    return Object.fromEntries(columns.map((column, at) => [column, row[at]]));
  });
}

describe('an export', () => {
  test('has the same rows in each form, as the list has them', async () => {
    const devices = await backend.all('/v1/devices?limit=200');
    const { rows, nextCursor } = linesOf(await ask('format=ndjson'));
    assert.equal(nextCursor, null);
    const plain = rows.map(({ fingerprint, cursor, ...device }) => {
      assert.equal(fingerprint, Number(device.deviceId.slice(3)).toString(16).padStart(64, '0'));
      assert.equal(typeof cursor, 'string');
      return device;
    });
    assert.deepEqual(plain, devices);
    const { fingerprints, ...json } = assertOk(await ask('format=json'));
    assert.deepEqual(json, { ok: true, nextCursor: null });
    assert.deepEqual(withoutCursor(fingerprints), withoutCursor(rows));
    const unnamed = assertOk(await ask(''));
    assert.deepEqual(withoutCursor(unnamed.fingerprints), withoutCursor(rows), 'JSON where the form is not named');
    const csv = cellsOf(await ask('format=csv'));
    assert.deepEqual(
      csv.map((row) => row.deviceId),
      rows.map((row) => row.deviceId),
    );
    assert.deepEqual(
      csv.map((row) => Number(row.score)),
      rows.map((row) => row.score),
    );
    assert.ok(csv.every((row) => row.cursor.length > 40));
  });

  test('runs no formula in a spreadsheet', async () => {
    const [row] = cellsOf(await ask('format=csv&limit=1'));
    assert.equal(row.asOrganization, "'=cmd|calc");
    assert.equal(row.city, 'Köln');
    const [same] = linesOf(await ask('format=ndjson&limit=1')).rows;
    assert.equal(same.network.asOrganization, '=cmd|calc', 'JSON is not for spreadsheets');
  });

  test('is filtered and ordered as the list is', async () => {
    for (const query of ['country=DE&riskLevel=high', 'flag=webdriver&sort=score', 'sort=lastSeenAt&maxScore=5']) {
      const listed = (await backend.all(`/v1/devices?${query}`)).map((row) => row.deviceId);
      assert.ok(listed.length > 0);
      assert.deepEqual(
        linesOf(await ask(`format=ndjson&${query}`)).rows.map((row) => row.deviceId),
        listed,
        query,
      );
    }
  });

  test('goes on behind its last row, and behind any other', async () => {
    for (const query of ['format=ndjson', 'format=ndjson&sort=-score&country=DE']) {
      const whole = linesOf(await ask(query)).rows;
      const first = linesOf(await ask(`${query}&limit=40`));
      assert.equal(first.nextCursor, first.rows.at(-1).cursor);
      const rest = linesOf(await ask(`${query}&cursor=${first.nextCursor}`));
      assert.deepEqual([...first.rows, ...rest.rows], whole);
      const broken = linesOf(await ask(`${query}&cursor=${whole[17].cursor}`));
      assert.deepEqual(broken.rows, whole.slice(18));
    }
  });

  test('that is not all says so in CSV with a row of a cursor alone', async () => {
    const rows = cellsOf(await ask('format=csv&limit=3'));
    assert.equal(rows.length, 4);
    const { cursor, ...others } = rows.pop();
    assert.ok(Object.values(others).every((cell) => cell === ''));
    const next = cellsOf(await ask(`format=csv&cursor=${cursor}`));
    assert.deepEqual(
      next.map((row) => row.deviceId),
      newestFirst(0, 297),
    );
  });

  test('of nothing is empty in each form', async () => {
    const empty = await backendOf(edge, (await edge.site()).tenantId);
    assert.deepEqual(assertOk(await ask('format=json', empty)), { ok: true, fingerprints: [], nextCursor: null });
    assert.deepEqual(linesOf(await ask('format=ndjson', empty)), { rows: [], nextCursor: null });
    assert.deepEqual(cellsOf(await ask('format=csv', empty)), []);
  });

  test('is refused where a parameter is wrong', async () => {
    for (const query of ['format=xml', 'format=', 'limit=0', 'limit=200001', 'flag=x', 'colour=red']) {
      assertProblem(await ask(query), 400, 'parameter_invalid', query);
    }
    const { nextCursor } = linesOf(await ask('format=ndjson&limit=1'));
    assertProblem(await ask(`format=csv&cursor=${nextCursor}`), 400, 'cursor_invalid', 'of another query');
  });
});

test('a hundred thousand devices come in one answer, each once, and can be resumed midway', async () => {
  const large = await edge.site();
  const theirs = await backendOf(edge, large.tenantId);
  await storeDevices(edge, large, 0, MANY, { start: START });
  const { rows, nextCursor } = linesOf(await ask('format=ndjson', theirs));
  assert.equal(nextCursor, null);
  assert.equal(rows.length, MANY);
  assert.ok(rows.every((row, at) => row.deviceId === deviceId(MANY - 1 - at)));
  const rest = cellsOf(await ask(`format=csv&riskLevel=critical`, theirs));
  assert.equal(rest.length, Array.from({ length: MANY }, (_, n) => n % 101).filter((score) => score >= 80).length);
  const midway = rows[MANY / 2].cursor;
  const resumed = linesOf(await ask(`format=ndjson&cursor=${midway}`, theirs));
  assert.deepEqual(resumed.rows[0], rows[MANY / 2 + 1]);
  assert.equal(resumed.rows.length, MANY / 2 - 1);
});
