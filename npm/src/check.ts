/** One check: cache first, then the edge, then what can be said without it. Nothing here throws or rejects. */

import type { Cache, Entry } from './cache.js';
import { startDeadline } from './deadline.js';
import { asFailure, failure } from './failure.js';
import type { ErrorCode } from './generated/vocabulary.js';
import { intervalSeconds } from './interval.js';
import type { CoreLoader } from './load-core.js';
import { assessed, degraded } from './result.js';
import { type Edge, resolveSiteKey, submit, visit } from './submission.js';
import type { CheckOptions, CheckResult, ClientOptions, Collection, CollectOptions } from './types.js';
import { version } from './version.js';

/** What a client is made of. */
export interface Parts {
  options: ClientOptions;
  /** Without a slash at its end. */
  endpoint: string | undefined;
  /** Milliseconds that a check may take. */
  timeout: number;
  cache: Cache;
  core: CoreLoader;
  /** How often clear() was called: a run that was under way then must not store its answer. */
  cleared: number;
}

export async function check(parts: Parts, call?: CheckOptions): Promise<CheckResult> {
  const entry = parts.cache.read();
  const seconds = freshSeconds(parts, entry, call);
  if (!entry || seconds === undefined) return submitNow(parts, entry, call);
  void sendVisit(parts, entry.token);
  return assessed(entry, seconds, true);
}

/** The interval in effect, if the entry is still within it. */
export function freshSeconds({ options }: Parts, entry: Entry | undefined, call?: CheckOptions): number | undefined {
  const seconds = intervalSeconds(call, options, entry?.every);
  const age = entry ? Date.now() - entry.at : -1;
  // A negative age means that the clock was set back: the entry's time says nothing then.
  return age >= 0 && age < seconds * 1000 ? seconds : undefined;
}

async function submitNow(parts: Parts, known: Entry | undefined, call?: CheckOptions): Promise<CheckResult> {
  const { options, cache, core, timeout, cleared } = parts;
  const limit = startDeadline(timeout);
  const collecting = collectWith(core, options.collect);
  try {
    const edge = await limit.race(reach(parts, limit.signal));
    const entry = await limit.race(submit(edge, collecting, known, version));
    if (cleared === parts.cleared) cache.write(entry);
    return assessed(entry, intervalSeconds(call, options, entry.every), false);
  } catch (thrown) {
    const local = await limit.race(collecting).catch(() => undefined);
    return degraded(asFailure(thrown), known, local);
  } finally {
    limit.end();
  }
}

async function sendVisit(parts: Parts, token: string | undefined): Promise<void> {
  if (!token) return;
  const limit = startDeadline(parts.timeout);
  try {
    await visit(await limit.race(reach(parts, limit.signal)), token);
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

async function reach({ endpoint, options: { siteKey } }: Parts, signal: AbortSignal): Promise<Edge> {
  if (endpoint === undefined || !siteKey) throw failure('not_configured', 'siteKey and endpoint are needed');
  return { endpoint, siteKey: await resolveSiteKey(siteKey), signal };
}

/** Collects; a collector that cannot be loaded is a collection without readings. */
export async function collectWith(core: CoreLoader, options: CollectOptions = {}): Promise<Collection> {
  try {
    return await (await core.load()).collect(options);
  } catch (thrown) {
    return { fingerprint: null, components: {}, coverage: 0, ms: 0, error: asFailure(thrown).error };
  }
}
