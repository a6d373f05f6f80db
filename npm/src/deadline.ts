/** One deadline over everything that a check does, so that `checkOnce()` can promise when it resolves. */

import { timedOut } from './failure.js';

/** The longest delay that timers take (32 bits, signed); longer ones fire at once. */
const MAX_DELAY = 2147483647;

export interface Deadline {
  /** Aborts the requests when the time is up. */
  readonly signal: AbortSignal;
  /** The outcome of `work`, or a `timeout` failure once the time is up. */
  race<T>(work: PromiseLike<T> | T): Promise<T>;
  /** Stops the clock. */
  end(): void;
}

export function startDeadline(ms: number): Deadline {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        controller.abort();
        reject(timedOut());
      },
      Math.min(ms, MAX_DELAY),
    );
  });
  // It may expire while nobody races it.
  expired.catch(() => {});
  return {
    signal: controller.signal,
    race: (work) => Promise.race([work, expired]),
    end: () => clearTimeout(timer),
  };
}
