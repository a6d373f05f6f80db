/** One deadline over everything that a run does, so that it can promise when it resolves, and be ended early. */

import { type Failure, failure } from './failure.js';

/** The longest delay that timers take (32 bits, signed); longer ones fire at once. */
const MAX_DELAY = 2147483647;

export interface Deadline {
  /** Aborts the requests when the time is up. */
  readonly signal: AbortSignal;
  /** The outcome of `work`, or the failure that ended the time. */
  race<T>(work: PromiseLike<T> | T): Promise<T>;
  /** Ends the time now. */
  cancel(why: Failure): void;
  /** Stops the clock. */
  end(): void;
}

export function startDeadline(ms: number, onEnd: () => void): Deadline {
  const controller = new AbortController();
  let cancel: Deadline['cancel'] = () => {};
  const expired = new Promise<never>((_, reject) => {
    cancel = (why) => {
      // First, so that it is what a race ends with, and not what the aborted requests reject with.
      reject(why);
      controller.abort();
    };
  });
  // It may expire while nobody races it.
  expired.catch(() => {});
  const late = () => cancel(failure('timeout', 'No answer in time'));
  const timer = setTimeout(late, Math.min(ms, MAX_DELAY));
  return {
    signal: controller.signal,
    race: (work) => Promise.race([work, expired]),
    cancel,
    end() {
      clearTimeout(timer);
      onEnd();
    },
  };
}
