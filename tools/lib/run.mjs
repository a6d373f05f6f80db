// Starts other programs, and leaves none behind.
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { inRepo, root } from './paths.mjs';
import { Refusal } from './progress.mjs';

const children = new Set();
let interrupted = false;

/** The workspace's own programs first, and the Node that runs us before any other. */
const path = [inRepo('node_modules', '.bin'), dirname(process.execPath), process.env.PATH].join(delimiter);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal sends Ctrl-C to the whole group; a plain `kill` reaches only us.
    interrupted = true;
    for (const child of children) child.kill(signal);
    if (process.listenerCount(signal) === 1) process.exit(130);
  });
}

/** True once the user asked to stop. */
export const stopping = () => interrupted;

/**
 * Runs a program to its end and gives `{code, output}`. With `show` its output goes
 * straight to the terminal; otherwise it is kept, told line by line to `onLine`, and
 * shown when the program fails. A failure throws unless `allowFailure`.
 */
export function run(command, args, { cwd = root, env = {}, show = false, onLine, allowFailure = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PATH: path, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      let unfinished = ''; // cargo writes a line in pieces
      stream?.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
        const lines = (unfinished + chunk).split('\n');
        unfinished = lines.pop();
        for (const line of lines) if (line.trim()) onLine?.(line.trim());
      });
    }
    child.on('error', (error) => {
      children.delete(child);
      reject(error.code === 'ENOENT' ? new Refusal(`${command} was not found.`) : error);
    });
    child.on('close', (code, signal) => {
      children.delete(child);
      if (code === 0 || allowFailure) return resolve({ code: code ?? 1, output });
      const ending = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      reject(new Refusal(`${output && `${output.trimEnd()}\n\n`}${command} ${args.join(' ')} ${ending}.`));
    });
  });
}

/** A program's output when it works, `null` when it is missing or fails. */
export async function ask(command, args) {
  try {
    const { code, output } = await run(command, args, { allowFailure: true });
    return code === 0 ? output.trim() : null;
  } catch {
    return null;
  }
}
