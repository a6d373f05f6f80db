// A Worker in a process of its own: what it prints can be read, and it can be killed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SERVE = fileURLToPath(new URL('./serve-edge.mjs', import.meta.url));

/** Starts one with what `startEdge` takes: its `url`, its `adminToken`, its process `child`; `log()` is what it printed so far. */
export async function forkEdge(options = {}) {
  const child = fork(SERVE, [JSON.stringify(options)], { silent: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const exited = once(child, 'exit');
  const [ready] = await Promise.race([
    once(child, 'message'),
    exited.then(() => Promise.reject(new Error(`the edge did not start:\n${printed}`))),
  ]);
  return {
    ...ready,
    child,
    exited,
    log: () => printed,
    async stop() {
      if (child.connected) child.send('stop');
      await exited;
    },
  };
}
