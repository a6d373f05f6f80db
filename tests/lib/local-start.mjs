// `npm start`, run as a person runs it: a command in a terminal of its own,
// told to stop with Ctrl-C.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRepo } from './repo.mjs';

/** Starts it; `output()` is what it printed so far. */
export function localStart({ state, port, env = {} }) {
  const child = spawn('npm', ['start'], {
    cwd: inRepo('.'),
    env: { ...process.env, EDGEPRINT_STATE: state, EDGEPRINT_PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, as a terminal gives every command
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const exited = once(child, 'exit').then(([code]) => code);

  return {
    child,
    exited,
    output: () => printed,
    /** The content of dev.json, once it is there. */
    async ready(seconds = 180) {
      for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
        if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${printed}`);
        const text = await readFile(join(state, 'dev.json'), 'utf8').catch(() => '');
        if (text) return JSON.parse(text);
      }
      throw new Error(`npm start is not ready after ${seconds} s:\n${printed}`);
    },
    /** Ctrl-C: the terminal signals every process of the command. */
    interrupt: (signal = 'SIGINT') => process.kill(-child.pid, signal),
    /** Ends it whatever it does; for clean-up. */
    async kill() {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {} // it has ended
      await exited;
    },
  };
}

/** The command lines of all processes that descend from `pid`, by their pid. */
export function descendants(pid) {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const rows = [...table.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map(([, own, parent, command]) => ({
    own: Number(own),
    parent: Number(parent),
    command,
  }));
  const found = new Map();
  const add = (parent) => {
    for (const row of rows.filter((candidate) => candidate.parent === parent)) {
      found.set(row.own, row.command);
      add(row.own);
    }
  };
  add(pid);
  return found;
}

/** Those of `processes` that still run. */
export function stillRunning(processes) {
  return [...processes].filter(([pid, command]) => {
    try {
      return execFileSync('ps', ['-o', 'stat=,args=', '-p', String(pid)], { encoding: 'utf8' }).includes(
        command.slice(0, 40),
      );
    } catch {
      return false; // ps fails when there is no such process
    }
  });
}
