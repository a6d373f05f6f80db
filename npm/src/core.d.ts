/** The generated JavaScript around the WebAssembly (wasm-bindgen, target web); the build puts it beside the bundle. */

import type { Collection, CollectOptions } from './types.js';

export default function init(input: { module_or_path: WebAssembly.Module }): Promise<unknown>;
export function collect(options: CollectOptions): Promise<Collection>;
