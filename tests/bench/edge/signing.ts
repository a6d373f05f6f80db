// Tokens, ids and sealed results, by WebCrypto.
const bytes = (text: string) => new TextEncoder().encode(text);

export function base64url(data: string | ArrayBuffer): string {
  const text = typeof data === 'string' ? data : String.fromCharCode(...new Uint8Array(data));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const unbase64url = (text: string) => atob(text.replaceAll('-', '+').replaceAll('_', '/'));

/** SHA-256, in hex. */
export async function hash(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function randomId(prefix: string): string {
  const random = crypto.getRandomValues(new Uint8Array(22));
  return prefix + Array.from(random, (byte) => DIGITS[byte % 62]).join('');
}

/** Signs and reads JWT with HS256. */
export class JwtKey {
  readonly #key: CryptoKey;

  private constructor(key: CryptoKey) {
    this.#key = key;
  }

  static async derive(secret: string, purpose: string): Promise<JwtKey> {
    const from = await crypto.subtle.importKey('raw', bytes(secret), 'HKDF', false, ['deriveKey']);
    const how = { name: 'HKDF', hash: 'SHA-256', salt: bytes('edgeprint/1'), info: bytes(purpose) };
    const uses: KeyUsage[] = ['sign', 'verify'];
    const as = { name: 'HMAC', hash: 'SHA-256', length: 256 };
    return new JwtKey(await crypto.subtle.deriveKey(how, from, as, false, uses));
  }

  async sign(claims: object, seconds?: number): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    const body = { ...claims, iat, ...(seconds ? { exp: iat + seconds } : {}) };
    const signed = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify(body))}`;
    return `${signed}.${base64url(await crypto.subtle.sign('HMAC', this.#key, bytes(signed)))}`;
  }

  async read(token: string): Promise<Record<string, unknown> | undefined> {
    const [head, body, signature] = token.split('.');
    if (!body || !signature) return undefined;
    const given = Uint8Array.from(unbase64url(signature), (letter) => letter.charCodeAt(0));
    if (!(await crypto.subtle.verify('HMAC', this.#key, given, bytes(`${head}.${body}`)))) return undefined;
    const claims = JSON.parse(unbase64url(body)) as Record<string, unknown>;
    return Number(claims.exp ?? Number.POSITIVE_INFINITY) * 1000 > Date.now() ? claims : undefined;
  }
}

/** Signs results with ES256, by a key of its own. */
export async function sealer(): Promise<(claims: object) => Promise<string>> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const { privateKey } = (await crypto.subtle.generateKey(curve, false, ['sign', 'verify'])) as CryptoKeyPair;
  return async (claims) => {
    const signed = `${base64url('{"alg":"ES256"}')}.${base64url(JSON.stringify(claims))}`;
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bytes(signed));
    return `${signed}.${base64url(signature)}`;
  };
}
