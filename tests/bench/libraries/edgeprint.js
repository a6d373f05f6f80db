// Everything that a first visit does locally: glue, wasm, all signals, hash.
import { createClient } from '/edgeprint/index.js';

export const run = async () => {
  const { fingerprint, components } = await createClient().collect();
  return { id: fingerprint, inner: Object.fromEntries(Object.entries(components).map(([name, { ms }]) => [name, ms])) };
};
