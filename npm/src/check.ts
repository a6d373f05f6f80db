/** One check: cache first, then the edge, then what can be said without it. Nothing here throws or rejects. */

import type { Cache, Entry } from './cache.js';
import type { Deadline } from './deadline.js';
import { asFailure, type Failure } from './failure.js';
import type { ErrorCode } from './generated/vocabulary.js';
import { intervalSeconds } from './interval.js';
import { barred, begin, isReduced, type Parts } from './parts.js';
import { assessed, degraded } from './result.js';
import { reach } from './site-key.js';
import { type Stopwatch, startWatch } from './stopwatch.js';
import { tools } from './tools.js';
import { post } from './transport.js';
import type { CheckOptions, CheckResult, Collection } from './types.js';

/** One check under way. */
export interface Run {
  parts: Parts;
  call: CheckOptions | undefined;
  limit: Deadline;
  watch: Stopwatch;
  reduced: boolean;
  /** The parts' count when it began. */
  cleared: number;
  /** The last submission's answer. */
  known?: Entry | undefined;
  /** What it reads, once it does. */
  reading?: Promise<Collection>;
}

export async function check(parts: Parts, limit: Deadline, call?: CheckOptions): Promise<CheckResult> {
  const why = barred(parts);
  if (why) return refused(parts, why);
  const { cleared } = parts;
  const run: Run = { parts, call, limit, watch: startWatch(), reduced: isReduced(parts), cleared };
  if (run.reduced) {
    // What an earlier visit stored would identify.
    parts.cache.clear();
    return submitNow(run);
  }
  run.known = parts.cache.read();
  const seconds = freshSeconds(parts, run.known, call);
  if (!run.known || seconds === undefined) return submitNow(run);
  void sendVisit(parts, run.known.token);
  return assessed(run.known, seconds, run.watch.read());
}

/** A result that can be had at once: the last id, if it may be told, and why there is no more. */
export const refused = (parts: Parts, why: Failure): CheckResult =>
  degraded(why, { total: 0 }, barred(parts) || isReduced(parts) ? undefined : parts.cache.read());

/** The interval in effect, if the entry is still within it. */
export function freshSeconds({ options }: Parts, entry: Entry | undefined, call?: CheckOptions): number | undefined {
  const seconds = intervalSeconds(call, options, entry?.every);
  const age = entry ? Date.now() - entry.at : -1;
  // A negative age means that the clock was set back: the entry's time says nothing then.
  return age >= 0 && age < seconds * 1000 ? seconds : undefined;
}

async function submitNow(run: Run): Promise<CheckResult> {
  const { parts, limit, watch } = run;
  // Side by side with the submitter; what goes wrong shows when it is used.
  watch.time('core', () => parts.core.load()).catch(() => {});
  try {
    const { submitRun } = await limit.race(parts.loadSubmitter());
    return await submitRun(run, tools);
  } catch (thrown) {
    // Its file did not arrive, or not in time.
    return degraded(asFailure(thrown), watch.read(), parts.granted ? run.known : undefined, undefined, run.reduced);
  }
}

async function sendVisit(parts: Parts, token: string | undefined): Promise<void> {
  if (!token) return;
  const limit = begin(parts);
  try {
    const { endpoint, siteKey } = await limit.race(reach(parts));
    // Survives the page's end.
    await post(`${endpoint}/v1/visit`, { siteKey, deviceToken: token }, limit.signal, true);
  } catch (thrown) {
    forget(parts.cache, token, asFailure(thrown).error.code);
  } finally {
    limit.end();
  }
}

/** Drops what the edge does not know any more, so that the next call submits. */
function forget(cache: Cache, token: string, code: string): void {
  const entry = cache.read();
  // A newer submission may have replaced what the visit spoke of.
  if (entry?.token !== token) return;
  if (code === ('device_not_found' satisfies ErrorCode)) cache.clear();
  // The id may still be good: only its proof is not.
  if (code === ('device_token_invalid' satisfies ErrorCode)) cache.write({ at: 0, last: entry.last });
}
