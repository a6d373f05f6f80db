// What the zoo makes of its runs: tests/zoo/verdicts.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdicts } from '../zoo/verdicts.mjs';

const run = (client, kind, told) => ({ client, kind, came: true, ...told });
const names = (rows) => rows.map(({ client }) => client);

test('a bot is caught in every round or not at all, a person is suspected in any', () => {
  const { people, bots } = verdicts([
    run('h-a', 'person', { score: 0 }),
    run('h-a', 'person', { score: 40 }),
    run('h-b', 'person', { score: 39 }),
    run('b-a', 'bot', { score: 60 }),
    run('b-a', 'bot', { score: 59 }),
    run('b-b', 'bot', { score: 60 }),
    run('b-b', 'bot', { score: 100 }),
  ]);
  assert.deepEqual(names(people.filter(({ alarm }) => alarm)), ['h-a']);
  assert.deepEqual(names(bots.filter(({ caught }) => caught)), ['b-b']);
});

test('who came and told nothing is missed; who never came is neither caught nor missed', () => {
  const { bots, absent } = verdicts([
    run('b-silent', 'bot', { error: 'nothing after 150 s' }),
    run('b-flaky', 'bot', { score: 90 }),
    run('b-flaky', 'bot', { came: false, error: 'ended with 1' }),
    run('b-broken', 'bot', { came: false, error: 'no such program' }),
  ]);
  assert.deepEqual(names(bots), ['b-silent', 'b-flaky']);
  assert.deepEqual(names(bots.filter(({ caught }) => caught)), []);
  assert.deepEqual(names(absent), ['b-broken']);
});

test('a flag that a person raises, too, tells nobody apart', () => {
  const { bots } = verdicts([
    run('h-a', 'person', { fpscanner: { bot: true, flags: ['slow'] } }),
    run('b-a', 'bot', { fpscanner: { bot: true, flags: ['slow', 'driven'] } }),
  ]);
  assert.deepEqual(bots[0].fpscannerOnly, ['driven']);
});
