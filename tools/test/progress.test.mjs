import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seconds } from '../lib/progress.mjs';

test('times are told without a sixtieth second', () => {
  const told = Object.fromEntries([0, 3240, 59_940, 59_960, 119_700, 125_000].map((ms) => [ms, seconds(ms)]));
  assert.deepEqual(told, {
    0: '0.0 s',
    3240: '3.2 s',
    59940: '59.9 s',
    59960: '1 min 00 s',
    119700: '2 min 00 s',
    125000: '2 min 05 s',
  });
});
