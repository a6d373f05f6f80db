// The baselines after the rules of two papers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Eckersley, RuleBased, similarity } from './lib/rules.mjs';

const DAY = 86_400;
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';
const FP = {
  ua: AGENT,
  platform: 'Linux x86_64',
  accept: 'text/html',
  language: 'de-DE,de;q=0.8,en;q=0.6',
  screen: '1920x1080x24',
  tz: '-60',
  plugins: 'pdf5',
  fonts: ['Arial', 'Fira Sans', 'Noto Serif'],
  canvas: 'c0ffee',
  gpu: 'Mesa Intel UHD 620',
};

/** The ids of devices that show one thing after another, a day apart at first. */
function told(linker, ...shown) {
  return shown.map(
    ({ after = 1, ...change }, at) => linker.answer({ ts: at * after * DAY, fp: { ...FP, ...change } }).id,
  );
}

const updated = { ua: AGENT.replace('143', '144') };
const elsewhere = { tz: '300' };

test('texts are alike by the pairs of letters that they share', () => {
  assert.equal(similarity('night', 'night'), 1);
  assert.equal(similarity('night', 'nacht'), 0.25);
  assert.equal(similarity('', 'night'), 0);
});

test('Eckersley: one attribute may differ, text by little, and of several nobody is meant', () => {
  assert.deepEqual(told(new Eckersley(), {}, updated, { ...updated, ...elsewhere }), ['d1', 'd1', 'd1']);
  assert.deepEqual(told(new Eckersley(), {}, { ...updated, ...elsewhere }), ['d1', 'd2'], 'two differ');
  assert.deepEqual(told(new Eckersley(), {}, { fonts: ['Helvetica'] }), ['d1', 'd2'], 'other fonts');
  const three = told(new Eckersley(), {}, { screen: '1x1', tz: '1' }, { screen: '1x1' });
  assert.deepEqual(three, ['d1', 'd2', 'd3'], 'as near to one as to the other');
});

test('the rules of FP-STALKER: what never changes, what changes a little, and versions that only rise', () => {
  assert.deepEqual(told(new RuleBased(), {}, { ...updated, ...elsewhere }), ['d1', 'd1']);
  for (const other of [
    { canvas: 'decaf' },
    { ua: AGENT.replace('143', '142') },
    { ua: AGENT.replace('Chrome/', 'Firefox/') },
    { fonts: ['Arial', 'Fira Sans', 'Helvetica'] },
    { gpu: 'NVIDIA GeForce RTX 5080' },
    { ...elsewhere, screen: '1x1' },
  ])
    assert.deepEqual(told(new RuleBased(), {}, other), ['d1', 'd2'], JSON.stringify(other));
  assert.deepEqual(told(new RuleBased(), {}, { fonts: [...FP.fonts, 'Optima'] }), ['d1', 'd1']);
});

test('a device that was not seen for a month is forgotten, and a stored id is believed', () => {
  for (const Baseline of [Eckersley, RuleBased]) {
    assert.deepEqual(told(new Baseline(), {}, { after: 29 }), ['d1', 'd1']);
    assert.deepEqual(told(new Baseline(), {}, { after: 31 }), ['d1', 'd2']);
    const linker = new Baseline();
    linker.answer({ ts: 0, fp: FP });
    assert.deepEqual(linker.answer({ ts: DAY, cookie: 'd1', fp: { canvas: 'other' } }), { id: 'd1' });
    assert.deepEqual(linker.answer({ ts: DAY, fp: { canvas: 'other' } }), { id: 'd1' });
  }
});
