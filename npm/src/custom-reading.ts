/** Reads the page's own components: beside the collection, sent along with it, no part of the fingerprint. */

import type { Custom } from './custom.js';
import type { Component } from './generated/vocabulary.js';
import { pack } from './pack.js';
import { tenths } from './stopwatch.js';

/** Reads all at once. */
export async function readCustom(custom: Custom, ms: number): Promise<Record<string, Component>> {
  const readings = [...custom].map(async ([key, read]) => [key, await readOne(read, ms)] as const);
  return Object.fromEntries(await Promise.all(readings));
}

type Outcome = Omit<Component, 'ms'>;

async function readOne(read: () => unknown, ms: number): Promise<Component> {
  const start = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'timeout', reason: 'signal_deadline' }), ms);
  });
  const outcome = await Promise.race([attempt(read), late]);
  clearTimeout(timer);
  return { ...outcome, ms: tenths(performance.now() - start) };
}

async function attempt(read: () => unknown): Promise<Outcome> {
  try {
    const packed = pack(await read());
    return { status: 'reason' in packed ? 'failed' : 'ok', ...packed };
  } catch {
    return { status: 'failed', reason: 'threw' };
  }
}
