// How a server of ours learns that its time is over.

/** Resolves on Ctrl-C, `kill` (npm passes it on), or when the terminal is closed. */
export function toldToStop() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      // Miniflare's own handler exits on the spot, before anything is put away.
      process.removeAllListeners(signal);
      // Not `once`: an impatient second Ctrl-C must not cut the tidying short.
      process.on(signal, resolve);
    }
  });
}
