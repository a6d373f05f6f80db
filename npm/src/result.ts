/** What `checkOnce()` resolves with. */

import type { Entry } from './cache.js';
import type { Failure } from './failure.js';
import { DAY } from './interval.js';
import type { AssessedResult, Collection, DegradedResult } from './types.js';

/** The edge's assessment, with the time that is left of its interval. */
export const assessed = (entry: Entry, seconds: number, fromCache: boolean): AssessedResult => {
  const due = entry.at + seconds * 1000;
  return {
    ...entry.last,
    fromCache,
    // A submission that has just been made holds for the whole interval, however long the answer took.
    nextSubmitIn: fromCache ? (due - Date.now()) / (DAY * 1000) : seconds / DAY,
    nextSubmitAt: new Date(due).toISOString(),
  };
};

/** What can be said without the edge. */
export const degraded = (failure: Failure, known: Entry | undefined, local: Collection | undefined): DegradedResult => {
  const fingerprint = local?.fingerprint ?? null;
  return {
    fingerprintId: known?.last.fingerprintId ?? fingerprint,
    fingerprint,
    score: null,
    risk_level: null,
    confidence: null,
    flags: [],
    reasons: [],
    identity: null,
    requestId: failure.requestId,
    fromCache: false,
    nextSubmitIn: 0,
    nextSubmitAt: new Date().toISOString(),
    error: failure.error,
  };
};
