// What the API promises of every answer of a kind.
import assert from 'node:assert/strict';

/** A problem document (RFC 9457) with this status and stable code. */
export function assertProblem(answer, status, code, message = '') {
  const said = `${message} ${answer.status} ${answer.text.slice(0, 300)}`.trim();
  assert.equal(answer.status, status, said);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, said);
  const { body } = answer;
  assert.equal(body.code, code, said);
  assert.equal(body.ok, false, said);
  assert.equal(body.status, status, said);
  assert.ok(body.type.endsWith(`/problems/${code}`), said);
  assert.ok(body.title.length > 0 && typeof body.detail === 'string', said);
  assert.match(body.requestId, /^req_[0-9A-Za-z]+$/, said);
  assert.equal(answer.headers.get('x-request-id'), body.requestId, said);
  if (status === 401) assert.ok(answer.headers.get('www-authenticate'), said);
  if (status === 429) assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/, said);
}

/** A success with a request id. */
export function assertOk(answer, message = '') {
  assert.equal(answer.status, 200, `${message} ${answer.status} ${answer.text.slice(0, 300)}`.trim());
  assert.equal(answer.body.ok, true, message);
  assert.ok(answer.headers.get('x-request-id'), message);
  return answer.body;
}

/** A time as the API writes it, not in the future. */
export function assertTime(text) {
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(Date.parse(text) <= Date.now() + 1000, text);
}

/** Runs `act` and asserts that the edge's stores are as they were, bit by bit. */
export async function assertNothingWritten(edge, act) {
  const before = await edge.everything();
  const result = await act();
  const after = await edge.everything();
  for (const { kv } of [before, after]) {
    for (const [key, value] of Object.entries(kv)) {
      // Run out between being listed and being read.
      if (value === null) delete kv[key];
      // A decision that ran out and was made again, the same as before, is nothing new.
      else kv[key] = value.replace(/^\{"until":\d+,/, '{');
    }
  }
  // When a key was last used is noted every few minutes, whoever asks for what.
  for (const { tables } of [before, after]) {
    tables.api_keys = tables.api_keys.map(({ last_used_at: _, ...key }) => key);
  }
  // What KV holds for minutes may run out meanwhile; nobody wrote that.
  for (const key of Object.keys(before.kv)) if (!(key in after.kv)) delete before.kv[key];
  assert.deepEqual(after, before, 'something was written');
  return result;
}
