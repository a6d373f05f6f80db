/** A client: cache first, then the edge, then what can be said without it. Nothing here throws or rejects. */

import { type Entry, openCache } from './cache.js';
import { type CoreLoader, coreLoader } from './load-core.js';
import { startDeadline } from './deadline.js';
import { asFailure, failure } from './failure.js';
import type { ErrorCode } from './generated/vocabulary.js';
import { intervalSeconds, usableSeconds } from './interval.js';
import { assessed, degraded } from './result.js';
import { type Edge, resolveSiteKey, submit, visit } from './submission.js';
import type { CheckOptions, CheckResult, Client, ClientOptions, Collection, CollectOptions } from './types.js';
import { version } from './version.js';

const DEFAULT_TIMEOUT = 10000;

/** A client over the build's collector, which all clients of a page share, or the one that the options name. */
export function newClient(options: ClientOptions, shared: CoreLoader): Client {
  const { siteKey } = options;
  const endpoint = options.endpoint?.toString().replace(/\/+$/, '');
  const timeout = usableSeconds(options.timeout) ?? DEFAULT_TIMEOUT;
  const core = chooseCore(options, shared);
  const cache = openCache(
    options.storageKey ?? `edgeprint:${typeof siteKey === 'string' ? siteKey : (endpoint ?? '')}`,
  );
  let running: Promise<CheckResult> | undefined;
  // Counts clear(), so that a run which was under way then does not store its answer.
  let cleared = 0;

  // A promise that fails before the first check would be an unhandled rejection of the page's.
  if (siteKey && typeof siteKey === 'object') Promise.resolve(siteKey).catch(() => {});

  const reach = async (signal: AbortSignal): Promise<Edge> => {
    if (endpoint === undefined || !siteKey) throw failure('not_configured', 'siteKey and endpoint are needed');
    return { endpoint, siteKey: await resolveSiteKey(siteKey), signal };
  };

  const freshSeconds = (entry: Entry | undefined, call?: CheckOptions): number | undefined => {
    const seconds = intervalSeconds(call, options, entry?.every);
    const age = entry ? Date.now() - entry.at : -1;
    // A negative age means that the clock was set back: the entry's time says nothing then.
    return age >= 0 && age < seconds * 1000 ? seconds : undefined;
  };

  const sendVisit = async (token: string | undefined) => {
    if (!token) return;
    const limit = startDeadline(timeout);
    try {
      await visit(await limit.race(reach(limit.signal)), token);
    } catch (thrown) {
      const { code } = asFailure(thrown).error;
      const entry = cache.read();
      // A newer submission may have replaced what the visit spoke of.
      if (entry?.token !== token) return;
      if (code === ('device_not_found' satisfies ErrorCode)) cache.clear();
      if (code === ('device_token_invalid' satisfies ErrorCode)) cache.write({ at: 0, last: entry.last });
    } finally {
      limit.end();
    }
  };

  const submitNow = async (known: Entry | undefined, call?: CheckOptions): Promise<CheckResult> => {
    const limit = startDeadline(timeout);
    const collecting = collectWith(core, options.collect);
    const before = cleared;
    try {
      const edge = await limit.race(reach(limit.signal));
      const entry = await limit.race(submit(edge, collecting, known, version));
      if (before === cleared) cache.write(entry);
      return assessed(entry, intervalSeconds(call, options, entry.every), false);
    } catch (thrown) {
      const local = await limit.race(collecting).catch(() => undefined);
      return degraded(asFailure(thrown), known, local);
    } finally {
      limit.end();
    }
  };

  const run = async (call?: CheckOptions): Promise<CheckResult> => {
    const entry = cache.read();
    const seconds = freshSeconds(entry, call);
    if (!entry || seconds === undefined) return submitNow(entry, call);
    void sendVisit(entry.token);
    return assessed(entry, seconds, true);
  };

  return {
    checkOnce(call) {
      running ??= run(call).then((result) => {
        running = undefined;
        tell(options.onResult, result);
        return result;
      });
      return running;
    },
    collect: (call) => collectWith(core, call ?? options.collect),
    prepare() {
      // What goes wrong shows in the check that needs it.
      if (freshSeconds(cache.read()) === undefined) core.load().catch(() => {});
    },
    clear() {
      cleared++;
      cache.clear();
    },
  };
}

/** The build's own collector, or another that the page hosts. */
function chooseCore({ coreUrl, wasmUrl }: ClientOptions, shared: CoreLoader): CoreLoader {
  if (!coreUrl && !wasmUrl) return shared;
  const { source } = shared;
  // Relative to the page, as every address that a page gives.
  const address = () => new URL(`${coreUrl}`, globalThis.document?.baseURI).href;
  return coreLoader({
    importGlue: coreUrl ? () => import(/* @vite-ignore */ /* webpackIgnore: true */ address()) : source.importGlue,
    wasm: wasmUrl ? () => wasmUrl : source.wasm,
    integrity: wasmUrl ? undefined : source.integrity,
  });
}

/** Collects; a collector that cannot be loaded is a collection without readings. */
async function collectWith(core: CoreLoader, options: CollectOptions = {}): Promise<Collection> {
  try {
    return await (await core.load()).collect(options);
  } catch (thrown) {
    return { fingerprint: null, components: {}, coverage: 0, ms: 0, error: asFailure(thrown).error };
  }
}

function tell(listener: ClientOptions['onResult'], result: CheckResult): void {
  try {
    listener?.(result);
  } catch {
    // The page's own mistake must not cost the page its result.
  }
}
