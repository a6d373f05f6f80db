// Sealed results, checked by an independent JOSE library and by the edge itself.
import assert from 'node:assert/strict';
import { createDecipheriv, generateKeyPairSync, hkdfSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, importPKCS8, jwtVerify, SignJWT } from 'jose';
import { assertNothingWritten, assertOk, assertProblem } from '../lib/assert.mjs';
import { SECRET, startEdge } from '../lib/edge.mjs';

let edge;
let site;
let key;
before(async () => {
  edge = await startEdge();
  site = await edge.site();
  key = (await edge.key(site.tenantId, { scopes: ['verify'] })).secretKey;
});
after(() => edge.stop());

const jwks = async () => {
  const answer = await edge.visitor({ origin: undefined }).send('GET', '/.well-known/jwks.json');
  assert.equal(answer.status, 200, answer.text);
  return answer;
};

const verify = (sealed, { secretKey = key, ...options } = {}) =>
  edge.visitor({ origin: undefined }).send('POST', '/v1/verify', {
    body: { sealed, ...options },
    headers: { authorization: `Bearer ${secretKey}` },
  });

/** The claims of a result that the library accepts. */
async function trusted(sealed, audience = site.tenantId) {
  const keys = createLocalJWKSet((await jwks()).body);
  const { payload } = await jwtVerify(sealed, keys, {
    issuer: 'edgeprint',
    audience,
    algorithms: ['ES256'],
    typ: 'edgeprint-result+jwt',
  });
  return payload;
}

async function refused(sealed, reason, options) {
  const body = assertOk(await verify(sealed, options));
  assert.deepEqual([body.valid, body.reason, body.claims], [false, reason, null]);
}

/** The edge's own key, out of its database: for results that it would not sign itself. */
async function privateKey(kid) {
  const { tables } = await edge.everything();
  const locked = Buffer.from(tables.signing_keys.find(({ id }) => id === kid).private_key, 'base64');
  const atRest = Buffer.from(hkdfSync('sha256', SECRET, 'edgeprint/1', 'secrets at rest', 32));
  const cipher = createDecipheriv('aes-256-gcm', atRest, locked.subarray(0, 12));
  cipher.setAAD(Buffer.from(kid)).setAuthTag(locked.subarray(-16));
  const pkcs8 = Buffer.concat([cipher.update(locked.subarray(12, -16)), cipher.final()]).toString('base64');
  return importPKCS8(`-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----`, 'ES256');
}

describe('a sealed result', () => {
  test('says what the answer says, and any JOSE library can tell that it is the edge’s', async () => {
    const visitor = edge.visitor();
    const answer = await visitor.submit(site, { body: { action: 'login', linkedId: 'order 7, für Zoë' } });
    const claims = await trusted(answer.sealed);
    assert.deepEqual(claims, {
      iss: 'edgeprint',
      aud: site.tenantId,
      sub: answer.fingerprintId,
      jti: answer.requestId,
      iat: claims.iat,
      exp: claims.iat + 300,
      domainId: site.domainId,
      origin: visitor.origin,
      score: answer.score,
      riskLevel: answer.risk_level,
      confidence: answer.confidence,
      flags: answer.flags,
      identity: answer.identity,
      action: 'login',
      linkedId: 'order 7, für Zoë',
    });
    assert.ok(Math.abs(claims.iat - Date.now() / 1000) < 60);
    assert.ok(answer.sealed.length < 2000, `${answer.sealed.length} characters`);
  });

  test('leaves out what was not said', async () => {
    const { sealed } = await edge.visitor().submit(site);
    const claims = await trusted(sealed);
    assert.ok(!('action' in claims) && !('linkedId' in claims));
  });

  test('of a reduced submission names nobody', async () => {
    const visitor = edge.visitor();
    const answer = assertOk(await visitor.collect(await visitor.token(site), { body: { reduced: true } }));
    const claims = await trusted(answer.sealed);
    assert.ok(!('sub' in claims) && !('identity' in claims));
  });

  test('in shadow mode says what the page is told', async () => {
    const shadow = await edge.site({ tenantId: site.tenantId, shadowMode: true });
    const driven = { components: { webdriver: { status: 'ok', ms: 0, value: { value: true } } } };
    const { sealed } = await edge.visitor().submit(shadow, driven);
    const { score, flags } = await trusted(sealed);
    assert.deepEqual([score, flags], [0, []]);
  });

  test('of one tenant is not for another', async () => {
    const other = await edge.site();
    const { sealed } = await edge.visitor().submit(other);
    await assert.rejects(trusted(sealed), { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' });
  });

  for (const [what, body] of [
    ['an empty action', { action: '' }],
    ['an action of 65 characters', { action: 'a'.repeat(65) }],
    ['an action of two lines', { action: 'a\nb' }],
    ['a linkedId of 257 characters', { linkedId: 'é'.repeat(257) }],
  ]) {
    test(`takes no ${what}`, async () => {
      const visitor = edge.visitor();
      const answer = await visitor.collect(await visitor.token(site), { body });
      assertProblem(answer, 422, 'payload_invalid');
    });
  }

  test('takes the longest action and linkedId', async () => {
    const { sealed } = await edge.visitor().submit(site, {
      body: { action: 'é'.repeat(64), linkedId: '日'.repeat(256) },
    });
    assert.equal((await trusted(sealed)).linkedId.length, 256);
  });
});

describe('the key set', () => {
  test('is public, may be kept for five minutes, and holds no private member', async () => {
    const answer = await jwks();
    assert.match(answer.headers.get('cache-control'), /public, max-age=300/);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    for (const jwk of answer.body.keys) {
      assert.deepEqual(Object.keys(jwk).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      assert.deepEqual([jwk.kty, jwk.crv, jwk.alg, jwk.use], ['EC', 'P-256', 'ES256', 'sig']);
    }
  });

  test('is stored with its private halves encrypted', async () => {
    await jwks();
    const { tables } = await edge.everything();
    for (const row of tables.signing_keys) {
      const bytes = Buffer.from(row.private_key, 'base64');
      // PKCS #8 of a P-256 key holds the curve's object identifier.
      assert.equal(bytes.includes(Buffer.from('2a8648ce3d030107', 'hex')), false);
      assert.ok(!JSON.parse(row.public_key).d, 'the private member is in the clear');
    }
  });
});

describe('POST /v1/verify', () => {
  test('tells what a valid result says', async () => {
    const answer = await edge.visitor().submit(site);
    const { valid, reason, claims } = assertOk(await verify(answer.sealed));
    assert.deepEqual([valid, reason], [true, null]);
    assert.deepEqual(claims, decodeJwt(answer.sealed));
  });

  test('needs a secret key with its own scope', async () => {
    const { sealed } = await edge.visitor().submit(site);
    const { secretKey } = await edge.key(site.tenantId, { scopes: ['read:device'] });
    assertProblem(await verify(sealed, { secretKey }), 403, 'scope_missing');
    assertProblem(await verify(sealed, { secretKey: 'sk_dev_x' }), 401, 'api_key_invalid');
  });

  test('says replayed to the second single use, and never otherwise', async () => {
    const { sealed } = await edge.visitor().submit(site);
    for (const _ of [1, 2]) assert.equal(assertOk(await verify(sealed)).valid, true);
    assert.equal(assertOk(await verify(sealed, { singleUse: true })).valid, true);
    await refused(sealed, 'replayed', { singleUse: true });
    assert.equal(assertOk(await verify(sealed)).valid, true);
  });

  test('lets exactly one of many at once have the single use', async () => {
    const { sealed } = await edge.visitor().submit(site);
    const answers = await Promise.all(Array.from({ length: 6 }, () => verify(sealed, { singleUse: true })));
    assert.equal(answers.filter(({ body }) => body.valid).length, 1);
  });

  test('says wrong_tenant to another tenant’s backend', async () => {
    const { sealed } = await edge.visitor().submit(site);
    const other = await edge.key((await edge.tenant()).id, { scopes: ['verify'] });
    await refused(sealed, 'wrong_tenant', { secretKey: other.secretKey });
  });

  test('says expired to one whose time is over, also where it is right in all else', async () => {
    const { sealed } = await edge.visitor().submit(site);
    const header = decodeProtectedHeader(sealed);
    const aged = (seconds) => {
      const claims = decodeJwt(sealed);
      const times = { iat: claims.iat - seconds, exp: claims.exp - seconds };
      return new SignJWT({ ...claims, ...times }).setProtectedHeader(header);
    };
    const own = await privateKey(header.kid);
    assert.equal(assertOk(await verify(await aged(200).sign(own))).valid, true, 'a hundred seconds are left');
    await refused(await aged(301).sign(own), 'expired');
    await refused(await aged(301).sign(own), 'expired', { singleUse: true });
  });

  test('says signature_invalid to a changed claim or signature', async () => {
    const { sealed } = await edge.visitor().submit(site);
    const [head, body, signature] = sealed.split('.');
    const claims = { ...decodeJwt(sealed), score: 1 };
    const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
    await refused(`${head}.${changed}.${signature}`, 'signature_invalid');
    await refused(`${head}.${body}.${Buffer.alloc(64).toString('base64url')}`, 'signature_invalid');
    await refused(`${head}.${body}.${Buffer.alloc(7).toString('base64url')}`, 'signature_invalid');
    await refused(`${head}.${body}.`, 'signature_invalid');
  });

  test('says signature_invalid to somebody else’s signature under the edge’s kid, and unknown_key to their own', async () => {
    const { sealed } = await edge.visitor().submit(site);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const header = decodeProtectedHeader(sealed);
    const forged = (kid) => new SignJWT(decodeJwt(sealed)).setProtectedHeader({ ...header, kid }).sign(privateKey);
    await refused(await forged(header.kid), 'signature_invalid');
    await refused(await forged('sig_0000000000000000000000'), 'unknown_key');
  });

  test('says malformed to what is no result, other algorithms above all', async () => {
    const { sealed, deviceToken } = await edge.visitor().submit(site);
    const [, body, signature] = sealed.split('.');
    const header = decodeProtectedHeader(sealed);
    const withHeader = (changes) =>
      `${Buffer.from(JSON.stringify({ ...header, ...changes })).toString('base64url')}.${body}.${signature}`;
    for (const text of [
      '',
      'x',
      '..',
      deviceToken,
      withHeader({ alg: 'none' }),
      withHeader({ alg: 'HS256' }),
      withHeader({ typ: 'JWT' }),
      withHeader({ kid: undefined }),
      withHeader({ crit: ['exp'] }),
      'a'.repeat(20_000),
      sealed.slice(0, -3),
    ]) {
      const answer = assertOk(await verify(text), text.slice(0, 40));
      assert.equal(answer.valid, false);
      assert.ok(['malformed', 'signature_invalid'].includes(answer.reason), `${answer.reason} ${text.slice(0, 40)}`);
      if (text.slice(0, -3) !== sealed.slice(0, -6)) assert.equal(answer.reason, 'malformed', text.slice(0, 60));
    }
    const answer = await edge.visitor().send('POST', '/v1/verify', {
      body: { sealed: 7 },
      headers: { authorization: `Bearer ${key}` },
    });
    assertProblem(answer, 400, 'payload_malformed');
  });

  test('writes nothing unless it uses a result up', async () => {
    const { sealed } = await edge.visitor().submit(site);
    await verify(sealed);
    await assertNothingWritten(edge, () => verify(sealed));
  });
});

describe('rotation', () => {
  test('publishes the new key before it signs, and the old one until what it signed has ended', async () => {
    const { sealed } = await edge.visitor().submit(site);
    const former = decodeProtectedHeader(sealed).kid;
    const { key: next } = await edge.admin('POST', 'signing-keys', {});
    assert.ok(Date.parse(next.activeFrom) >= Date.now() + 590_000);
    const published = (await jwks()).body.keys.map(({ kid }) => kid);
    assert.deepEqual(published.sort(), [former, next.id].sort());
    const { keys } = await edge.admin('GET', 'signing-keys');
    const end = Date.parse(keys.find(({ id }) => id === former).publishedUntil);
    assert.ok(end >= Date.parse(next.activeFrom) + 360_000, 'results outlive their key');
    assert.equal(decodeProtectedHeader((await edge.visitor().submit(site)).sealed).kid, former);
    await trusted(sealed);
    assert.equal(assertOk(await verify(sealed)).valid, true);
  });

  test('at once: the new key signs after a minute at most, the old results stay valid', async () => {
    const own = await startEdge();
    try {
      // An isolate that has not signed yet looks for the newest key; this one has signed with nothing.
      const ownSite = await own.site();
      const { key: first } = await own.admin('POST', 'signing-keys', { activateInSeconds: 0 });
      const { sealed } = await own.visitor().submit(ownSite);
      assert.equal(decodeProtectedHeader(sealed).kid, first.id);
      await own.admin('DELETE', `signing-keys/${first.id}`);
      const { secretKey } = await own.key(ownSite.tenantId, { scopes: ['verify'] });
      const answer = await own.visitor().send('POST', '/v1/verify', {
        body: { sealed },
        headers: { authorization: `Bearer ${secretKey}` },
      });
      assert.equal(assertOk(answer).reason, 'unknown_key', 'a dropped key is not accepted');
    } finally {
      await own.stop();
    }
  });
});
