/** A run that several calls share, each of which may leave it. */

import { type Failure, failure } from './failure.js';

export interface Shared<T> {
  /** Never rejects. */
  result: Promise<T>;
  /** Ends the run; its result then says why. */
  cancel(why: Failure): void;
  /** How many wait for it. */
  callers: number;
}

/**
 * The outcome of a run that `share` gives; when the call is aborted, `without` says what it gets instead.
 * The last one to leave ends the run.
 */
export async function join<T>(
  share: () => Shared<T>,
  signal: AbortSignal | undefined,
  without: (why: Failure) => T,
): Promise<T> {
  const why = failure('aborted', 'Aborted');
  if (signal?.aborted) return without(why);
  const run = share();
  run.callers++;
  if (!signal) return run.result;
  return new Promise((resolve) => {
    const leave = () => {
      if (--run.callers) resolve(without(why));
      else run.cancel(why);
    };
    signal.addEventListener('abort', leave);
    void run.result.then((result) => {
      signal.removeEventListener('abort', leave);
      resolve(result);
    });
  });
}
