/** What `checkOnce()` resolves with. */

import type { Entry } from './cache.js';
import type { Failure } from './failure.js';
import { DAY } from './interval.js';
import { timeAt, uncached } from './reduced.js';
import type { AssessedResult, Collection, DegradedResult, EdgeprintError, Timings } from './types.js';

/** The edge's assessment, with the time that is left of its interval. */
export const assessed = (entry: Entry, seconds: number, timings: Timings, local?: Collection): AssessedResult => {
  const due = entry.at + seconds * 1000;
  return {
    ...entry.last,
    fromCache: !local,
    // A submission that has just been made holds for the whole interval, however long the answer took.
    nextSubmitIn: local ? seconds / DAY : (due - Date.now()) / 1000 / DAY,
    nextSubmitAt: timeAt(due),
    timings,
    ...(local && { collection: local }),
  };
};

/** What can be said without the edge; in reduced mode, without an id either. */
export const degraded = (
  { error, requestId }: Failure,
  timings: Timings,
  known?: Entry,
  local?: Collection,
  reduced?: boolean,
): DegradedResult => {
  const fingerprint = (!reduced && local?.fingerprint) || null;
  return {
    fingerprintId: known?.last.fingerprintId ?? fingerprint,
    fingerprint,
    score: null,
    risk_level: null,
    confidence: null,
    flags: [],
    reasons: [],
    requestId,
    identity: null,
    ...uncached(timings),
    ...(local && !local.error && { collection: local }),
    ...(reduced && { reduced }),
    error,
  };
};

/** A collection where nothing was read. */
export const unread = (error: EdgeprintError): Collection => ({
  fingerprint: null,
  components: {},
  coverage: 0,
  confidence: 0,
  ms: 0,
  error,
});
