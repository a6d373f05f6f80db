/** A client: its options put to use, and one run at a time. */

import { openCache } from './cache.js';
import { check, freshSeconds, refused } from './check.js';
import { addCustom } from './custom.js';
import { asFailure, type Failure } from './failure.js';
import { usableAmount } from './interval.js';
import { type CoreLoader, coreLoader } from './load-core.js';
import { barred, begin, isReduced, load, type Parts, withoutConsent } from './parts.js';
import { unread } from './result.js';
import { join, type Shared } from './shared-run.js';
import { startWatch } from './stopwatch.js';
import type { CheckOptions, CheckResult, Client, ClientOptions, Collection, CollectOptions } from './types.js';

const DEFAULT_TIMEOUT = 10000;

/** What a build brings, shared by all clients of a page. */
export type Build = Pick<Parts, 'core' | 'loadSubmitter'>;

/** A client over the build's collector, or the one that the options name. */
export function newClient(options: ClientOptions, build: Build): Client {
  const parts = assemble(options, build);
  const { cache, custom } = parts;
  let running: Shared<CheckResult> | undefined;
  const refuse = (thrown: unknown) => refused(parts, asFailure(thrown));

  function start(call: CheckOptions | undefined): Shared<CheckResult> {
    const limit = begin(parts);
    const result = check(parts, limit, call)
      .catch(refuse)
      .then((told) => {
        leave();
        limit.end();
        tell(options.onResult, told);
        return told;
      });
    const run = {
      result,
      cancel(why: Failure) {
        // At once: a call that comes before its result shall start anew, not share its end.
        leave();
        limit.cancel(why);
      },
      callers: 0,
    };
    const leave = () => {
      if (running === run) running = undefined;
    };
    return run;
  }

  function clear() {
    parts.cleared++;
    cache.clear();
  }

  return {
    async checkOnce(call) {
      const share = () => {
        running ??= start(call);
        return running;
      };
      try {
        return await join(share, call?.signal, refuse);
      } catch (thrown) {
        // The page took away what the rest stands on, such as promises.
        return refuse(thrown);
      }
    },
    collect: (call) =>
      join(
        () => startCollecting(parts, call ?? options.collect),
        call?.signal,
        ({ error }) => unread(error),
      ),
    includeComponent: (key, read) => addCustom(custom, key, read),
    prepare() {
      if (barred(parts) || (!isReduced(parts) && freshSeconds(parts, cache.read()) !== undefined)) return;
      load(parts);
    },
    clear,
    grant() {
      parts.granted = true;
    },
    revoke() {
      parts.granted = false;
      running = undefined;
      clear();
      for (const limit of parts.running) limit.cancel(withoutConsent());
    },
  };
}

/** A collection for the page alone. */
function startCollecting(parts: Parts, options: CollectOptions | undefined): Shared<Collection> {
  const why = barred(parts);
  const limit = begin(parts);
  const custom = isReduced(parts) ? undefined : parts.custom;
  const read = async () => {
    if (why) throw why;
    load(parts);
    return (await parts.loadSubmitter()).collectWith(parts.core, custom, options, startWatch());
  };
  const result = limit
    .race(read())
    .catch((thrown) => unread(asFailure(thrown).error))
    .then((collection) => {
      limit.end();
      return collection;
    });
  return { result, cancel: limit.cancel, callers: 0 };
}

function assemble(options: ClientOptions, build: Build): Parts {
  const { siteKey, storageKey, timeout, consent } = options;
  const endpoint = options.endpoint?.toString().replace(/\/+$/, '');
  // A promise that fails before the first check would be an unhandled rejection of the page's.
  if (siteKey && typeof siteKey === 'object') Promise.resolve(siteKey).catch(() => {});
  return {
    options,
    endpoint,
    timeout: usableAmount(timeout) ?? DEFAULT_TIMEOUT,
    cache: openCache(storageKey ?? `edgeprint:${typeof siteKey === 'string' ? siteKey : (endpoint ?? '')}`),
    core: chooseCore(options, build.core),
    loadSubmitter: build.loadSubmitter,
    custom: new Map(),
    granted: !consent,
    cleared: 0,
    running: new Set(),
  };
}

/** The build's own collector, or another that the page hosts. */
function chooseCore({ coreUrl, wasmUrl, fallbackUrl, wasm }: ClientOptions, shared: CoreLoader): CoreLoader {
  if (!coreUrl && !wasmUrl && !fallbackUrl && wasm === undefined) return shared;
  const { source } = shared;
  // Relative to the page, as every address that a page gives.
  const importFrom = (url: string | URL) => () =>
    import(/* @vite-ignore */ /* webpackIgnore: true */ new URL(`${url}`, globalThis.document?.baseURI).href);
  return coreLoader({
    importGlue: coreUrl ? importFrom(coreUrl) : source.importGlue,
    wasm: wasmUrl ? () => wasmUrl : source.wasm,
    integrity: wasmUrl ? undefined : source.integrity,
    importFallback: fallbackUrl ? importFrom(fallbackUrl) : source.importFallback,
    tryWasm: wasm,
  });
}

function tell(listener: ClientOptions['onResult'], result: CheckResult): void {
  try {
    listener?.(result);
  } catch {
    // The page's own mistake must not cost the page its result.
  }
}
