/**
 * The server SDK: what a backend asks the edge, and what it verifies by itself. Runs wherever there are `fetch` and
 * WebCrypto: Node 20, Bun, Deno, Cloudflare Workers. The secret key that it holds must never reach a page.
 */

import type { CountDaysQuery, ListEventsQuery, ListVisitsQuery } from '../generated/queries.js';
import type {
  Event,
  EventAnswer,
  EventDetail,
  EventsAnswer,
  SealedClaims,
  StatsAnswer,
  VerifyAnswer,
  Visit,
  VisitsAnswer,
} from '../generated/vocabulary.js';
import type { CacheOptions } from './device-cache.js';
import { type Devices, devicesOf, found } from './devices.js';
import { type Exports, exportsOf } from './exports.js';
import { ask, type CallOptions, type Connection } from './http.js';
import { each } from './pages.js';
import { type SealedExpectations, type SealedOptions, type SealedVerifier, sealedVerifier } from './sealed.js';

export type * from '../generated/queries.js';
export type * from '../generated/vocabulary.js';
export { version } from '../version.js';
export type { CacheOptions } from './device-cache.js';
export type { Devices, LookUpOptions } from './devices.js';
export type { ApiProblem, SealedReason, WebhookReason } from './errors.js';
export { ApiError, ConnectionError, SealedError, WebhookError } from './errors.js';
export type { ExportQuery, Exports } from './exports.js';
export type { CallOptions } from './http.js';
export type { SealedExpectations, SealedOptions, SealedVerifier } from './sealed.js';
export type { HeadersLike, ReceivedMessage, VerifiedMessage } from './webhook.js';
export { verifyWebhook } from './webhook.js';

export interface ConnectionOptions {
  /** Where the edge answers, such as `https://id.example.com`. */
  endpoint: string | URL;
  /** Milliseconds that a call may take, with all its tries and waits. Default 10,000. */
  timeout?: number | undefined;
  /** Tries after the first, of what may be tried again. Default 2. */
  retries?: number | undefined;
  /** Replaces the global `fetch`: for proxies, for service bindings of Workers, for tests. */
  fetch?: typeof fetch | undefined;
}

export interface ServerClientOptions extends ConnectionOptions {
  /** A secret key, `sk_…`. Each method says which scope it needs. */
  secretKey: string;
  /** Needed for `verifySealed()` alone: the tenant, `t_…`. */
  tenantId?: string | undefined;
  /** Who signs sealed results: the deployment's `ISSUER`. Default `edgeprint`. */
  issuer?: string | undefined;
  /** How long look-ups of devices are remembered; false for not at all. Default: 1,000 devices, a minute each. */
  cache?: CacheOptions | false | undefined;
}

export interface Events {
  /** One page of submissions, newest first unless asked otherwise. Scope `read:events`. */
  list(query?: ListEventsQuery, options?: CallOptions): Promise<EventsAnswer>;
  /** All pages. Scope `read:events`. */
  each(query?: ListEventsQuery, options?: CallOptions): AsyncGenerator<Event, void, undefined>;
  /** One submission with its evidence, by its `requestId`; null if there is none. Scope `read:events`. */
  get(requestId: string, options?: CallOptions): Promise<EventDetail | null>;
}

export interface Visits {
  /** One page of visits, newest first unless asked otherwise. Scope `read:visits`. */
  list(query?: ListVisitsQuery, options?: CallOptions): Promise<VisitsAnswer>;
  /** All pages. Scope `read:visits`. */
  each(query?: ListVisitsQuery, options?: CallOptions): AsyncGenerator<Visit, void, undefined>;
}

export interface ServerClient {
  devices: Devices;
  events: Events;
  visits: Visits;
  exports: Exports;
  /** One dimension of the daily counters. Scope `read:stats`. */
  stats(query?: CountDaysQuery, options?: CallOptions): Promise<StatsAnswer>;
  /**
   * What a sealed result says. Verified here, by the edge's public keys, which are kept for five minutes: needs no
   * scope. Rejects with a `SealedError` if it is not to be relied on. It says nothing of a second use: see `verify()`.
   */
  verifySealed(sealed: string, expected?: SealedExpectations): Promise<SealedClaims>;
  /** Has the edge verify a sealed result; `singleUse` uses it up. Scope `verify`. */
  verify(sealed: string, options?: CallOptions & { singleUse?: boolean | undefined }): Promise<VerifyAnswer>;
}

/**
 * A client with a secret key.
 *
 * ```ts
 * const edgeprint = createServerClient({ endpoint: 'https://id.example.com', secretKey: process.env.EDGEPRINT_SECRET_KEY });
 * const device = await edgeprint.devices.get(deviceId); // null: unknown
 * ```
 */
export function createServerClient(options: ServerClientOptions): ServerClient {
  const { secretKey, tenantId, issuer, cache } = options;
  // Without it every call would be refused; an unset variable is the usual reason.
  if (typeof secretKey !== 'string' || !secretKey) throw new TypeError('secretKey is missing');
  const connection = { ...connectionOf(options), secretKey };
  let verifier: SealedVerifier | undefined;

  return {
    devices: devicesOf(connection, cache),
    events: eventsOf(connection),
    visits: visitsOf(connection),
    exports: exportsOf(connection),
    stats: async (query, call) => (await ask(connection, { path: '/v1/stats', query }, call)).body as StatsAnswer,
    async verifySealed(sealed, expected) {
      verifier ??= createSealedVerifier({ ...options, tenantId: tenantId ?? '', issuer });
      return verifier(sealed, expected);
    },
    async verify(sealed, { singleUse, signal } = {}) {
      const request = { method: 'POST', path: '/v1/verify', body: { sealed, singleUse }, once: !!singleUse } as const;
      return (await ask(connection, request, { signal })).body as VerifyAnswer;
    },
  };
}

/** Verifies sealed results with the edge's public keys alone: for backends that need no secret key. */
export function createSealedVerifier(options: ConnectionOptions & SealedOptions): SealedVerifier {
  return sealedVerifier(connectionOf(options), options);
}

function connectionOf({ endpoint, timeout = 10_000, retries = 2, fetch: own }: ConnectionOptions): Connection {
  const { href } = new URL(endpoint);
  return {
    endpoint: href.replace(/\/+$/, ''),
    timeout,
    retries,
    // Looked up at each call, so that what is set later counts; Workers insist on its `this`.
    fetch: own ?? ((...call) => globalThis.fetch(...call)),
  };
}

function eventsOf(connection: Connection): Events {
  const list = async (query?: ListEventsQuery, options?: CallOptions) =>
    (await ask(connection, { path: '/v1/events', query }, options)).body as EventsAnswer;
  return {
    list,
    each: (query, options) =>
      each(query, async (asked) => {
        const { events, nextCursor } = await list(asked, options);
        return { rows: events, nextCursor };
      }),
    async get(requestId, options) {
      if (!requestId) throw new TypeError('requestId is empty');
      const answer = await found(ask(connection, { path: `/v1/events/${encodeURIComponent(requestId)}` }, options));
      return answer ? (answer.body as EventAnswer).event : null;
    },
  };
}

function visitsOf(connection: Connection): Visits {
  const list = async (query?: ListVisitsQuery, options?: CallOptions) =>
    (await ask(connection, { path: '/v1/visits', query }, options)).body as VisitsAnswer;
  return {
    list,
    each: (query, options) =>
      each(query, async (asked) => {
        const { visits, nextCursor } = await list(asked, options);
        return { rows: visits, nextCursor };
      }),
  };
}
