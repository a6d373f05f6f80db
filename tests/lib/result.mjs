// What the client promises of what checkOnce() resolves with.
import assert from 'node:assert/strict';

const MEMBERS = [
  'confidence',
  'fingerprint',
  'fingerprintId',
  'flags',
  'fromCache',
  'identity',
  'nextSubmitAt',
  'nextSubmitIn',
  'reasons',
  'requestId',
  'risk_level',
  'score',
  'timings',
];

/** The edge's assessment. */
export function assertAssessed(result, { fromCache = false } = {}) {
  const told = JSON.stringify(result);
  assert.deepEqual(
    Object.keys(result)
      .filter((key) => result[key] !== undefined)
      .sort(),
    fromCache ? MEMBERS : [...MEMBERS, 'collection', 'sealed'].sort(),
    told,
  );
  assert.match(result.fingerprintId, /^dv_[0-9A-Za-z]{22}$/, told);
  assert.match(result.fingerprint, /^[0-9a-f]{64}$/, told);
  assert.ok(Number.isInteger(result.score) && result.score >= 0 && result.score <= 100, told);
  assert.ok(['minimal', 'low', 'medium', 'high', 'critical'].includes(result.risk_level), told);
  assert.ok(result.confidence >= 0.5 && result.confidence <= 0.95, told);
  assert.ok(Array.isArray(result.flags) && Array.isArray(result.reasons), told);
  assert.equal(result.fromCache, fromCache, told);
  assert.ok(result.nextSubmitIn > 0, told);
  assert.ok(Math.abs(Date.parse(result.nextSubmitAt) - Date.now() - result.nextSubmitIn * 86_400_000) < 60_000, told);
  return result;
}

/** One fingerprint; if there are two, says which readings differ. */
export function assertSameFingerprint(result, other) {
  const told = Object.entries(result.collection.components).flatMap(([name, { ms: _, ...reading }]) => {
    const { ms: __, ...before } = other.collection.components[name] ?? {};
    const [now, then] = [reading, before].map((one) => JSON.stringify(one));
    return now === then ? [] : [`${name}: ${now}, not ${then}`];
  });
  assert.equal(result.fingerprint, other.fingerprint, told.join('\n'));
}

/** The local fingerprint and a typed error, nothing else. */
export function assertDegraded(result, code, { local = true } = {}) {
  const told = JSON.stringify(result);
  const { collection, ...rest } = result;
  assert.equal(collection?.fingerprint ?? null, result.fingerprint, told);
  assert.deepEqual(Object.keys(rest).sort(), [...MEMBERS, 'error'].sort(), told);
  assert.equal(result.error.code, code, told);
  assert.ok(result.error.message.length > 0, told);
  assert.deepEqual(
    [result.score, result.risk_level, result.confidence, result.fromCache],
    [null, null, null, false],
    told,
  );
  if (local) {
    assert.match(result.fingerprint, /^[0-9a-f]{64}$/, told);
    assert.ok(result.fingerprintId, told);
  }
  return result;
}
