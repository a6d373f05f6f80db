// Cloudflare Access in front of the administration: whose word counts.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AUDIENCE, TEAM, Team } from '../lib/access.mjs';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { startEdge } from '../lib/edge.mjs';

const team = new Team();
const CONFIGURED = { ACCESS_TEAM_DOMAIN: TEAM, ACCESS_AUD: AUDIENCE };
let edge;
before(async () => {
  edge = await startEdge({ vars: CONFIGURED, adjust: team.adjust });
});
after(() => edge.stop());

/** What the Backoffice's own pages send, and other origins cannot. */
const OWN = { 'x-edgeprint-backoffice': '1' };

const add = (jwt, at = edge, headers = OWN) =>
  at.visitor({ origin: undefined }).send('POST', '/v1/admin/tenants', {
    body: { name: 'By Access' },
    headers: { 'cf-access-jwt-assertion': jwt, ...headers },
  });

test('who Access let through administers, and the audit log names them', async () => {
  const { tenant } = assertOk(await add(team.jwt()));
  const { entries } = await edge.admin('GET', `audit-log?tenantId=${tenant.id}`);
  assert.deepEqual(
    entries.map(({ action, actor }) => [action, actor]),
    [['tenant.add', 'ada@acme.example']],
  );
  const service = team.jwt({ aud: AUDIENCE, email: undefined, common_name: 'deploy.access' });
  assertOk(await add(service, edge, {}), 'a service token');
});

describe('the cookie of Access alone, which a browser sends for any page, reads and', () => {
  for (const [name, headers] of [
    ['changes nothing without the header that other origins cannot send', {}],
    ['changes nothing by a form of another site', { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }],
    ['changes nothing with the header from another site', { ...OWN, 'sec-fetch-site': 'cross-site' }],
    ['changes nothing with the header from a neighbour', { ...OWN, 'sec-fetch-site': 'same-site' }],
  ]) {
    test(name, async () => {
      const forged = () => add(team.jwt(), edge, headers);
      assertProblem(await assertNothingWritten(edge, forged), 403, 'session_forged');
    });
  }

  test('is enough to read', async () => {
    const headers = { 'cf-access-jwt-assertion': team.jwt() };
    assertOk(await edge.visitor({ origin: undefined }).send('GET', '/v1/admin/tenants', { headers }));
  });
});

const now = () => Math.floor(Date.now() / 1000);
describe('refused, with nothing written:', () => {
  const stranger = new Team();
  const unsigned = team.jwt().replace(/[^.]*$/, '');
  const cases = {
    'another application’s': () => team.jwt({ aud: ['another'] }),
    'nobody’s application': () => team.jwt({ aud: [] }),
    'another team’s': () => team.jwt({ iss: 'https://evil.cloudflareaccess.example' }),
    'one that has ended': () => team.jwt({ exp: now() - 1 }),
    'one that does not end': () => team.jwt({ exp: undefined }),
    'one that has yet to begin': () => team.jwt({ nbf: now() + 600 }),
    'by a key that nobody has': () => team.jwt({}, { header: { kid: 'key-0' } }),
    'by no key in particular': () => team.jwt({}, { header: { kid: undefined } }),
    'by another’s key under this one’s id': () => stranger.jwt(),
    'alg none': () => team.jwt({}, { header: { alg: 'none' } }),
    'alg HS256, with the public key for a secret': () => team.jwt({}, { header: { alg: 'HS256' } }),
    'without a signature': () => unsigned,
    'with something critical in it': () => team.jwt({}, { header: { crit: ['b64'], b64: false } }),
    'that names nobody': () => team.jwt({ email: undefined }),
    'that is none': () => 'x.y.z',
  };
  test('each of them', async () => {
    await assertNothingWritten(edge, async () => {
      for (const [name, make] of Object.entries(cases)) {
        assertProblem(await add(make()), 401, 'admin_token_invalid', name);
      }
    });
  });

  test('a word that was changed on the way', async () => {
    const [head, , signature] = team.jwt().split('.');
    const [, claims] = team.jwt({ email: 'eve@acme.example' }).split('.');
    assertProblem(await add([head, claims, signature].join('.')), 401, 'admin_token_invalid');
  });
});

test('the keys are asked for once, however many come, and invented key ids change nothing', async () => {
  const before = team.asked;
  for (let n = 0; n < 3; n += 1) {
    assertOk(await add(team.jwt()));
    assertProblem(await add(team.jwt({}, { header: { kid: `invented-${n}` } })), 401, 'admin_token_invalid');
  }
  assert.ok(team.asked - before <= 1, `${team.asked - before} times`);
});

test('keys that cannot be had are told as such, and the operator’s token still counts', async () => {
  const closed = new Team();
  closed.status = 500;
  const other = await startEdge({ vars: CONFIGURED, adjust: closed.adjust });
  try {
    const answer = await add(closed.jwt(), other);
    assertProblem(answer, 503, 'unavailable');
    assert.ok(answer.headers.get('retry-after'));
    assert.equal((await other.tenant('By token')).name, 'By token');
  } finally {
    await other.stop();
  }
});

test('where Access is not configured, its header is nobody’s word', async () => {
  const open = await startEdge({ adjust: team.adjust });
  try {
    assertProblem(await add(team.jwt(), open), 401, 'admin_token_invalid');
  } finally {
    await open.stop();
  }
});
