// What the wire format promises of a reading.
import assert from 'node:assert/strict';

const STATUSES = ['ok', 'unsupported', 'blocked', 'failed', 'timeout', 'noisy', 'tampered', 'skipped'];

/** A reading as the wire format promises it. */
export function assertReading(name, reading) {
  const told = `${name}: ${JSON.stringify(reading)?.slice(0, 300)}`;
  assert.ok(STATUSES.includes(reading.status), told);
  assert.ok(Number.isFinite(reading.ms) && reading.ms >= 0 && reading.ms < 60_000, told);
  if (reading.status === 'ok') {
    assert.ok('value' in reading && reading.value !== undefined, told);
    assert.ok(!('reason' in reading), told);
  } else {
    assert.match(reading.reason, /^[a-z_]+$/, told);
  }
}
