// The published table says what the tests assert.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRepo } from '../lib/repo.mjs';
import { SIGNALS } from '../lib/signals.mjs';
import { MATRIX } from './drift/lines/index.mjs';
import { driftDocument } from './drift/table.mjs';

const entries = MATRIX.flatMap(({ lines }) => lines).flatMap(({ what, chromium, firefox }) =>
  [chromium, firefox].filter(Boolean).map((entry) => ({ what, ...entry })),
);

test('the drift table in the documents is current: node tests/browser/drift/document.mjs', () => {
  assert.equal(readFileSync(inRepo('docs/reference/drift.md'), 'utf8'), driftDocument());
});

test('its lines name signals that exist', () => {
  const known = SIGNALS.map(({ name }) => name);
  for (const { what, changes, may = [], status = {} } of entries) {
    for (const name of [...changes, ...may, ...Object.keys(status)])
      assert.ok(known.includes(name), `${what}: ${name}`);
  }
});

test('no stable signal changes but on another device, or where a line says why', () => {
  const stable = SIGNALS.filter(({ stability }) => stability === 'stable').map(({ name }) => name);
  for (const { what, changes, may = [], status = {}, fingerprint, why } of entries) {
    const touched = [...changes, ...may, ...Object.keys(status)].filter((name) => stable.includes(name));
    if (fingerprint === 'other') assert.ok(why && touched.length > 0, what);
    else assert.deepEqual(touched, [], what);
  }
});
