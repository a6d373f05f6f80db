// A short form of `npm run fuzz -- --only hello`: the tests' front reads whatever bytes come as a ClientHello, or as none.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRepo } from '../lib/repo.mjs';
import { holds, play } from '../lib/tls/any-bytes.mjs';
import { clientHello } from '../lib/tls/client-hello.mjs';

const folder = inRepo('fuzz', 'corpus', 'hello');
const seeds = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`));

test('each hello of the corpus is one', () => {
  assert.ok(seeds.length > 0);
  for (const bytes of seeds) {
    assert.ok(clientHello(bytes)?.ciphers.length > 0);
    holds(bytes);
  }
});

test('thousands of changed hellos are read without a fault', () => {
  play(seeds, 5000);
});
