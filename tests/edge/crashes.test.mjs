// The short form of `npm run chaos`.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { killRounds } from '../chaos/kills.mjs';

test('workerd is killed under load, twice: what was acknowledged is there, and nothing twice', async () => {
  const state = await mkdtemp(join(tmpdir(), 'edgeprint-test-'));
  try {
    const report = await killRounds({ rounds: 2, clients: 4, state });
    assert.ok(report.acknowledged > 0 && report.kills === 2, JSON.stringify(report));
    assert.deepEqual([report.lost, report.takenTwice], [0, 0]);
    assert.equal(report.eventsStored, report.eventsExpected);
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});
