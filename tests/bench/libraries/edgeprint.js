// Everything that a first visit does locally: glue, wasm, all signals, hash.
import { createClient } from '/edgeprint/index.js';

export const run = async () => {
  const { fingerprint, ms } = await createClient().collect();
  return { id: fingerprint, inner: ms };
};
