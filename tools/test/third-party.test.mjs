// Whose work is in what is shipped is told along with it, and is under licences that deny.toml allows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAllowed } from '../lib/audit.mjs';
import { billOfMaterials } from '../lib/bill-of-materials.mjs';
import { noticeOf } from '../lib/third-party.mjs';

const OURS = /^pkg:\w+\/edgeprint[-@]/;

test('the notice names everything in the bill of materials, with a text for each', async () => {
  const [{ components }, notice] = await Promise.all([
    billOfMaterials(),
    noticeOf({ crates: ['edgeprint-edge', 'edgeprint-collector'], pages: true }),
  ]);
  const others = components.filter(({ purl }) => !OURS.test(purl));
  assert.ok(others.length > 100);
  for (const { name, version } of others) assert.ok(notice.includes(`\n${name} ${version} (`), `${name} ${version}`);
  for (const chapter of notice.split(`${'='.repeat(80)}\n`).slice(1)) {
    const [names, ...texts] = chapter.split('\n\n');
    assert.match(texts.join('\n\n'), /permi|licen[cs]e/i, names);
  }
});

test('the package’s own names what its module is made of, and nothing of the edge', async () => {
  const notice = await noticeOf({ crates: ['edgeprint-collector'], pages: false });
  for (const part of ['js-sys ', 'lol_alloc ', 'sha2 ', 'the Rust standard library'])
    assert.ok(notice.includes(`\n${part}`), part);
  for (const other of ['axum ', 'worker ', 'preact ']) assert.ok(!notice.includes(`\n${other}`), other);
});

test('a licence is allowed by name, and where several may be chosen from, by any', () => {
  const allowed = ['MIT', 'ISC'];
  const id = (name) => [{ license: { id: name } }];
  const expression = (text) => [{ expression: text }];
  for (const fine of [id('MIT'), expression('(GPL-3.0 OR MIT)'), expression('MIT OR Apache-2.0')])
    assert.ok(isAllowed(fine, allowed), JSON.stringify(fine));
  for (const other of [id('GPL-3.0'), expression('MIT AND GPL-3.0'), [], undefined, [{ license: { name: 'MIT-ish' } }]])
    assert.ok(!isAllowed(other, allowed), JSON.stringify(other));
});
