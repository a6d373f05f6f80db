// A Worker that can be killed: workerd alone, as a crash does it, by a signal that it cannot answer.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SERVE = fileURLToPath(new URL('../lib/serve-edge.mjs', import.meta.url));

/** Starts one over the stores in a folder. */
export async function startVictim(state, settings) {
  const child = fork(SERVE, [JSON.stringify({ state, ...settings })], { silent: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const exited = once(child, 'exit');
  const [{ url, adminToken }] = await Promise.race([
    once(child, 'message'),
    exited.then(() => Promise.reject(new Error(`the edge did not start:\n${printed}`))),
  ]);
  return {
    url,
    adminToken,
    /** kill -9, whatever workerd is doing. */
    kill() {
      for (const pid of childrenOf(child.pid)) process.kill(pid, 'SIGKILL');
    },
    /** Puts away what is left: that of a killed one may be in the middle of anything. */
    async end({ killed = false } = {}) {
      if (killed) child.kill('SIGKILL');
      else if (child.connected) child.send('stop');
      await exited;
    },
  };
}

/** The processes that one started; `pgrep` is there on Linux and macOS. */
function childrenOf(pid) {
  const pids = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
  if (pids.length === 0) throw new Error('there is no workerd to kill');
  return pids.map(Number);
}
