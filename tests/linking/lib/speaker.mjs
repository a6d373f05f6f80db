// A linker that is a program: a visit a line on its stdin, `{"id": …}` a line on its stdout.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export class Speaker {
  #child;
  #lines;

  /** @param command the program and its arguments */
  constructor([program, ...args], options = {}) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], ...options });
    this.#child.stdin.on('error', () => {}); // told by the missing answer
    this.#child.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async answer(visit) {
    this.#child.stdin.write(`${JSON.stringify(visit)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`${this.#child.spawnfile} ended before it answered`);
    const { id } = JSON.parse(value);
    if (typeof id !== 'string' && typeof id !== 'number') throw new Error(`no id in ${value}`);
    return { id: String(id) };
  }

  /** Ends the program and waits for it. */
  async stop() {
    if (this.#child.exitCode !== null || this.#child.pid === undefined) return;
    this.#child.stdin.end();
    await once(this.#child, 'exit');
  }
}
