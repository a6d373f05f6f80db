// What the server SDK verifies by itself: sealed results and webhooks that the real Worker made, and such as it
// would not make. jose and standardwebhooks, which know nothing of us, make the latter.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createSealedVerifier, createServerClient, SealedError, verifyWebhook, WebhookError } from 'edgeprint/server';
import { build } from 'esbuild';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Miniflare } from 'miniflare';
import { Webhook } from 'standardwebhooks';
import { startEdge } from '../lib/edge.mjs';
import { startReceiver } from '../lib/receiver.mjs';
import { inRepo } from '../lib/repo.mjs';

let edge;
let site;
before(async () => {
  edge = await startEdge({ vars: { AUTH_CACHE_SECONDS: '0' } });
  site = await edge.site();
});
after(() => edge.stop());

const fails = (promise, kind, code) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof kind, `${error}`);
    assert.equal(error.code, code, error.message);
    return true;
  });

describe('a sealed result of the edge', () => {
  test('is verified, and the keys are fetched once for many', async () => {
    const asked = [];
    const counting = (url, init) => {
      asked.push(new URL(url).pathname);
      return fetch(url, init);
    };
    const client = createServerClient({
      endpoint: edge.url,
      secretKey: 'sk_none',
      tenantId: site.tenantId,
      fetch: counting,
    });
    const visitor = edge.visitor();
    const { sealed, ...answer } = await visitor.submit(site, { body: { action: 'login', linkedId: 'Zoë, 7' } });
    const all = await Promise.all(Array.from({ length: 5 }, () => client.verifySealed(sealed)));
    for (const claims of all) assert.deepEqual(claims, decodeJwt(sealed));
    assert.deepEqual([all[0].sub, all[0].jti], [answer.fingerprintId, answer.requestId]);
    const expected = {
      action: 'login',
      linkedId: 'Zoë, 7',
      domainId: site.domainId,
      origin: ['https://a.example', visitor.origin],
    };
    await client.verifySealed(sealed, expected);
    assert.deepEqual(asked, ['/.well-known/jwks.json']);
    for (const other of [{ action: 'pay' }, { linkedId: '' }, { origin: 'https://a.example' }, { domainId: 'd_x' }]) {
      await fails(client.verifySealed(sealed, other), SealedError, 'unexpected');
    }
    const plain = await visitor.submit(site);
    await fails(client.verifySealed(plain.sealed, { action: 'login' }), SealedError, 'unexpected');
  });

  test('is for one tenant and from one deployment', async () => {
    const { sealed } = await edge.visitor().submit(site);
    const other = createSealedVerifier({ endpoint: edge.url, tenantId: 't_other' });
    await fails(other(sealed), SealedError, 'wrong_tenant');
    const elsewhere = createSealedVerifier({ endpoint: edge.url, tenantId: site.tenantId, issuer: 'elsewhere' });
    await fails(elsewhere(sealed), SealedError, 'wrong_issuer');
    assert.throws(() => createSealedVerifier({ endpoint: edge.url }), TypeError);
    const forgetful = createServerClient({ endpoint: edge.url, secretKey: 'sk_none' });
    await assert.rejects(forgetful.verifySealed(sealed), TypeError);
  });

  test('is refused once it was touched', async () => {
    const verify = createSealedVerifier({ endpoint: edge.url, tenantId: site.tenantId });
    const { sealed, deviceToken } = await edge.visitor().submit(site);
    const [head, body, signature] = sealed.split('.');
    const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header = decodeProtectedHeader(sealed);
    const claims = encoded({ ...decodeJwt(sealed), score: 1 });
    await fails(verify(`${head}.${claims}.${signature}`), SealedError, 'signature_invalid');
    await fails(verify(`${head}.${body}.${Buffer.alloc(64).toString('base64url')}`), SealedError, 'signature_invalid');
    for (const text of [
      ...['', 'x', '..', `${sealed}.`, deviceToken, 'a'.repeat(9000), `${head}.${body}.`, sealed.slice(0, -3), 7, null],
      `${head}.${body}.${signature.slice(0, -4)}!!!!`,
      ...[{ alg: 'none' }, { alg: 'HS256' }, { typ: 'JWT' }, { kid: 7 }, { crit: ['exp'] }].map(
        (changes) => `${encoded({ ...header, ...changes })}.${body}.${signature}`,
      ),
    ]) {
      await fails(verify(text), SealedError, 'malformed');
    }
  });
});

describe('keys and times', () => {
  const KID = 'sig_test';
  let pair;
  let published;
  let fetched;
  const publishing = async () => {
    fetched += 1;
    if (published instanceof Error) throw published;
    return Response.json({ keys: published });
  };
  const jwk = async (kid) => ({ ...(await exportJWK(pair.publicKey)), kid, alg: 'ES256', use: 'sig' });
  const now = () => Math.floor(Date.now() / 1000);
  const signed = (claims = {}, kid = KID, key = pair.privateKey) =>
    new SignJWT({ iss: 'edgeprint', aud: 't_1', jti: 'req_1', iat: now(), exp: now() + 300, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'edgeprint-result+jwt', kid })
      .sign(key);
  let verify;
  before(async () => {
    pair = await generateKeyPair('ES256', { extractable: true });
  });
  const start = async () => {
    fetched = 0;
    published = [await jwk(KID)];
    verify = createSealedVerifier({ endpoint: 'https://edge.example', tenantId: 't_1', fetch: publishing, retries: 0 });
  };

  test('a result has its time, and the clocks may be a little apart', async () => {
    await start();
    for (const seconds of [0, -300, 3])
      await verify(await signed({ iat: now() + seconds, exp: now() + 300 + seconds }));
    await fails(verify(await signed({ exp: now() - 6 })), SealedError, 'expired');
    await fails(verify(await signed({ exp: undefined })), SealedError, 'expired');
    await fails(verify(await signed({ exp: 'later' })), SealedError, 'expired');
    await fails(verify(await signed({ iat: now() + 60 })), SealedError, 'not_yet_valid');
    await fails(verify(await signed({ aud: ['t_1'] })), SealedError, 'wrong_tenant');
  });

  test('somebody else’s signature is refused, under any name', async () => {
    await start();
    const { privateKey } = await generateKeyPair('ES256');
    await fails(verify(await signed({}, KID, privateKey)), SealedError, 'signature_invalid');
    await fails(verify(await signed({}, 'sig_other', privateKey)), SealedError, 'unknown_key');
  });

  test('a new key is found, but not sought at every forgery; a dropped one ends', async (t) => {
    await start();
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    await verify(await signed());
    for (const _ of [1, 2, 3]) await fails(verify(await signed({}, 'sig_new')), SealedError, 'unknown_key');
    assert.equal(fetched, 1);
    published = [
      await jwk('sig_new'),
      { kid: 'odd', kty: 'RSA' },
      null,
      { kid: 'bad', kty: 'EC', crv: 'P-256', x: 'A', y: 'A' },
    ];
    t.mock.timers.tick(30_000);
    await verify(await signed({}, 'sig_new'));
    assert.equal(fetched, 2);
    await fails(verify(await signed()), SealedError, 'unknown_key');
    t.mock.timers.tick(300_000);
    published = new Error('no network');
    await fails(verify(await signed({}, 'sig_new')), Error, 'network_error');
    published = [await jwk('sig_new')];
    await verify(await signed({}, 'sig_new'));
  });

  test('one that gives up does not take the keys from those who wait with it', async () => {
    await start();
    const controller = new AbortController();
    const text = await signed();
    const [impatient, patient] = [verify(text, { signal: controller.signal }), verify(text)];
    controller.abort(new Error('enough'));
    await assert.rejects(impatient, /enough/);
    assert.equal((await patient).jti, 'req_1');
    assert.equal(fetched, 1);
  });
});

describe('a message', () => {
  const receivers = [];
  afterEach(() => Promise.all(receivers.splice(0).map((receiver) => receiver.close())));
  const hooked = async () => {
    const receiver = await startReceiver();
    receivers.push(receiver);
    const its = await edge.site();
    const events = ['submission.created'];
    const { webhook, secret } = await edge.admin('POST', 'webhooks', {
      domainId: its.domainId,
      url: receiver.url,
      events,
    });
    return { receiver, site: its, webhook, secret };
  };

  test('of the edge is verified, with either secret while one takes over from the other', async () => {
    const hook = await hooked();
    const first = await edge.visitor().submit(hook.site);
    const [{ headers, body }] = await hook.receiver.received(1);
    const message = await verifyWebhook({ body, headers, secret: hook.secret });
    assert.deepEqual([message.id, message.type], [headers['webhook-id'], 'submission.created']);
    assert.equal(message.data.deviceId, first.fingerprintId);
    const { secret } = await edge.admin('POST', `webhooks/${hook.webhook.id}/rotate-secret`, { overlapSeconds: 60 });
    await edge.visitor().submit(hook.site);
    const [, late] = await hook.receiver.received(2);
    assert.equal(late.headers['webhook-signature'].split(' ').length, 2);
    for (const one of [secret, hook.secret, [secret, hook.secret]]) await verifyWebhook({ ...late, secret: one });
    await fails(verifyWebhook({ body, headers, secret }), WebhookError, 'signature_invalid');
    await verifyWebhook({ body, headers, secret: [secret, hook.secret] });
  });

  const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const BODY =
    '{"type":"device.erased","timestamp":"2026-01-01T00:00:00.000Z","data":{"deviceId":"dv_1","domainId":"d_1"}}';
  const made = (at = new Date(), body = BODY) => ({
    body,
    secret: SECRET,
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': `${Math.floor(at / 1000)}`,
      'webhook-signature': new Webhook(SECRET).sign('msg_1', at, body),
    },
  });

  test('is taken as text or bytes, with headers of any kind', async () => {
    const { body, secret, headers } = made();
    for (const raw of [body, Buffer.from(body), new TextEncoder().encode(body).buffer]) {
      assert.equal((await verifyWebhook({ body: raw, secret, headers: new Headers(headers) })).data.deviceId, 'dv_1');
    }
    const among = { ...headers, 'webhook-signature': `v1a,AAAA v1,AAAA ${headers['webhook-signature']}` };
    await verifyWebhook({ body, secret, headers: among });
  });

  test('is refused where anything of it was changed, is missing, or is of another time', async () => {
    const { body, secret, headers } = made();
    const changed = (name, value) => verifyWebhook({ body, secret, headers: { ...headers, [name]: value } });
    await fails(verifyWebhook({ body: `${body} `, secret, headers }), WebhookError, 'signature_invalid');
    await fails(changed('webhook-id', 'msg_2'), WebhookError, 'signature_invalid');
    await fails(
      changed('webhook-timestamp', `${Number(headers['webhook-timestamp']) - 1}`),
      WebhookError,
      'signature_invalid',
    );
    for (const value of ['v1,', 'v1,!', headers['webhook-signature'].replace('v1', 'v2'), 'x']) {
      await fails(changed('webhook-signature', value), WebhookError, 'signature_invalid');
    }
    for (const name of Object.keys(headers)) await fails(changed(name, undefined), WebhookError, 'header_missing');
    for (const value of ['soon', '-1', '1e9'])
      await fails(changed('webhook-timestamp', value), WebhookError, 'timestamp_invalid');
    for (const minutes of [-6, 6]) {
      const other = made(new Date(Date.now() + minutes * 60_000));
      await fails(verifyWebhook(other), WebhookError, 'timestamp_invalid');
      await verifyWebhook({ ...other, tolerance: 400_000 });
    }
    await fails(verifyWebhook(made(new Date(), '[]')), WebhookError, 'payload_malformed');
    await assert.rejects(verifyWebhook({ ...made(), secret: 'whsec_' }), TypeError);
  });
});

test('the SDK runs in a Worker', async () => {
  const { outputFiles } = await build({
    stdin: {
      resolveDir: inRepo('tests'),
      contents: `
        import { createServerClient, verifyWebhook } from 'edgeprint/server';
        export default {
          async fetch(request) {
            const { sealed, message, ...options } = await request.json();
            const client = createServerClient(options);
            const claims = await client.verifySealed(sealed);
            const [device, told] = await Promise.all([client.devices.get(claims.sub), verifyWebhook(message)]);
            return Response.json({ claims, device, told });
          },
        };`,
    },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['workerd', 'worker'],
  });
  const worker = new Miniflare({
    modules: true,
    script: outputFiles[0].text,
    compatibilityDate: '2026-04-01',
    cf: false,
  });
  try {
    const { secretKey } = await edge.key(site.tenantId);
    const { sealed, fingerprintId } = await edge.visitor().submit(site);
    const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const body = '{"type":"device.erased"}';
    const at = new Date();
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': `${Math.floor(at / 1000)}`,
      'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
    };
    const asked = {
      sealed,
      message: { body, headers, secret },
      endpoint: edge.url,
      secretKey,
      tenantId: site.tenantId,
    };
    const answer = await worker.dispatchFetch('http://backend.example', {
      method: 'POST',
      body: JSON.stringify(asked),
    });
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    const { claims, device, told } = JSON.parse(text);
    assert.deepEqual([claims.sub, device.deviceId, told.id], [fingerprintId, fingerprintId, 'msg_1']);
  } finally {
    await worker.dispose();
  }
});
