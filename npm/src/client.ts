/** A client: its options put to use, and one run at a time. */

import { openCache } from './cache.js';
import { check, collectWith, freshSeconds, type Parts } from './check.js';
import { usableAmount } from './interval.js';
import { type CoreLoader, coreLoader } from './load-core.js';
import type { CheckResult, Client, ClientOptions } from './types.js';

const DEFAULT_TIMEOUT = 10000;

/** A client over the build's collector, which all clients of a page share, or the one that the options name. */
export function newClient(options: ClientOptions, shared: CoreLoader): Client {
  const parts = assemble(options, shared);
  const { cache, core } = parts;
  let running: Promise<CheckResult> | undefined;
  return {
    checkOnce(call) {
      running ??= check(parts, call).then((result) => {
        running = undefined;
        tell(options.onResult, result);
        return result;
      });
      return running;
    },
    collect: (call) => collectWith(core, call ?? options.collect),
    prepare() {
      // What goes wrong shows in the check that needs it.
      if (freshSeconds(parts, cache.read()) === undefined) core.load().catch(() => {});
    },
    clear() {
      parts.cleared++;
      cache.clear();
    },
  };
}

function assemble(options: ClientOptions, shared: CoreLoader): Parts {
  const { siteKey, storageKey, timeout } = options;
  const endpoint = options.endpoint?.toString().replace(/\/+$/, '');
  // A promise that fails before the first check would be an unhandled rejection of the page's.
  if (siteKey && typeof siteKey === 'object') Promise.resolve(siteKey).catch(() => {});
  return {
    options,
    endpoint,
    timeout: usableAmount(timeout) ?? DEFAULT_TIMEOUT,
    cache: openCache(storageKey ?? `edgeprint:${typeof siteKey === 'string' ? siteKey : (endpoint ?? '')}`),
    core: chooseCore(options, shared),
    cleared: 0,
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

function tell(listener: ClientOptions['onResult'], result: CheckResult): void {
  try {
    listener?.(result);
  } catch {
    // The page's own mistake must not cost the page its result.
  }
}
