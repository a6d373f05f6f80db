/** Failures inside the client: thrown there, turned into a result's `error` at its border. Nothing that a page can replace makes one. */

import type { ClientErrorCode, EdgeprintError } from './types.js';

export interface Failure {
  readonly error: EdgeprintError;
  /** Names the refused request in the edge's logs. */
  readonly requestId: string | null;
}

export const failed = (error: EdgeprintError, requestId: string | null = null): Failure => ({ error, requestId });

export const failure = (code: ClientErrorCode, message: string): Failure => failed({ code, message });

/** What a first visit needs did not arrive, or did not start. */
export const unavailable = (cause: unknown): Failure => failure('core_unavailable', `No collector: ${cause}`);

/** Whatever was thrown, as a failure, which is told by its shape. */
export const asFailure = (thrown: unknown): Failure =>
  (thrown as Partial<Failure> | undefined)?.error?.code ? (thrown as Failure) : failure('client_error', String(thrown));
