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

/** What a first visit needs did not arrive, or did not start. */
export const unavailable = (cause: unknown): Failure =>
  failure('core_unavailable', `The collector did not load: ${cause}`);

/** Whatever was thrown, as a failure. Told by its shape: the script's two parts have a class each. */
export const asFailure = (thrown: unknown): Failure =>
  (thrown as Partial<Failure> | undefined)?.error?.code ? (thrown as Failure) : failure('client_error', String(thrown));
