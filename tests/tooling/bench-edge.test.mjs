// A short form of `npm run bench:edge`: each Worker answers every kind of request, and is measured. The figures of
// so few requests say nothing, and are not looked at.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { KINDS, measure } from '../bench/edge/run.mjs';

test('the benchmark of the edge asks three Workers the same', {
  skip: !existsSync('/proc/self/stat') && 'Linux tells what a process takes',
}, async () => {
  const report = await measure({ rounds: 1, requests: 4, clients: 2, restarts: 1, soak: 40, warm: 0 });
  assert.deepEqual(Object.keys(report.routes), Object.keys(KINDS));
  for (const [kind, workers] of Object.entries(report.routes)) {
    assert.deepEqual(Object.keys(workers).sort(), ['bare', 'edgeprint', 'typescript'], kind);
    for (const { perSecond, p50Ms, p99Ms, cpuMs } of Object.values(workers))
      assert.ok(perSecond >= 0 && p50Ms > 0 && p99Ms >= p50Ms && cpuMs >= 0, kind);
  }
  for (const { listeningMs, firstAnswerMs } of Object.values(report.start))
    assert.ok(listeningMs > 0 && firstAnswerMs > 0);
  const { kinds, memory } = report.alone;
  assert.ok(Object.values(kinds).every((own) => Number.isFinite(own.typescript) && Number.isFinite(own.edgeprint)));
  assert.equal(memory.megabytes.length, 11);
  assert.equal(report.memory.megabytes.length, 3);
  assert.ok(report.memory.megabytes.every((size) => size > 10));
});
