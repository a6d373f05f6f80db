/** What goes wrong, by kind. Aborting a call's signal throws the signal's own reason instead. */

import type { ErrorCode, VerifyReason } from '../generated/vocabulary.js';

/** What an answer says of a failure. */
export interface ApiProblem {
  /** HTTP status. */
  status: number;
  /** The problem's stable code; `unexpected_answer` where something else than the edge answered. */
  code: ErrorCode | 'unexpected_answer' | (string & {});
  /** What is particular to this occurrence. */
  detail: string;
  /** Names the request in the edge's logs. */
  requestId: string | null;
  /** Seconds to wait before the next try, where the edge says so. */
  retryAfter: number | null;
}

/** The edge answered with a problem document. */
export class ApiError extends Error implements ApiProblem {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: ApiProblem['code'];
  readonly detail: string;
  readonly requestId: string | null;
  readonly retryAfter: number | null;

  constructor({ status, code, detail, requestId, retryAfter }: ApiProblem) {
    super(`${code} (${status}): ${detail}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }
}

/** There was no answer: the network failed, or the time was over. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  constructor(
    readonly code: 'network_error' | 'timeout',
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${message}`, options);
  }
}

/** Why a sealed result is not accepted: the edge's own words, and those of checks that only a backend can make. */
export type SealedReason =
  | Exclude<VerifyReason, 'replayed'>
  /** Signed by another deployment. */
  | 'wrong_issuer'
  /** Signed in the future: one of the clocks is wrong. */
  | 'not_yet_valid'
  /** Not about what was expected: another action, linkedId, origin or site. */
  | 'unexpected';

/** A sealed result is not to be relied on. */
export class SealedError extends Error {
  override readonly name = 'SealedError';

  constructor(
    readonly code: SealedReason,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** Why a webhook's message is not accepted. */
export type WebhookReason = 'header_missing' | 'timestamp_invalid' | 'signature_invalid' | 'payload_malformed';

/** A message is not the edge's, or not of now. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';

  constructor(
    readonly code: WebhookReason,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}
