/**
 * Edgeprint in Svelte: a store, by the contract that all versions of Svelte keep (`$edgeprint` in a component).
 * It imports nothing of Svelte's, so it serves wherever somebody subscribes.
 */

import { createClient } from './index.js';
import type { CheckOptions, CheckResult, Client, ClientOptions } from './types.js';

export interface EdgeprintOptions extends ClientOptions {
  /** A client that is there already. */
  client?: Client | undefined;
  /** False: nothing is checked until `check()` is called. */
  immediate?: boolean | undefined;
}

export interface EdgeprintState {
  /** What the last check resolved with; null before. */
  result: CheckResult | null;
  /** Whether a check is under way. */
  checking: boolean;
}

export interface EdgeprintStore {
  /** Calls back at once and after every change. The first subscriber in a browser starts the check. */
  subscribe(listener: (state: EdgeprintState) => void): () => void;
  /** Checks again; within the interval it answers from the cache. */
  check(options?: CheckOptions): Promise<CheckResult>;
  client: Client;
}

/** A store of the device's id and assessment. */
export function edgeprint({ client: shared, immediate = true, ...options }: EdgeprintOptions = {}): EdgeprintStore {
  const client = shared ?? createClient(options);
  const listeners = new Set<(state: EdgeprintState) => void>();
  let state: EdgeprintState = { result: null, checking: false };
  let running = 0;
  let started = !immediate;

  function set(result: CheckResult | null): void {
    state = { result, checking: running > 0 };
    for (const listener of [...listeners]) listener(state);
  }

  async function check(call?: CheckOptions): Promise<CheckResult> {
    started = true;
    running += 1;
    set(state.result);
    const told = await client.checkOnce(call);
    running -= 1;
    // One that its caller gave up says nothing of the device.
    set(told.error?.code === 'aborted' ? state.result : told);
    return told;
  }

  return {
    subscribe(listener) {
      // Its own function, so that one that subscribes twice is two.
      const own = (now: EdgeprintState) => listener(now);
      listeners.add(own);
      listener(state);
      // On a server a component subscribes too, to render once.
      if (!started && typeof document !== 'undefined') void check();
      return () => void listeners.delete(own);
    },
    check,
    client,
  };
}
