/** Loads the collector: its JavaScript and its WebAssembly, side by side, once a page; or the one without WebAssembly. */

import { unavailable } from './failure.js';
import { fromGoneFrame } from './gone-frame.js';
import { lazy } from './lazy.js';

export type Core = typeof import('./core.js');

/** Where a build keeps its collector. */
export interface CoreSource {
  /** Imports the JavaScript; `attempt` counts from 0. */
  importGlue(attempt: number): Promise<Core>;
  /** The address of the WebAssembly. */
  wasm(attempt: number): string | URL;
  /** Subresource integrity of the WebAssembly that is loaded at the first attempt. */
  integrity?: string | undefined;
  /** Imports the same collector in plain JavaScript, in a build that has one. */
  importFallback?: ((attempt: number) => Promise<Core>) | undefined;
  /** False: WebAssembly is not even tried. */
  tryWasm?: boolean | undefined;
}

export interface CoreLoader {
  source: CoreSource;
  load(): Promise<Core>;
}

export const coreLoader = (source: CoreSource): CoreLoader => ({
  source,
  load: lazy((attempt) => start(source, attempt)),
});

async function start(source: CoreSource, attempt: number): Promise<Core> {
  const { importFallback, importGlue } = source;
  try {
    if (importFallback) {
      // First comes whatever else is being asked for: this takes some milliseconds.
      await null;
      if (!canCompile(source)) {
        const fallback = await importFallback(attempt);
        await fallback.default();
        return fallback;
      }
    }
    const [glue, module] = await Promise.all([importGlue(attempt), compile(source, attempt)]);
    // Given a module, the glue has nothing to fetch; given a response, it may log to the console.
    await glue.default({ module_or_path: module });
    return glue;
  } catch (cause) {
    throw unavailable(cause);
  }
}

/**
 * Whether WebAssembly is there, knows references to objects of the page (Chromium 96, Firefox 79, Safari 15; QtWebEngine 5
 * does not), and no policy blocks it: tried on a module with such a type and nothing else, before anything is fetched.
 */
function canCompile({ tryWasm }: CoreSource): boolean {
  try {
    return (
      tryWasm !== false &&
      !!new (unwatched().Module)(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0))
    );
  } catch {
    return false;
  }
}

/** The WebAssembly of nobody's page, or in a sandbox the page's own. In iOS Lockdown Mode there is no `WebAssembly`. */
function unwatched(): typeof WebAssembly {
  try {
    return fromGoneFrame((inside) => inside.WebAssembly);
  } catch {
    return WebAssembly;
  }
}

async function compile({ wasm, integrity }: CoreSource, attempt: number): Promise<WebAssembly.Module> {
  const response = await fetch(wasm(attempt), { credentials: 'omit', ...(integrity && !attempt && { integrity }) });
  if (!response.ok) throw Error(`HTTP ${response.status}`);
  // Servers that do not know the type cannot be streamed from: the browser insists on it.
  return response.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
