// A team of Cloudflare Access: signs for its members, publishes its keys. The edge
// asks for them over the network, which leads here.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

export const TEAM = 'acme.cloudflareaccess.example';
export const AUDIENCE = 'aud-of-the-administration';
const CERTS = `https://${TEAM}/cdn-cgi/access/certs`;

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export class Team {
  /** How often its keys were asked for. */
  asked = 0;
  /** What it answers with, where that is not its keys. */
  status = 200;
  keys = {};

  constructor() {
    this.addKey('key-1');
  }

  addKey(kid) {
    this.keys[kid] = generateKeyPairSync('rsa', { modulusLength: 2048 });
  }

  /** Takes the edge's requests to the internet, for Miniflare's options. */
  adjust = (options) => {
    const outboundService = async ({ url }) => {
      const { Response } = await import('miniflare');
      if (url !== CERTS) return new Response('nobody is there', { status: 502 });
      this.asked += 1;
      return Response.json({ keys: this.published() }, { status: this.status });
    };
    return { ...options, workers: options.workers.map((worker) => ({ ...worker, outboundService })) };
  };

  published() {
    return Object.entries(this.keys).map(([kid, { publicKey }]) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid,
      alg: 'RS256',
      use: 'sig',
    }));
  }

  /** A JWT as Access makes it; `claims` and `header` change it, `by` names whose key signs it. */
  jwt(claims = {}, { header = {}, by = 'key-1' } = {}) {
    const now = Math.floor(Date.now() / 1000);
    const said = {
      ...{ iss: `https://${TEAM}`, aud: [AUDIENCE], email: 'ada@acme.example', sub: 'u-1', type: 'app' },
      ...{ iat: now, nbf: now, exp: now + 600 },
      ...claims,
    };
    const head = { alg: 'RS256', kid: by, typ: 'JWT', ...header };
    const text = `${encoded(head)}.${encoded(said)}`;
    return `${text}.${this.signature(head.alg, text, by)}`;
  }

  signature(alg, text, by) {
    if (alg === 'none') return '';
    const { privateKey, publicKey } = this.keys[by];
    if (alg === 'RS256') return sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url');
    // As who takes the public key for a shared secret would check it.
    const secret = publicKey.export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', secret).update(text).digest('base64url');
  }
}
