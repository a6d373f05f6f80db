// A Worker that can be killed: workerd alone, as a crash does it, by a signal that it cannot answer.
import { execFileSync } from 'node:child_process';
import { forkEdge } from '../lib/forked-edge.mjs';

/** Starts one over the stores in a folder. */
export async function startVictim(state, settings) {
  const { url, adminToken, child, exited, stop } = await forkEdge({ state, ...settings });
  return {
    url,
    adminToken,
    /** kill -9, whatever workerd is doing. */
    kill() {
      for (const pid of childrenOf(child.pid)) process.kill(pid, 'SIGKILL');
    },
    /** Puts away what is left: that of a killed one may be in the middle of anything. */
    async end({ killed = false } = {}) {
      if (!killed) return stop();
      child.kill('SIGKILL');
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
