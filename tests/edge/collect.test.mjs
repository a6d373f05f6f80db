// POST /v1/collect: what a good submission gets, and what each bad one gets.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { aged, reclaimed, resigned, unsigned } from '../lib/forge.mjs';
import { rawRequest } from '../lib/raw.mjs';
import { reading } from '../lib/submission.mjs';

const LEVELS = [
  ['minimal', 0, 19, 0.5],
  ['low', 20, 39, 0.6],
  ['medium', 40, 59, 0.7],
  ['high', 60, 79, 0.85],
  ['critical', 80, 100, 0.95],
];

let edge;
let site;

before(async () => {
  edge = await startEdge();
  site = await edge.site({ checkIntervalSeconds: 86400 });
});
after(() => edge.stop());

describe('a submission', () => {
  for (const browser of ['chromium', 'firefox', 'chromium-automated', 'firefox-automated']) {
    test(`of ${browser} is answered with an id, a score, its reasons and when to come again`, async () => {
      const body = await edge.visitor({ browser }).submit(site);
      assert.deepEqual(
        Object.keys(body)
          .filter((key) => key !== 'sealed')
          .sort(),
        [
          'confidence',
          'deviceToken',
          'fingerprint',
          'fingerprintId',
          'flags',
          'identity',
          'nextSubmitIn',
          'ok',
          'reasons',
          'requestId',
          'risk_level',
          'score',
        ],
      );
      assert.match(body.fingerprintId, /^dv_[0-9A-Za-z]{22}$/);
      assert.match(body.requestId, /^req_/);
      assert.equal(body.nextSubmitIn, 1);
      const level = LEVELS.find(([, from, to]) => body.score >= from && body.score <= to);
      assert.deepEqual([body.risk_level, body.confidence], [level[0], level[3]]);
      assert.deepEqual([...new Set(body.reasons.map(({ flag }) => flag))].sort(), [...body.flags].sort());
      for (const reason of body.reasons) {
        assert.ok(
          reason.weight > 0 && reason.weight <= 100 && reason.reason.length > 0 && reason.category,
          JSON.stringify(reason),
        );
      }
    });

    test(`of ${browser} gets the fingerprint that the browser computed itself`, async () => {
      const body = await edge.visitor({ browser }).submit(site);
      assert.equal(body.fingerprint, reading(browser).fingerprint);
    });
  }

  test('is accepted with any content type', async () => {
    for (const type of ['text/plain;charset=UTF-8', 'application/json', 'application/octet-stream']) {
      const visitor = edge.visitor({ headers: { 'content-type': type } });
      assertOk(await visitor.collect(await visitor.token(site)), type);
    }
  });

  test('with signals from a newer collector is accepted', async () => {
    const future = { from_the_future: { status: 'ok', value: { deep: [1] }, ms: 1 } };
    await edge.visitor().submit(site, { components: future });
  });

  test('cannot choose its own fingerprint', async () => {
    const forged = 'f'.repeat(64);
    const body = await edge
      .visitor()
      .submit(site, { body: { fingerprint: forged, fingerprintId: 'dv_mine', score: 0 } });
    assert.equal(body.fingerprint, reading('chromium').fingerprint);
    assert.notEqual(body.fingerprintId, 'dv_mine');
  });
});

describe('a reduced submission', () => {
  const reduced = { body: { reduced: true } };

  test('is judged like any other, and names nobody', async () => {
    const visitor = edge.visitor({ browser: 'chromium-automated' });
    const full = await visitor.submit(site);
    const body = await visitor.submit(site, reduced);
    const nobody = { fingerprintId: null, fingerprint: null, identity: null, deviceToken: null, nextSubmitIn: 0 };
    assert.deepEqual(body, { ...full, ...nobody, requestId: body.requestId, sealed: body.sealed });
    assert.match(body.requestId, /^req_/);
  });

  test('leaves a spent token and nothing else, also where its device is known', async () => {
    const visitor = edge.visitor();
    const { deviceToken } = await visitor.submit(site);
    const token = await visitor.token(site);
    const before = await edge.everything();
    assertOk(await visitor.collect(token, { ...reduced, deviceToken }));
    const { tables, kv } = await edge.everything();
    assert.equal(tables.spent_tokens.length, before.tables.spent_tokens.length + 1);
    assert.deepEqual({ tables: { ...tables, spent_tokens: before.tables.spent_tokens }, kv }, before);
  });

  test('spends its token: neither kind of submission gets through with it again', async () => {
    const visitor = edge.visitor();
    const token = await visitor.token(site);
    assertOk(await visitor.collect(token, reduced));
    for (const changes of [reduced, {}]) {
      assertProblem(await assertNothingWritten(edge, () => visitor.collect(token, changes)), 409, 'token_spent');
    }
  });

  test('is an ordinary one where the member is false', async () => {
    const body = await edge.visitor().submit(site, { body: { reduced: false } });
    assert.match(body.fingerprintId, /^dv_/);
  });
});

describe('a submission is refused and leaves no trace', () => {
  const refused = (status, code, act) => async () => {
    const visitor = edge.visitor();
    const token = await visitor.token(site);
    assertProblem(await assertNothingWritten(edge, () => act(visitor, token)), status, code);
    assertOk(await visitor.collect(token), 'the token was not spent by the refusal');
  };
  const raw = (body) => (visitor) => visitor.send('POST', '/v1/collect', { body });

  test('without a body', refused(400, 'payload_malformed', raw('')));
  test('that is not JSON', refused(400, 'payload_malformed', raw('<xml/>')));
  test('that is a JSON list', refused(400, 'payload_malformed', raw('[]')));
  test('that is not UTF-8', refused(400, 'payload_malformed', raw(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))));
  test(
    'without a token',
    refused(400, 'payload_malformed', (v) =>
      v.send('POST', '/v1/collect', { body: { components: reading('chromium').components } }),
    ),
  );
  test(
    'without readings',
    refused(400, 'payload_malformed', (v, token) => v.send('POST', '/v1/collect', { body: { token } })),
  );
  test(
    'whose readings are cut off',
    refused(400, 'payload_malformed', (v, token) =>
      v.send('POST', '/v1/collect', {
        body: JSON.stringify({ token, components: reading('chromium').components }).slice(0, -40),
      }),
    ),
  );
  test(
    'with a garbage token',
    refused(401, 'token_invalid', (v) => v.collect('garbage')),
  );
  test(
    'with an empty token',
    refused(401, 'token_invalid', (v) => v.collect('')),
  );
  test(
    'with a token whose claims were changed',
    refused(401, 'token_invalid', (v, token) => v.collect(reclaimed(token, { exp: 9999999999 }))),
  );
  test(
    'with a token without signature',
    refused(401, 'token_invalid', (v, token) => v.collect(unsigned(token))),
  );
  test(
    'from another origin than the token was asked for',
    refused(403, 'origin_not_allowed', (_visitor, token) =>
      edge.visitor({ origin: 'https://evil.example' }).collect(token),
    ),
  );
  test(
    'without the origin that the token was asked for',
    refused(403, 'origin_not_allowed', (_visitor, token) => edge.visitor({ origin: undefined }).collect(token)),
  );
  test(
    'without any known signal',
    refused(422, 'payload_invalid', (v, token) =>
      v.send('POST', '/v1/collect', { body: { token, components: { no_such: { status: 'ok', value: 1, ms: 1 } } } }),
    ),
  );
  test(
    'with no signal at all',
    refused(422, 'payload_invalid', (v, token) => v.send('POST', '/v1/collect', { body: { token, components: {} } })),
  );
  test(
    'over 64 kB by its content-length',
    refused(413, 'payload_too_large', raw(`{"token":"${'x'.repeat(64 * 1024)}"}`)),
  );
  test(
    'over 64 kB, streamed without a length',
    refused(413, 'payload_too_large', (v) => streamed(v, 70 * 1024)),
  );

  test('with a device token in place of the submission token', async () => {
    const visitor = edge.visitor();
    const { deviceToken } = await visitor.submit(site);
    assertProblem(await assertNothingWritten(edge, () => visitor.collect(deviceToken)), 401, 'token_invalid');
  });

  test('with a token of another deployment', async () => {
    const other = await startEdge({
      secrets: { EDGEPRINT_SECRET: 'another secret, as long as it has to be: 0123456789' },
    });
    try {
      const foreign = await other.visitor().token(await other.site());
      assertProblem(await assertNothingWritten(edge, () => edge.visitor().collect(foreign)), 401, 'token_invalid');
    } finally {
      await other.stop();
    }
  });
});

test('a body of exactly 64 kB is read', async () => {
  const visitor = edge.visitor();
  const body = JSON.stringify({ token: 'x', components: {}, padding: '' });
  const full = body.replace('""', `"${'p'.repeat(64 * 1024 - body.length)}"`);
  assert.equal(full.length, 64 * 1024);
  assertProblem(await visitor.send('POST', '/v1/collect', { body: full }), 401, 'token_invalid');
  assertProblem(await visitor.send('POST', '/v1/collect', { body: `${full} ` }), 413, 'payload_too_large');
});

describe('a token', () => {
  test('admits one submission: used again it is spent', async () => {
    const visitor = edge.visitor();
    const token = await visitor.token(site);
    assertOk(await visitor.collect(token));
    assertProblem(await assertNothingWritten(edge, () => visitor.collect(token)), 409, 'token_spent');
  });

  test('admits one of a hundred submissions that come at once', async () => {
    const visitor = edge.visitor();
    const token = await visitor.token(site);
    const countEvents = async () =>
      Object.values((await edge.everything()).tables).reduce((sum, rows) => sum + rows.length, 0);
    const answers = await Promise.all(Array.from({ length: 100 }, () => edge.visitor().collect(token)));
    const accepted = answers.filter(({ status }) => status === 200);
    assert.equal(accepted.length, 1);
    for (const answer of answers.filter((a) => a !== accepted[0])) assertProblem(answer, 409, 'token_spent');
    const rows = await countEvents();
    assertProblem(await visitor.collect(token), 409, 'token_spent');
    assert.equal(await countEvents(), rows);
  });

  test('admits for two minutes and no longer', async () => {
    const visitor = edge.visitor();
    assertOk(await visitor.collect(aged(await visitor.token(site), 110)), 'in time');
    const late = aged(await visitor.token(site), 122);
    assertProblem(await assertNothingWritten(edge, () => visitor.collect(late)), 401, 'token_expired');
  });

  for (const [what, claims] of [
    ['no tenant', { ten: undefined }],
    ['a tenant that is a number', { ten: 7 }],
    ['no id', { jti: undefined }],
    ['an end that is text', { exp: 'never' }],
    ['an end beyond all time', { exp: 1e300 }],
    ['another kind of token', { typ: 'device' }],
    ['no kind', { typ: undefined }],
    ['an origin that is a list', { origin: [] }],
  ]) {
    test(`that is signed and claims ${what} is invalid, never a fault of ours`, async () => {
      const visitor = edge.visitor();
      const token = resigned(await visitor.token(site), (old) => ({ ...old, ...claims }));
      assertProblem(await assertNothingWritten(edge, () => visitor.collect(token)), 401, 'token_invalid');
    });
  }
});

/** Sends `bytes` bytes with chunked transfer: no content-length tells how many will come. */
async function streamed(visitor, bytes) {
  const answer = await rawRequest(`${visitor.edge.url}/v1/collect`, {
    method: 'POST',
    headers: { 'cf-connecting-ip': visitor.ip, origin: visitor.origin },
    chunks: Array.from({ length: bytes / 1024 }, () => `"${'x'.repeat(1022)}"`),
  });
  const text = answer.bytes.toString();
  return { ...answer, text, body: JSON.parse(text) };
}
