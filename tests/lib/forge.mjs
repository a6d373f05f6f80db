// Tokens as the edge signs them, for what cannot be had by asking: an old one,
// one that claims nonsense. Follows edge-worker/src/tokens.rs.
import { createHmac, hkdfSync } from 'node:crypto';
import { SECRET } from './edge.mjs';

const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The token with other claims and a signature that is right for its purpose. */
export function resigned(token, change, { purpose = 'submission token', secret = SECRET } = {}) {
  const [head, body] = token.split('.');
  const signed = `${head}.${encode(change(decode(body)))}`;
  const key = Buffer.from(hkdfSync('sha256', secret, 'edgeprint/1', purpose, 32));
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** The token with other claims and its old signature. */
export function reclaimed(token, claims) {
  const [head, body, signature] = token.split('.');
  return [head, encode({ ...decode(body), ...claims }), signature].join('.');
}

/** The token without a signature. */
export const unsigned = (token) => `${encode({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1]}.`;

/** The token as if it had been issued `seconds` earlier. */
export const aged = (token, seconds) =>
  resigned(token, (claims) => ({ ...claims, iat: claims.iat - seconds, exp: claims.exp - seconds }));

/** A session of the Backoffice for whoever holds an operator's token, opened `age` seconds ago. */
export function sessionToken(adminToken, { age = 0, secret = SECRET } = {}) {
  const from = Math.floor(Date.now() / 1000) - age;
  const claims = { typ: 'session', jti: `tok_${'0'.repeat(22)}`, iat: from, exp: from + 12 * 3600 };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const purpose = Buffer.from(hkdfSync('sha256', secret, 'edgeprint/1', 'backoffice session', 32));
  const key = createHmac('sha256', purpose).update(adminToken).digest();
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
