/** Loads the collector: its JavaScript and its WebAssembly, side by side, once a page. */

import { failure } from './failure.js';

export type Core = typeof import('./core.js');

/** Where a build keeps its collector. */
export interface CoreSource {
  /** Imports the JavaScript; `attempt` counts from 0. */
  importGlue(attempt: number): Promise<Core>;
  /** The address of the WebAssembly. */
  wasm(): string | URL;
  /** Subresource integrity of the WebAssembly. */
  integrity?: string | undefined;
}

export interface CoreLoader {
  source: CoreSource;
  /** Starts loading, unless that was done; after a failure, tries anew. */
  load(): Promise<Core>;
}

export function coreLoader(source: CoreSource): CoreLoader {
  let loading: Promise<Core> | undefined;
  let attempts = 0;
  return {
    source,
    load() {
      if (!loading) {
        loading = start(source, attempts++);
        loading.catch(() => {
          loading = undefined;
        });
      }
      return loading;
    },
  };
}

async function start(source: CoreSource, attempt: number): Promise<Core> {
  try {
    const [glue, module] = await Promise.all([source.importGlue(attempt), compile(source)]);
    // Given a module, the glue has nothing to fetch; given a response, it may log to the console.
    await glue.default({ module_or_path: module });
    return glue;
  } catch (cause) {
    throw failure('core_unavailable', `The collector could not be loaded: ${cause}`);
  }
}

async function compile({ wasm, integrity }: CoreSource): Promise<WebAssembly.Module> {
  const response = await fetch(wasm(), { credentials: 'omit', ...(integrity && { integrity }) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  // Servers that do not know the type cannot be streamed from: the browser insists on it.
  return response.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
