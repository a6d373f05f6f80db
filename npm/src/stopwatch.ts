/** Where the time of a run goes. */

import type { Timings } from './types.js';

export interface Stopwatch {
  /** Does the work and adds its milliseconds to the lap's. */
  time<T>(lap: keyof Timings, work: () => Promise<T>): Promise<T>;
  /** The laps so far. */
  read(): Timings;
}

/** To 0.1 ms. */
export const tenths = (ms: number): number => Math.round(ms * 10) / 10;

export function startWatch(): Stopwatch {
  const start = performance.now();
  const laps: Timings = { total: 0 };
  const add = (lap: keyof Timings, from: number) => {
    laps[lap] = tenths((laps[lap] ?? 0) + performance.now() - from);
  };
  return {
    async time(lap, work) {
      const from = performance.now();
      try {
        return await work();
      } finally {
        add(lap, from);
      }
    },
    read() {
      laps.total = 0;
      add('total', start);
      return { ...laps };
    },
  };
}
