// A database or KV that fails in the middle of a request: 503 with Retry-After and nothing half
// written, or no harm at all. Failures are real: a table that is not there, a KV that throws.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { another } from '../lib/submission.mjs';

const SHARD = 1;

describe('a database that fails', () => {
  let edge;
  let site;
  let key;
  let shard;
  before(async () => {
    edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0' } });
    const { id: tenantId } = await edge.tenant('Acme', { shard: SHARD });
    site = await edge.site({ tenantId });
    key = await edge.key(tenantId);
    shard = edge.databases[SHARD];
    // The key that signs results is made when it is first needed, once for all.
    await edge.visitor().send('GET', '/.well-known/jwks.json');
  });
  after(() => edge.stop());

  /** Acts while a table is not there. */
  async function without(table, database, act) {
    await database.prepare(`ALTER TABLE ${table} RENAME TO elsewhere`).run();
    try {
      return await act();
    } finally {
      await database.prepare(`ALTER TABLE elsewhere RENAME TO ${table}`).run();
    }
  }

  const assertUnavailable = (answer) => {
    assertProblem(answer, 503, 'unavailable');
    assert.match(answer.headers.get('retry-after'), /^[1-9]\d*$/);
    assert.doesNotMatch(answer.text, /table|elsewhere|sqlite/i, 'the inside shows');
  };

  // Each is one more statement of the one transaction, the last one included.
  for (const table of ['spent_tokens', 'fingerprints', 'devices', 'events']) {
    test(`a submission without ${table} writes nothing, and its token can be used again`, async () => {
      const visitor = edge.visitor();
      const token = await visitor.token(site);
      const counted = async () => {
        const { tables, kv } = await edge.everything();
        return { kv, rows: Object.entries(tables).map(([name, rows]) => [name, rows.length]) };
      };
      const earlier = await counted();
      const answer = await without(table, shard, () => visitor.collect(token, another(table)));
      assertUnavailable(answer);
      assert.deepEqual(await counted(), earlier, 'something was written');
      assert.equal(assertOk(await visitor.collect(token, another(table))).identity.method, 'new');
    });
  }

  test('a visit without its table leaves the device as it was', async () => {
    const visitor = edge.visitor();
    const { fingerprintId, deviceToken } = await visitor.submit(site, another('visited'));
    const look = async () => {
      await edge.emptyKv();
      return assertOk(await edge.visitor().device(fingerprintId, key.secretKey)).device;
    };
    const earlier = await look();
    assertUnavailable(await without('visits', shard, () => visitor.visit(site.siteKey, deviceToken)));
    assert.deepEqual(await look(), earlier);
    assertOk(await visitor.visit(site.siteKey, deviceToken));
    assert.equal((await look()).visitCount, earlier.visitCount + 1);
  });

  test('takes no tenant of another database down', async () => {
    const other = await edge.site({ tenantId: (await edge.tenant('Other', { shard: 2 })).id });
    const visitor = edge.visitor();
    await without('events', shard, async () => {
      assert.equal((await visitor.submit(other)).identity.method, 'new');
    });
  });

  test('without the directory no key is decided on, and none is refused', async () => {
    const { deviceToken, fingerprintId } = await edge.visitor().submit(site, another('directory'));
    await without('sites', edge.databases[0], async () => {
      assertUnavailable(await edge.visitor().askToken(site.siteKey));
      assertUnavailable(await edge.visitor().visit(site.siteKey, deviceToken));
    });
    await without('api_keys', edge.databases[0], async () => {
      assertUnavailable(await edge.visitor().device(fingerprintId, key.secretKey));
    });
    assertOk(await edge.visitor().device(fingerprintId, key.secretKey));
  });

  test('a site whose shard cannot be told its retention is not added', async () => {
    await without('site_retention', shard, async () => {
      const answer = await assertNothingWrittenIn(edge.databases[0], 'sites', () =>
        edge.visitor().send('POST', '/v1/admin/sites', {
          body: { tenantId: site.tenantId, name: 'Late', retentionDays: 3 },
          headers: { authorization: `Bearer ${edge.adminToken}` },
        }),
      );
      assertUnavailable(answer);
    });
  });
});

async function assertNothingWrittenIn(database, table, act) {
  const rows = async () => (await database.prepare(`SELECT * FROM ${table}`).all()).results;
  const earlier = await rows();
  const answer = await act();
  assert.deepEqual(await rows(), earlier);
  return answer;
}

describe('a KV that fails', () => {
  let edge;
  before(async () => {
    edge = await startEdge({ adjust: withBrokenKv });
  });
  after(() => edge.stop());

  test('slows answers down, and changes none of them', async () => {
    const site = await edge.site({ allowedOrigins: ['shop.example'] });
    const { secretKey } = await edge.key(site.tenantId);
    const visitor = edge.visitor();
    const first = await visitor.submit(site);
    assertOk(await visitor.visit(site.siteKey, first.deviceToken));
    assert.equal((await visitor.submit(site, { deviceToken: first.deviceToken })).fingerprintId, first.fingerprintId);
    const { device } = assertOk(await edge.visitor({ origin: undefined }).device(first.fingerprintId, secretKey));
    assert.equal(device.visitCount, 3);
    const stranger = edge.visitor({ origin: 'https://stranger.example' });
    assertProblem(await stranger.askToken(site.siteKey), 403, 'origin_not_allowed');
  });

  /** Gives the Worker a KV of which every method throws, as the platform's does in an outage. */
  function withBrokenKv(options) {
    const [edgeWorker] = options.workers;
    delete edgeWorker.kvNamespaces;
    edgeWorker.wrappedBindings = { KV: { scriptName: 'broken-kv' } };
    const script = `const fail = async () => { throw new Error('KV is down'); };
      export default () => ({ get: fail, getWithMetadata: fail, put: fail, delete: fail, list: fail });`;
    options.workers.push({ name: 'broken-kv', modules: true, script });
    return options;
  }
});
