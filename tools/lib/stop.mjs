// How a server of ours learns that its time is over.

/**
 * Resolves on Ctrl-C, `kill`, a closed terminal, or when npm, which started us,
 * is gone: killed with -9 it cannot pass anything on.
 */
export function toldToStop() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
    if (!process.env.npm_lifecycle_event) return;
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid !== parent) resolve();
    }, 500);
    watch.unref();
  });
}
