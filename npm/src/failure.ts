/** Failures inside the client: thrown there, turned into a result's `error` at its border. */

import type { ClientErrorCode, EdgeprintError } from './types.js';

export class Failure extends Error {
  constructor(
    readonly error: EdgeprintError,
    /** Names the refused request in the edge's logs. */
    readonly requestId: string | null = null,
  ) {
    super(error.message);
  }
}

export const failure = (code: ClientErrorCode, message: string): Failure => new Failure({ code, message });

export const timedOut = (): Failure => failure('timeout', 'No answer within the timeout');

/** Whatever was thrown, as a failure. */
export const asFailure = (thrown: unknown): Failure =>
  thrown instanceof Failure ? thrown : failure('client_error', String(thrown));
