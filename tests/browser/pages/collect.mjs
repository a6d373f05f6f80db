// Runs the collector as any page could: the glue, the wasm, nothing else.
// `globalThis.collected` is what came of it; a test page may set `options`.
import init, { collect, version } from '/dist/core.js';

globalThis.collected = (async () => {
  await init({ module_or_path: await WebAssembly.compileStreaming(fetch('/dist/core_bg.wasm')) });
  const result = await collect(globalThis.options ?? {});
  return { version: version(), ...result };
})();
