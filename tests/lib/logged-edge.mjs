// A Worker of which everything it prints can be read.
import { forkEdge } from './forked-edge.mjs';

/** Starts one; `log()` is what it printed so far. */
export async function startLoggedEdge() {
  const { url, adminToken, log, stop } = await forkEdge();
  const send = async (method, path, body, headers) => {
    const response = await fetch(url + path, {
      method,
      headers,
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    return response.json();
  };
  return {
    adminToken,
    get: (path, headers = {}) => send('GET', path, undefined, headers),
    post: (path, body, headers = {}) => send('POST', path, body, headers),
    log,
    stop,
  };
}
