/** Results that no call will find cached. */

import type { Entry } from './cache.js';
import type { Collection, ReducedResult, Timings } from './types.js';

/** A time, or now, as results tell it; nothing where the page broke dates. */
export function timeAt(ms?: number): string {
  try {
    return new Date(ms ?? Date.now()).toISOString();
  } catch {
    return '';
  }
}

/** What they have in common: the next call submits. */
export const uncached = (timings: Timings) => ({
  fromCache: false as const,
  nextSubmitIn: 0,
  nextSubmitAt: timeAt(),
  timings,
});

/** The assessment without what identifies. */
export const reducedTo = ({ last }: Entry, timings: Timings, collection: Collection): ReducedResult => ({
  ...last,
  ...uncached(timings),
  fingerprintId: null,
  fingerprint: null,
  identity: null,
  reduced: true,
  collection,
});
