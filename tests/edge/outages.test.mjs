// What a deployment lives through: a database that is locked or has no room, stores that never answer, a cache that
// holds nonsense, clocks that disagree, and the database of an earlier version. Every answer is typed, none is lost.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { wrapped } from '../../tools/lib/counting-edge.mjs';
import { assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';
import { aged } from '../lib/forge.mjs';
import { another } from '../lib/submission.mjs';

const assertUnavailable = (answer) => {
  assertProblem(answer, 503, 'unavailable');
  assert.match(answer.headers.get('retry-after'), /^[1-9]\d*$/);
  assert.doesNotMatch(answer.text, /sqlite|locked|disk|full/i, 'the inside shows');
};

/** A folder for one test's stores. */
const folder = () => mkdtemp(join(tmpdir(), 'edgeprint-outage-'));

describe('a database that another process has locked', {
  skip: spawnSync('python3', ['-c', 'import sqlite3']).status !== 0 && 'needs Python, for its sqlite3',
}, () => {
  /** Takes the write lock, says so, and holds it until its input ends. */
  const HOLD = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
db.execute('BEGIN IMMEDIATE')
print('held', flush=True)
sys.stdin.read()
db.execute('ROLLBACK')
`;

  test('refuses what would be written, loses nothing, and comes back', async () => {
    const state = await folder();
    const edge = await startEdge({ state, shards: 1 });
    try {
      const site = await edge.site();
      const visitor = edge.visitor();
      const { deviceToken, fingerprintId } = await visitor.submit(site, another('locked'));
      const token = await visitor.token(site);
      const file = await databaseIn(join(state, 'd1'));
      const holder = spawn('python3', ['-c', HOLD, file], { stdio: ['pipe', 'pipe', 'inherit'] });
      const ended = once(holder, 'exit');
      try {
        await once(holder.stdout, 'data');
        assertUnavailable(await visitor.collect(token, { ...another('locked'), deviceToken }));
        assertUnavailable(await visitor.visit(site.siteKey, deviceToken));
        assert.equal((await visitor.askToken(site.siteKey)).status, 200, 'what only reads goes on');
      } finally {
        holder.stdin.end();
        await ended;
      }
      const again = assertOk(await visitor.collect(token, { ...another('locked'), deviceToken }));
      assert.equal(again.fingerprintId, fingerprintId);
      assertOk(await visitor.visit(site.siteKey, deviceToken));
    } finally {
      await edge.stop();
      await rm(state, { recursive: true, force: true });
    }
  });
});

/** The file of the only database in Miniflare's folder. */
async function databaseIn(from) {
  const names = await readdir(from, { recursive: true });
  const files = names.filter((name) => name.endsWith('.sqlite') && !name.endsWith('metadata.sqlite'));
  assert.equal(files.length, 1, String(files));
  return join(from, files[0]);
}

describe('a disk that is full', () => {
  test('refuses what would be written, and takes it once there is room', async (t) => {
    const state = await folder();
    const disk = join(state, 'd1');
    await mkdir(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]);
    if (mounted.status !== 0) {
      await rm(state, { recursive: true, force: true });
      return t.skip('needs the right to mount a small disk');
    }
    try {
      const edge = await startEdge({ state, shards: 1, rateLimit: 100_000 });
      try {
        await fillAndFree(edge, disk);
      } finally {
        await edge.stop();
      }
    } finally {
      spawnSync('umount', ['-l', disk]);
      await rm(state, { recursive: true, force: true });
    }
  });

  async function fillAndFree(edge, disk) {
    const site = await edge.site();
    const visitor = edge.visitor();
    const first = await visitor.submit(site, another('first'));
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=4k']); // ends when the disk is full
    let refused;
    for (let n = 0; n < 50 && !refused; n += 1) {
      const answer = await visitor.collect(await visitor.token(site), another(`filling ${n}`));
      if (answer.status === 200) continue; // there was room in what the database already has
      refused = answer;
    }
    assertUnavailable(refused);
    await rm(join(disk, 'filler'));
    const later = assertOk(await visitor.collect(await visitor.token(site), another('later')));
    assert.equal(later.identity.method, 'new');
    const same = await visitor.submit(site, { ...another('first'), deviceToken: first.deviceToken });
    assert.equal(same.fingerprintId, first.fingerprintId, 'what was stored before is there');
  }
});

test('a cache that holds nonsense slows answers down, and changes none', async () => {
  // Decisions that hold so shortly are not kept at hand: each is read from KV.
  const edge = await startEdge({ shards: 1, vars: { AUTH_CACHE_SECONDS: '29' } });
  try {
    const site = await edge.site({ allowedOrigins: ['shop.example'] });
    const { secretKey } = await edge.key(site.tenantId);
    const visitor = edge.visitor();
    const { deviceToken, fingerprintId } = await visitor.submit(site);
    const kv = await edge.mf.getKVNamespace('KV');
    for (const nonsense of ['', '{}', 'null', '{"until":9e99,"value":{}}', '\u0000\ud800', '['.repeat(10_000)]) {
      const { keys } = await kv.list();
      assert.ok(keys.length > 0);
      for (const { name } of keys) await kv.put(name, nonsense);
      assertOk(await visitor.visit(site.siteKey, deviceToken));
      for (const { name } of keys) await kv.put(name, nonsense);
      const { device } = assertOk(await edge.visitor({ origin: undefined }).device(fingerprintId, secretKey));
      assert.equal(device.deviceId, fingerprintId);
      const stranger = edge.visitor({ origin: 'https://stranger.example' });
      assertProblem(await stranger.askToken(site.siteKey), 403, 'origin_not_allowed');
    }
    assert.equal((await visitor.submit(site, { deviceToken })).fingerprintId, fingerprintId);
  } finally {
    await edge.stop();
  }
});

describe('clocks that disagree', () => {
  let edge;
  let site;
  before(async () => {
    edge = await startEdge({ shards: 1 });
    site = await edge.site();
  });
  after(() => edge.stop());

  test('a token from a clock somewhat ahead is good, and once', async () => {
    const visitor = edge.visitor();
    const ahead = aged(await visitor.token(site), -90);
    assertOk(await visitor.collect(ahead, another('ahead')));
    assertProblem(await visitor.collect(ahead, another('ahead')), 409, 'token_spent');
  });

  test('a token from a clock far ahead is not: it would outlive the memory of being spent', async () => {
    const visitor = edge.visitor();
    for (const seconds of [180, 86_400, 10 * 365 * 86_400]) {
      const ahead = aged(await visitor.token(site), -seconds);
      assertProblem(await visitor.collect(ahead, another('far ahead')), 401, 'token_expired');
    }
  });

  test('a token from a clock behind is expired, and another can be had', async () => {
    const visitor = edge.visitor();
    const behind = aged(await visitor.token(site), 600);
    assertProblem(await visitor.collect(behind, another('behind')), 401, 'token_expired');
    await visitor.submit(site, another('behind'));
  });

  test('what is stored for a time to come is served, and goes on from there', async () => {
    const visitor = edge.visitor();
    const first = await visitor.submit(site, another('tomorrow'));
    await edge.ageDevice(first.fingerprintId, -1);
    const { secretKey } = await edge.key(site.tenantId);
    const look = async () => assertOk(await edge.visitor({ origin: undefined }).device(first.fingerprintId, secretKey));
    assert.equal((await look()).device.visitCount, 1);
    assertOk(await visitor.visit(site.siteKey, first.deviceToken));
    const second = await visitor.submit(site, { ...another('tomorrow'), deviceToken: first.deviceToken });
    assert.equal(second.fingerprintId, first.fingerprintId);
    assert.equal((await look()).device.visitCount, 3);
  });
});

test('the database of the version before migrates, and its keys, tokens and devices are as good as ever', async () => {
  const state = await folder();
  const earlier = await startEdge({ state, shards: 1 });
  let site;
  let key;
  let first;
  let pending;
  try {
    site = await earlier.site();
    key = await earlier.key(site.tenantId, { scopes: ['read:device', 'read:events'] });
    first = await earlier.visitor().submit(site, another('old'));
    pending = await earlier.visitor().token(site);
    const [database] = earlier.databases;
    // What the last two migrations have added; the six before them wrote the other tables and the rows.
    const added = [
      'DROP INDEX events_by_pace',
      'ALTER TABLE events DROP COLUMN pace',
      'DROP TABLE arrivals',
      ...['since', 'submissions', 'countries', 'strangers'].map(
        (name) => `ALTER TABLE devices DROP COLUMN day_${name}`,
      ),
      'ALTER TABLE sites DROP COLUMN allowed_agents',
      'ALTER TABLE sites DROP COLUMN automation_hash',
      "DELETE FROM d1_migrations WHERE name >= '0007'",
    ];
    await database.batch(added.map((sql) => database.prepare(sql)));
  } finally {
    await earlier.stop();
  }
  const edge = await startEdge({ state, shards: 1 });
  try {
    const { results } = await edge.databases[0].prepare('SELECT name FROM d1_migrations ORDER BY name').all();
    assert.deepEqual(
      results.map(({ name }) => name),
      (await readdir(new URL('../../edge-worker/migrations', import.meta.url))).sort(),
    );
    // A loader of then: an older collector, which knows fewer signals and has none of the newer members.
    const older = { components: { worker_realm: undefined, speech_voices: undefined }, body: { collector: '0.0.9' } };
    const changes = { ...another('old'), ...older, deviceToken: first.deviceToken };
    const visitor = edge.visitor();
    assert.equal(assertOk(await visitor.collect(pending, changes)).fingerprintId, first.fingerprintId);
    assertOk(await visitor.visit(site.siteKey, first.deviceToken));
    const backend = edge.visitor({ origin: undefined });
    const { device } = assertOk(await backend.device(first.fingerprintId, key.secretKey));
    assert.equal(device.visitCount, 3);
    const headers = { authorization: `Bearer ${key.secretKey}` };
    assert.equal(assertOk(await backend.send('GET', '/v1/events', { headers })).events.length, 2);
  } finally {
    await edge.stop();
    await rm(state, { recursive: true, force: true });
  }
});

/** Around the Worker: a request can name a store that never answers it. The constructor stays: by it the Worker knows a binding. */
const DEAF = `
import edge from './index.js';
const never = () => new Promise(() => {});
const deaf = (store) => new Proxy(store, {
  get(_, name) {
    if (['batch', 'get', 'getWithMetadata', 'put'].includes(name)) return never;
    const member = store[name];
    return typeof member === 'function' && name !== 'constructor' ? member.bind(store) : member;
  },
});
export default {
  fetch(request, env, context) {
    const name = request.headers.get('deaf');
    return edge.fetch(request, name ? { ...env, [name]: deaf(env[name]) } : env, context);
  },
};
`;

test('a store that never answers ends in 503 at the deadline, while others are served', async () => {
  const edge = await startEdge({ shards: 1, adjust: (options) => wrapped(options, DEAF) });
  try {
    const site = await edge.site();
    const visitor = edge.visitor();
    const token = await visitor.token(site);
    const without = (store) => edge.visitor({ ip: visitor.ip, headers: { deaf: store } });
    // Of this site the instance remembers nothing yet.
    const { siteKey } = await edge.site();
    const waiting = Promise.all([without('DB').collect(token, another('deaf')), without('KV').askToken(siteKey)]);
    await visitor.submit(site, another('meanwhile'));
    for (const answer of await waiting) assertUnavailable(answer);
    assertOk(await visitor.collect(token, another('deaf')));
  } finally {
    await edge.stop();
  }
});
