/** Sealed results, verified without asking the edge about each: a compact JWS (RFC 7515) signed with ES256. */

import type { SealedClaims } from '../generated/vocabulary.js';
import { decodeBase64, decodeJson } from './base64.js';
import { SealedError } from './errors.js';
import type { CallOptions, Connection } from './http.js';
import { KeySet } from './key-set.js';

/** What a result has to be about. What is left out may be anything. */
export interface SealedExpectations extends CallOptions {
  /** What the visitor is to be doing, such as `login`. */
  action?: string | undefined;
  /** What it is to belong to, such as an order. */
  linkedId?: string | undefined;
  /** The page's origin, such as `https://shop.example`; or any of several. */
  origin?: string | readonly string[] | undefined;
  /** The site, `d_…`. */
  domainId?: string | undefined;
}

export interface SealedOptions {
  /** The tenant that results are for, `t_…`. Those of others are signed with the same key. */
  tenantId: string;
  /** Who signs: the deployment's `ISSUER`. Default `edgeprint`. */
  issuer?: string | undefined;
  /** Milliseconds that this machine's clock may be wrong. Default 5,000. */
  clockTolerance?: number | undefined;
}

/** Longer than any result; what is longer is not even looked at. */
const LONGEST = 8_192;
const ES256 = { name: 'ECDSA', hash: 'SHA-256' };

export type SealedVerifier = (sealed: string, expected?: SealedExpectations) => Promise<SealedClaims>;

export function sealedVerifier(connection: Connection, options: SealedOptions): SealedVerifier {
  if (!options.tenantId)
    throw new TypeError('tenantId is missing: results of other tenants are signed with the same key');
  const keys = new KeySet(connection);

  return async (sealed, expected = {}) => {
    const { kid, signed, signature, claims } = taken(sealed);
    const key = await keys.find(kid, expected);
    if (!key) throw new SealedError('unknown_key', `no key ${kid.slice(0, 64)} is published`);
    if (!(await crypto.subtle.verify(ES256, key, signature, signed))) {
      throw new SealedError('signature_invalid', 'it was changed, or somebody else signed it');
    }
    checkClaims(claims, options);
    checkExpectations(claims, expected);
    return claims;
  };
}

/** The parts of what looks like a sealed result. */
function taken(sealed: unknown) {
  const malformed = () => new SealedError('malformed', 'it is no sealed result');
  if (typeof sealed !== 'string' || sealed.length > LONGEST) throw malformed();
  const [head = '', body = '', mark = '', ...more] = sealed.split('.');
  const header = decodeJson(head);
  const claims = decodeJson(body);
  const signature = decodeBase64(mark);
  if (!header || !claims || signature?.length !== 64 || more.length > 0) throw malformed();
  // A critical extension that is not understood makes a JWS invalid, and none is understood here.
  const { alg, typ, kid } = header;
  if (alg !== 'ES256' || typ !== 'edgeprint-result+jwt' || typeof kid !== 'string' || 'crit' in header)
    throw malformed();
  const signed = new TextEncoder().encode(`${head}.${body}`);
  return { kid, signed, signature, claims: claims as SealedClaims };
}

function checkClaims(claims: SealedClaims, { tenantId, issuer = 'edgeprint', clockTolerance = 5_000 }: SealedOptions) {
  const { iss, aud, iat, exp } = claims;
  if (iss !== issuer) throw new SealedError('wrong_issuer', `${iss} signed it, not ${issuer}`);
  if (aud !== tenantId) throw new SealedError('wrong_tenant', `it is for ${aud}, not for ${tenantId}`);
  const now = Date.now();
  // Negated, so that a claim that is no number is refused.
  if (!(iat * 1000 <= now + clockTolerance)) throw new SealedError('not_yet_valid', 'it was signed in the future');
  if (!(exp * 1000 > now - clockTolerance)) throw new SealedError('expired', 'its time is over');
}

function checkExpectations(claims: SealedClaims, { action, linkedId, origin, domainId }: SealedExpectations): void {
  const wanted = { action, linkedId, origin, domainId };
  for (const [name, value] of Object.entries(wanted) as [
    keyof typeof wanted,
    string | readonly string[] | undefined,
  ][]) {
    if (value === undefined) continue;
    const found = claims[name];
    if (found === undefined || ![value].flat().includes(found)) {
      throw new SealedError('unexpected', `its ${name} is not the one that was expected`);
    }
  }
}
