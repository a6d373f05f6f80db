/** How long a submission holds. */

import type { IntervalOptions } from './types.js';

export const DAY = 86400;
const DEFAULT_SECONDS = 7 * DAY;

/** Ten years: what exceeds it could leave the range of dates. */
const MAX_SECONDS = 3650 * DAY;

/**
 * An amount of time that can be used, from options, data attributes, answers and storage alike:
 * not negative, not empty, bounded. Undefined otherwise.
 */
export function usableAmount(value: unknown, unit = 1): number | undefined {
  const number = typeof value === 'string' && value.trim() ? Number(value) : value;
  return typeof number === 'number' && number >= 0 ? Math.min(number * unit, MAX_SECONDS) : undefined;
}

const chosen = (options: IntervalOptions | undefined) =>
  usableAmount(options?.checkIntervalSeconds) ?? usableAmount(options?.checkIntervalDays, DAY);

/** Seconds between two submissions: the call's wish, else the client's, else the site's, else a week. */
export const intervalSeconds = (
  call: IntervalOptions | undefined,
  client: IntervalOptions,
  site: number | undefined,
): number => chosen(call) ?? chosen(client) ?? site ?? DEFAULT_SECONDS;
