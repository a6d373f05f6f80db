// Processes of a visit, and nobody else's: each carries the visit's mark in its environment, or works in or on the
// visit's folder (Chromium writes its title over its environment). Linux.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const MARK = 'EDGEPRINT_ZOO';
const [TURNS, TURN_MS] = [20, 100];

/** The environment's member that marks a visit's processes. */
export const marked = (id) => ({ [MARK]: id });

/** Ends all processes of a visit: asks, waits, and then ends them. */
export async function endAll(id, folder) {
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const left = processesOf(id, folder);
      if (left.length === 0) return;
      for (const pid of turn === 0 || signal === 'SIGKILL' ? left : []) end(pid, signal);
      await sleep(TURN_MS);
    }
  }
}

function processesOf(id, folder) {
  const mark = `${MARK}=${id}\0`;
  const looks = [
    (pid) => told(pid, 'environ').includes(mark),
    (pid) => told(pid, 'cmdline').includes(`${folder}/`),
    (pid) => readlinkSync(`/proc/${pid}/cwd`).startsWith(folder),
  ];
  return readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && Number(name) !== process.pid && looks.some((look) => attempt(look, name)),
  );
}

const told = (pid, file) => readFileSync(`/proc/${pid}/${file}`, 'latin1');

function attempt(look, pid) {
  try {
    return look(pid);
  } catch {
    return false; // gone, or another user's
  }
}

function end(pid, signal) {
  try {
    process.kill(Number(pid), signal);
  } catch {
    // gone meanwhile
  }
}

/** A screen of its own: its name, for `DISPLAY`. */
export async function openScreen(size, env) {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-ac'], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    server.stdio[3].once('data', (text) => resolve(String(text).trim()));
    server.once('error', reject);
    server.once('exit', () => reject(new Error('Xvfb ended')));
  });
  return `:${number}`;
}
