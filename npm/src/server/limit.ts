/** Time limits that also listen to the caller's signal. */

import { ConnectionError } from './errors.js';

export interface Limit {
  signal: AbortSignal;
  /** Stops the clock, and listening. */
  end(): void;
}

/** A signal that aborts after `ms`, with a timeout error, or with the caller's, with its reason. */
export function limited(ms: number, caller: AbortSignal | undefined): Limit {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new ConnectionError('timeout', `no answer within ${Math.round(ms)} ms`)),
    Math.max(0, ms),
  );
  const passOn = () => controller.abort(caller?.reason);
  if (caller?.aborted) passOn();
  caller?.addEventListener('abort', passOn, { once: true });
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', passOn);
    },
  };
}

/** Waits; rejects with the signal's reason when it aborts. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const aborted = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    signal?.addEventListener('abort', aborted, { once: true });
  });
}
