/** Messages of the edge's webhooks, verified by the Standard Webhooks convention. */

import type { WebhookMessage } from '../generated/vocabulary.js';
import { decodeBase64 } from './base64.js';
import { WebhookError } from './errors.js';

/** `Headers`, or an object as Node has them. */
export type HeadersLike =
  | { get(name: string): string | null }
  | { readonly [name: string]: string | readonly string[] | undefined };

export interface ReceivedMessage {
  /** The body as it came: parsed and written again, it would be another text. */
  body: string | Uint8Array | ArrayBuffer;
  headers: HeadersLike;
  /** The webhook's secret, `whsec_…`; several while one takes over from another. */
  secret: string | readonly string[];
  /** Milliseconds that the message's time may be away from now. Default 300,000. */
  tolerance?: number | undefined;
}

/** A message that the edge sent. */
export type VerifiedMessage = WebhookMessage & {
  /** The same for every try of a message: remember those that you have dealt with. */
  id: string;
};

const HMAC = { name: 'HMAC', hash: 'SHA-256' };
/** A message carries one for each secret that is in force. */
const MOST_SIGNATURES = 10;

/** The message, if it is the edge's and of now. Rejects with a `WebhookError` otherwise. */
export async function verifyWebhook({
  body,
  headers,
  secret,
  tolerance = 300_000,
}: ReceivedMessage): Promise<VerifiedMessage> {
  const keys = await Promise.all([secret].flat().map(keyOf));
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  ) as [string, string, string];
  checkTime(timestamp, tolerance);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body);
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + bytes.length);
  signed.set(head);
  signed.set(bytes, head.length);
  if (!(await isSigned(signed, signatures, keys))) {
    throw new WebhookError('signature_invalid', 'no signature is that of a known secret');
  }
  return { ...parsed(bytes), id };
}

async function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = decodeBase64(secret.replace(/^whsec_/, ''));
  if (!bytes?.length) throw new TypeError('the secret of a webhook is whsec_ and base64');
  return crypto.subtle.importKey('raw', bytes, HMAC, false, ['verify']);
}

function headerOf(headers: HeadersLike, name: string): string {
  const isFunction = typeof headers.get === 'function';
  const value = isFunction ? (headers as Headers).get(name) : (headers as Record<string, string | undefined>)[name];
  if (typeof value !== 'string' || !value) throw new WebhookError('header_missing', `there is no ${name}`);
  return value;
}

function checkTime(timestamp: string, tolerance: number): void {
  const away = /^\d{1,12}$/.test(timestamp) ? Math.abs(Date.now() - Number(timestamp) * 1000) : Number.NaN;
  if (!(away <= tolerance)) throw new WebhookError('timestamp_invalid', 'its time is not now');
}

/** `subtle.verify` compares in constant time. Other versions than `v1` are for other kinds of keys. */
async function isSigned(signed: Uint8Array<ArrayBuffer>, signatures: string, keys: CryptoKey[]): Promise<boolean> {
  for (const entry of signatures.split(' ').slice(0, MOST_SIGNATURES)) {
    const signature = entry.startsWith('v1,') ? decodeBase64(entry.slice(3)) : undefined;
    if (!signature) continue;
    for (const key of keys) if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true;
  }
  return false;
}

function parsed(bytes: Uint8Array): WebhookMessage {
  try {
    const message: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof Object(message).type === 'string') return message as WebhookMessage;
  } catch {} // told below
  throw new WebhookError('payload_malformed', 'the body is no message');
}
