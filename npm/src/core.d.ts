/**
 * The generated JavaScript around the WebAssembly (wasm-bindgen, target web); the build puts it beside the bundle.
 * The fallback has the same exports and needs no module.
 */

import type { Collection, SignalPath } from './types.js';

export interface CoreOptions {
  include?: SignalPath[];
  exclude?: SignalPath[];
  timeout?: number;
  /** The address that a worker may start from, if there is one. */
  worker?: string | undefined;
}

export default function init(input?: { module_or_path: WebAssembly.Module }): Promise<unknown>;
/** `null` where the page broke what the generated glue itself stands on. */
export function collect(options: CoreOptions): Promise<Collection | null>;
export function version(): string;
