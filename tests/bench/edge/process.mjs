// What Linux knows of a running workerd: its processor time and its memory.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ask = (command, args) => execFileSync(command, args, { encoding: 'utf8' }).trim();
const TICK_MS = 1000 / Number(ask('getconf', ['CLK_TCK']));
const PAGE_BYTES = Number(ask('getconf', ['PAGESIZE']));

/** The workerds that this process has started and that still run, oldest first. */
export function runtimes() {
  const processes = ask('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)]).split('\n');
  return processes
    .map((line) => line.trim().split(/\s+/))
    .filter(([, name]) => name?.startsWith('workerd'))
    .map(([pid]) => Number(pid));
}

/** Processor time that a process has taken, in ms: its own and the system's for it. */
export function cpuOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Memory that a process holds, in bytes. */
export const memoryOf = (pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
