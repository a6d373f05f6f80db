// The Backoffice's guide in Firefox.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walkGuide } from './backoffice/guide.mjs';
import { startBackoffice } from './backoffice/stage.mjs';

test('the guide can be walked from sign-in to look-up in firefox', async () => {
  const stage = await startBackoffice({ kind: 'firefox' });
  try {
    const desk = await stage.open();
    await walkGuide(desk);
    assert.deepEqual(desk.elsewhere, []);
  } finally {
    await stage.stop();
  }
});
