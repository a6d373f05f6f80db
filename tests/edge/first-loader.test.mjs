// A page may host a copy of the collector for years: the first one's own code, with what the first collector read in
// real browsers, against the edge of today. So may a page hold the first tokens.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { assertOk } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { resigned } from '../lib/forge.mjs';
import { PAGE } from '../lib/visitor.mjs';

const LOADER = new URL('../fixtures/first-loader/loader.mjs', import.meta.url);

/** Readings of then: `{headers, cf, collector, components}`. */
const recorded = (browser) =>
  JSON.parse(readFileSync(new URL(`../fixtures/first-loader/${browser}.json`, import.meta.url), 'utf8'));

let edge;
let loader;
const native = globalThis.fetch;
before(async () => {
  edge = await startEdge();
  loader = await import(LOADER);
});
after(async () => {
  globalThis.fetch = native;
  await edge?.stop();
});

/** One browser of then, on a page of its site: `submit(known)` and `visit(token)`. */
function browserOf(kind, { siteKey }) {
  const { headers, cf, collector, components } = recorded(kind);
  const { ip } = edge.visitor();
  const network = { origin: PAGE, 'cf-connecting-ip': ip, 'mf-cf-blob': JSON.stringify(cf) };
  const asked = [];
  globalThis.fetch = (url, { keepalive: _, credentials: __, signal: ___, ...init }) => {
    asked.push(new URL(url).pathname);
    return edge.mf.dispatchFetch(url, { ...init, headers: { ...headers, ...network } });
  };
  const address = { endpoint: edge.url, siteKey, signal: new AbortController().signal };
  return {
    asked,
    submit: (known) => loader.submit(address, Promise.resolve({ components }), known, collector),
    visit: (token) => loader.visit(address, token),
  };
}

for (const kind of ['chromium', 'firefox']) {
  describe(`the first loader in ${kind}`, () => {
    test('submits, is told all that it insists on, comes again by its token, and visits', async () => {
      const browser = browserOf(kind, await edge.site());
      const first = await browser.submit();
      assert.equal(first.last.identity.method, 'new');
      assert.ok(first.every > 0);
      const second = await browser.submit(first);
      assert.equal(second.last.fingerprintId, first.last.fingerprintId);
      assert.equal(second.last.identity.method, 'token');
      assert.equal((await browser.visit(second.token)).ok, true);
      assert.deepEqual(browser.asked, ['/v1/token', '/v1/collect', '/v1/token', '/v1/collect', '/v1/visit']);
    });

    test('finds its stored answer of today whole, and its refusals typed', async () => {
      const site = await edge.site();
      const browser = browserOf(kind, site);
      const { last } = await browser.submit();
      assert.deepEqual(loader.readAssessment(last), last);
      const nobody = browserOf(kind, { siteKey: 'pk_dev_garbage' });
      await assert.rejects(nobody.submit(), ({ error }) => error.code === 'site_key_invalid' && error.status === 401);
    });

    test('whose token is not good any more asks for another id, by itself', async () => {
      const browser = browserOf(kind, await edge.site());
      const foreign = await browserOf(kind, await edge.site()).submit();
      const again = browserOf(kind, await edge.site());
      const entry = await again.submit({ token: foreign.token });
      assert.equal(entry.last.identity.method, 'new');
      assert.deepEqual(again.asked.slice(-2), ['/v1/token', '/v1/collect']);
      assert.equal(browser.asked.length, 0);
    });
  });
}

test('a device token of then, which said nothing of how sure it was, still names its device', async () => {
  const site = await edge.site();
  const browser = browserOf('chromium', site);
  const first = await browser.submit();
  const token = resigned(first.token, ({ sur: _, ...claims }) => claims, { purpose: 'device token' });
  assert.notEqual(token, first.token);
  await browser.visit(token);
  assert.equal((await browser.submit({ ...first, token })).last.fingerprintId, first.last.fingerprintId);
});

test('a submission token of then, which named no database, is good where there was one', async () => {
  const { id: tenantId } = await edge.tenant('Acme', { shard: 0 });
  const site = await edge.site({ tenantId });
  const visitor = edge.visitor();
  const token = resigned(await visitor.token(site), ({ jti, typ, ten, site, origin, every, iat, exp }) => ({
    typ,
    iat,
    exp,
    jti,
    ten,
    site,
    origin,
    every,
  }));
  assertOk(await visitor.collect(token));
});
