// A submission that was sent before, with a fresh token of its own: a copy is told, a browser that tries again is not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { reading } from '../lib/submission.mjs';

const FLAG = 'replayed_submission';
const COPY = { copy: true };

let edge;
before(async () => {
  edge = await startEdge();
});
after(() => edge.stop());

const isCopy = ({ flags }) => flags.includes(FLAG);

for (const browser of ['chromium', 'firefox']) {
  test(`a copy of ${browser}'s submission is told and caught, whoever sends it and however often`, async () => {
    const site = await edge.site();
    assert.ok(!isCopy(await edge.visitor({ browser }).submit(site, COPY)));
    for (let n = 0; n < 3; n += 1) {
      const { score, reasons } = await edge.visitor({ browser }).submit(site, COPY);
      assert.ok(score >= 60, `${score}`);
      assert.equal(reasons.find(({ flag }) => flag === FLAG).category, 'velocity');
    }
  });

  test(`${browser} that collects again is no copy, nor is the same at another tenant`, async () => {
    const [site, other] = [await edge.site(), await edge.site()];
    const visitor = edge.visitor({ browser });
    await visitor.submit(site, COPY);
    for (let n = 0; n < 3; n += 1) assert.ok(!isCopy(await visitor.submit(site)));
    assert.ok(!isCopy(await visitor.submit(other, COPY)));
  });
}

test('a copy is told where a reading of it was changed', async () => {
  const site = await edge.site();
  await edge.visitor().submit(site, COPY);
  const { device_memory: memory } = reading('chromium').components;
  const components = { device_memory: { ...memory, value: 64 } };
  assert.ok(isCopy(await edge.visitor().submit(site, { ...COPY, components })));
});

test('a browser whose answer got lost may send its readings once more, and only once', async () => {
  const site = await edge.site();
  const visitor = edge.visitor();
  const token = await visitor.token(site);
  assertOk(await visitor.collect(token, COPY));
  const spent = async () => assertProblem(await visitor.collect(token, COPY), 409, 'token_spent');
  await spent();
  assert.ok(!isCopy(await visitor.submit(site, COPY)), 'the second try');
  await spent();
  assert.ok(isCopy(await visitor.submit(site, COPY)), 'the third');
});

test('of copies that come at once, one is taken for the original', async () => {
  const site = await edge.site();
  const visitors = Array.from({ length: 6 }, () => edge.visitor());
  const tokens = await Promise.all(visitors.map((visitor) => visitor.token(site)));
  const answers = await Promise.all(visitors.map((visitor, n) => visitor.collect(tokens[n], COPY)));
  for (const answer of answers) assertOk(answer);
  assert.equal(answers.filter(({ body }) => !isCopy(body)).length, 1);
});

test('where the clock is too coarse, nobody is called a copy', async () => {
  const site = await edge.site();
  const { components } = reading('firefox');
  for (const read of Object.values(components)) read.ms = 100 * Math.round(read.ms / 100);
  const visitor = edge.visitor({ browser: 'firefox' });
  for (let n = 0; n < 2; n += 1) assert.ok(!isCopy(await visitor.submit(site, { components })));
});
