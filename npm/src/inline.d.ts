/** Made by the build from the collector's WebAssembly. */

/** The WebAssembly itself, as a `data:` URL: the option `wasmUrl` takes it. A policy needs `data:` in `connect-src`. */
export declare const wasmUrl: string;
