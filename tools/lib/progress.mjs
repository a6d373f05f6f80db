// What a person sees while something long is going on.

const started = Date.now();
const onTerminal = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const paint = (code) => (text) => (onTerminal ? `\x1b[${code}m${text}\x1b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);

/** A failure that is told to the user as it is, without a stack trace. */
export class Refusal extends Error {}

/** Milliseconds as a person reads them: `3.2 s`, `2 min 05 s`. */
export function seconds(ms) {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const all = Math.round(ms / 1000);
  return `${Math.floor(all / 60)} min ${String(all % 60).padStart(2, '0')} s`;
}

// A command that is asked for JSON keeps its standard output for it.
const tell = process.argv.includes('--json') ? console.error : console.log;

/** Prints one line, led by the time since the command began. */
export function say(text) {
  tell(`${dim(`[${seconds(Date.now() - started).padStart(7)}]`)} ${text}`);
}

/** The time since the command began. */
export const elapsed = () => seconds(Date.now() - started);

/**
 * Runs `task(report)` as one named step: says when it begins, every 15 seconds
 * that it is alive and what it last reported, and how long it took.
 */
export async function step(name, task) {
  const began = Date.now();
  let note = '';
  say(`${name} …`);
  const heartbeat = setInterval(() => {
    say(dim(`${name}: still at it after ${seconds(Date.now() - began)}${note && ` (${note})`}`));
  }, 15_000);
  heartbeat.unref();
  try {
    const result = await task((text) => {
      note = text;
    });
    say(`${green('✓')} ${name} ${dim(seconds(Date.now() - began))}`);
    return result;
  } catch (error) {
    say(`${red('✗')} ${name} ${dim(seconds(Date.now() - began))}`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Runs a command's main function; a failure becomes a message and exit code 1. */
export async function main(run) {
  try {
    const code = await run();
    if (code) process.exitCode = code;
  } catch (error) {
    console.error(`\n${red(error instanceof Refusal ? error.message : (error?.stack ?? String(error)))}`);
    process.exitCode = 1;
  }
}
