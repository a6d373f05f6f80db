// Miniflare's `prepare` and `bind` stop the thread until a helper thread has the answer. The helper wakes us in two
// steps, and the second may come when we wait for the next answer already: woken too early, Miniflare (4.20260426)
// finds none, throws, and takes every later answer for the one before. So whoever looks for an answer waits for it.
import { createRequire } from 'node:module';

const PATIENCE_MS = 30_000;

const threads = createRequire(import.meta.url)('node:worker_threads');
const { receiveMessageOnPort } = threads;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** From here on, in this process. */
export function makeMiniflarePatient() {
  if (threads.receiveMessageOnPort !== receiveMessageOnPort) return;
  threads.receiveMessageOnPort = (port) => {
    for (let waited = 0; ; waited += 1) {
      const found = receiveMessageOnPort(port);
      if (found || waited === PATIENCE_MS) return found;
      Atomics.wait(pause, 0, 0, 1);
    }
  };
}
