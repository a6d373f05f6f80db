/** The edge's public keys (RFC 7517): fetched when they are needed, and kept for as long as the edge allows. */

import { ask, type CallOptions, type Connection } from './http.js';

interface Jwk extends JsonWebKey {
  kid?: string;
}

/** What the edge promises: a new key is published ten minutes before it signs. */
const FIVE_MINUTES = 300_000;
/** Between two fetches for keys that are not there: anybody can name one. */
const COOL_DOWN = 30_000;

export class KeySet {
  readonly #connection: Connection;
  #keys = new Map<string, CryptoKey>();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #fetching: Promise<void> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The key of that name; undefined where the edge publishes none. */
  async find(kid: string, options?: CallOptions): Promise<CryptoKey | undefined> {
    const age = Date.now() - this.#fetchedAt;
    const isOld = age < 0 || age >= FIVE_MINUTES;
    if (isOld || (!this.#keys.has(kid) && age >= COOL_DOWN)) await this.#refresh(options);
    return this.#keys.get(kid);
  }

  /** One fetch serves all that wait for it, so it must not end with the signal of one of them. */
  #refresh({ signal }: CallOptions = {}): Promise<void> {
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    if (!signal) return this.#fetching;
    const fetching = this.#fetching;
    return new Promise((resolve, reject) => {
      const aborted = () => reject(signal.reason);
      if (signal.aborted) return aborted();
      signal.addEventListener('abort', aborted, { once: true });
      fetching.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
    });
  }

  async #fetch(): Promise<void> {
    const { body } = await ask(this.#connection, { path: '/.well-known/jwks.json' });
    const listed = (body as { keys?: unknown }).keys;
    const imported = (Array.isArray(listed) ? (listed as Jwk[]) : []).map(importKey);
    const keys = (await Promise.all(imported)).filter((entry) => entry !== undefined);
    this.#keys = new Map(keys);
    this.#fetchedAt = Date.now();
  }
}

/** A key that signs results, by its name; undefined for what is none, such as a kind that is added later. */
async function importKey(jwk: Jwk): Promise<[string, CryptoKey] | undefined> {
  const { kid, kty, crv, x, y } = Object(jwk) as Jwk;
  if (typeof kid !== 'string' || kty !== 'EC' || crv !== 'P-256' || !x || !y) return undefined;
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    return [kid, await crypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, false, ['verify'])];
  } catch {
    return undefined;
  }
}
