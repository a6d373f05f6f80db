/** One way to ask the edge: with the key, within a time, again where that may help. */

import { version } from '../version.js';
import { ApiError, ConnectionError } from './errors.js';
import { limited, sleep } from './limit.js';

export interface CallOptions {
  /** Aborting it rejects the call with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** How the edge is asked. */
export interface Connection {
  /** Without a slash at its end. */
  endpoint: string;
  secretKey?: string | undefined;
  fetch: typeof fetch;
  /** Milliseconds that a call may take, with all its tries and waits. */
  timeout: number;
  /** Tries after the first. */
  retries: number;
}

export interface Request {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  query?: object | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  /** Asking twice may not be the same as asking once: only what was certainly not heard is said again. */
  once?: boolean;
}

/** What came of a call: a status below 300, or 304. */
export interface Answer {
  response: Response;
  /** The body, parsed; undefined where there is none. */
  body: unknown;
}

/** Longest wait, in milliseconds, that we choose ourselves; a Retry-After may be longer. */
const LONGEST_WAIT = 4_000;
const FIRST_WAIT = 200;
const WORTH_ANOTHER_TRY = [429, 500, 502, 503, 504];

/** Asks, and asks again as long as that may help and the time allows it. */
export function ask(connection: Connection, request: Request, { signal }: CallOptions = {}): Promise<Answer> {
  return persevere(connection, request, signal, async (limit) => {
    const response = await send(connection, request, limit);
    const text = await response.text();
    if (!response.ok && response.status !== 304) throw problemOf(response, text);
    return { response, body: text ? parsed(response, text) : undefined };
  });
}

/** The same for an answer that is read as it comes: the time ends with its head. */
export function open(connection: Connection, request: Request, { signal }: CallOptions = {}): Promise<Response> {
  return persevere(connection, request, signal, async (limit) => {
    const response = await send(connection, request, limit);
    if (!response.ok) throw problemOf(response, await response.text());
    return response;
  });
}

async function persevere<T>(
  { timeout, retries }: Connection,
  { once = false }: Request,
  signal: AbortSignal | undefined,
  attempt: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const end = Date.now() + timeout;
  for (let tries = 0; ; tries++) {
    const left = end - Date.now();
    const isLast = once || tries >= retries;
    // Half of the time at most, so that a connection that hangs leaves some for another.
    const limit = limited(isLast ? left : left / 2, signal);
    try {
      return await attempt(limit.signal);
    } catch (thrown) {
      const failure = limit.signal.aborted ? limit.signal.reason : asFailure(thrown);
      const wait = tries < retries ? waitBefore(failure, tries, once) : undefined;
      if (wait === undefined || signal?.aborted || Date.now() + wait >= end) throw failure;
      limit.end();
      await sleep(wait, signal);
    } finally {
      limit.end();
    }
  }
}

/** Milliseconds to wait before another try; undefined where it would be of no use. */
function waitBefore(failure: unknown, tries: number, once: boolean): number | undefined {
  // Jitter, so that many callers that failed together do not come back together.
  const own = Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries);
  if (failure instanceof ConnectionError) return once ? undefined : own;
  if (!(failure instanceof ApiError) || !WORTH_ANOTHER_TRY.includes(failure.status)) return undefined;
  if (once && failure.status !== 429) return undefined;
  return failure.retryAfter === null ? own : failure.retryAfter * 1000 + own;
}

async function send(connection: Connection, request: Request, signal: AbortSignal): Promise<Response> {
  const { method = 'GET', path, query, body, headers } = request;
  const { endpoint, secretKey } = connection;
  const url = `${endpoint}${path}${queryOf(query)}`;
  return connection.fetch(url, {
    method,
    signal,
    // The key goes to the endpoint alone. Workers know no `error`; what redirects is refused as an answer.
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      'user-agent': `edgeprint-server/${version}`,
      ...(secretKey !== undefined && { authorization: `Bearer ${secretKey}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function queryOf(query: object | undefined): string {
  const asked = new URLSearchParams();
  for (const [name, given] of Object.entries(query ?? {})) {
    for (const value of Array.isArray(given) ? given : [given]) {
      if (value !== undefined) asked.append(name, value instanceof Date ? value.toISOString() : String(value));
    }
  }
  const text = asked.toString();
  return text && `?${text}`;
}

function asFailure(thrown: unknown): Error {
  if (thrown instanceof ApiError || thrown instanceof ConnectionError) return thrown;
  return new ConnectionError('network_error', thrown instanceof Error ? thrown.message : String(thrown), {
    cause: thrown,
  });
}

function parsed(response: Response, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw problemOf(response, text);
  }
}

/** The problem document; or, where a proxy or another server answered, as much as can be said. */
function problemOf(response: Response, text: string): ApiError {
  const { status, headers } = response;
  const retryAfter = secondsUntil(headers.get('retry-after'));
  try {
    const { code, detail, requestId } = JSON.parse(text);
    if (typeof code === 'string' && typeof detail === 'string') {
      return new ApiError({ status, code, detail, requestId: requestId ?? null, retryAfter });
    }
  } catch {} // no JSON, or nothing with members
  const detail = `${headers.get('content-type') ?? 'an answer without a type'} instead of JSON`;
  return new ApiError({ status, code: 'unexpected_answer', detail, requestId: null, retryAfter });
}

/** Retry-After is a number of seconds or a date. */
function secondsUntil(header: string | null): number | null {
  if (header === null) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}
