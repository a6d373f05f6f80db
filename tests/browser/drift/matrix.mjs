// The drift matrix as tests: signal by signal, only what a line names may
// change; all else has to be equal, and the fingerprint survives.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SIGNALS } from '../../lib/signals.mjs';
import { ALWAYS, MATRIX, WINDOW } from './lines/index.mjs';
import { Stage } from './stage.mjs';

const told = ({ status, reason, value }) => JSON.stringify({ status, reason, value });

/** The signals that differ, except those of which the line says the status. */
function differing(base, reading, status = {}) {
  return SIGNALS.map(({ name }) => name).filter(
    (name) =>
      !(name in status) && !ALWAYS.includes(name) && told(base.components[name]) !== told(reading.components[name]),
  );
}

function assertLine(base, reading, { changes, may = [], status = {}, fingerprint = 'same' }) {
  const loose = [...may, ...WINDOW];
  const changed = differing(base, reading, status);
  const say = (names) =>
    names.map((name) => `\n  ${name}: ${told(base.components[name])} → ${told(reading.components[name])}`);
  const unforeseen = changed.filter((name) => !changes.includes(name) && !loose.includes(name));
  assert.deepEqual(unforeseen, [], `changed, but must not:${say(unforeseen)}`);
  const missing = changes.filter((name) => !changed.includes(name));
  assert.deepEqual(missing, [], `it did not take effect:${say(missing)}`);
  for (const [name, wanted] of Object.entries(status)) {
    assert.equal(reading.components[name].status, wanted, `${name}: ${told(reading.components[name])}`);
  }
  const verdict = reading.fingerprint === base.fingerprint ? 'same' : 'other';
  assert.equal(verdict, fingerprint, `the fingerprint, with ${changed} changed`);
}

/** Declares the tests of one kind of browser. */
export function testDrift(kind) {
  describe(`in ${kind} signals drift as documented:`, () => {
    let stage;
    let base;
    before(async () => {
      stage = await Stage.start(kind);
      base = await stage.read();
    });
    after(() => stage?.close());

    for (const line of MATRIX.flatMap(({ lines }) => lines).filter((candidate) => candidate[kind])) {
      test(line.what, async () => assertLine(base, await stage.read(line[kind]), line[kind]));
    }
  });
}
