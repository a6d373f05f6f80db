// A Worker in a process of its own, so that everything it prints can be read.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts one; `log()` is what it printed so far. */
export async function startLoggedEdge() {
  const child = fork(fileURLToPath(new URL('./serve-edge.mjs', import.meta.url)), { silent: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const exited = once(child, 'exit');
  const [ready] = await Promise.race([
    once(child, 'message'),
    exited.then(() => Promise.reject(new Error(`the edge did not start:\n${printed}`))),
  ]);

  const send = async (method, path, body, headers) => {
    const response = await fetch(ready.url + path, {
      method,
      headers,
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    return response.json();
  };
  return {
    adminToken: ready.adminToken,
    get: (path, headers = {}) => send('GET', path, undefined, headers),
    post: (path, body, headers = {}) => send('POST', path, body, headers),
    log: () => printed,
    async stop() {
      if (child.connected) child.send('stop');
      await exited;
    },
  };
}
