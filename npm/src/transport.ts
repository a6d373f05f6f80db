/** Requests to the edge, and their failures as typed errors. */

import { isText, membersOf } from './answer.js';
import { type Failure, failed, failure } from './failure.js';
import type { CollectRequest, TokenRequest, VisitRequest } from './generated/vocabulary.js';
import type { EdgeprintError } from './types.js';

/**
 * Posts JSON and gives back the parsed answer of a success status.
 *
 * A string body goes out as text/plain, which keeps this a simple request: no CORS preflight.
 */
export async function post(
  url: string,
  body: TokenRequest | CollectRequest | VisitRequest,
  signal: AbortSignal,
  keepalive = false,
): Promise<unknown> {
  const text = JSON.stringify(body);
  let response: Response;
  let answer: string;
  try {
    response = await fetch(url, { method: 'POST', body: text, credentials: 'omit', keepalive, signal });
    answer = await response.text();
  } catch {
    // Also when the time is up, which the deadline tells by itself.
    throw failure('network_error', 'No answer');
  }
  const parsed = parseJson(answer);
  if (!response.ok) throw refusal(response, parsed);
  return parsed;
}

/** The value, or undefined where the text is not JSON. */
export function parseJson(text: string | null | undefined): unknown {
  try {
    // Makes a text of anything: null is null, and of undefined comes an error.
    return JSON.parse(text as string);
  } catch {
    return undefined;
  }
}

/** An error status as a failure: by its problem document, or as `http_error` where a proxy answered instead. */
function refusal(response: Response, body: unknown): Failure {
  const word = (name: string) => {
    const value = membersOf(body)[name];
    return isText(value) ? value : undefined;
  };
  const error: EdgeprintError = {
    code: word('code') ?? 'http_error',
    message: word('detail') ?? word('title') ?? `HTTP ${response.status}`,
    status: response.status,
  };
  const wait = retryAfter(response.headers.get('retry-after'));
  if (wait !== undefined) error.retryAfter = wait;
  return failed(error, word('requestId'));
}

/** Seconds to wait; the header is either a number of seconds or a date. */
function retryAfter(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
