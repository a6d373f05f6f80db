/** What one run reads: the signals that the options leave, and the page's own components. */

import type { CoreOptions } from './core.js';
import type { Custom } from './custom.js';
import { readCustom } from './custom-reading.js';
import { failure, unavailable } from './failure.js';
import type { CoreLoader } from './load-core.js';
import { REDUCED, UNSTABLE } from './stabilize.js';
import type { Stopwatch } from './stopwatch.js';
import type { Collection, ReadingOptions, SignalPath, Situation } from './types.js';
import { workerScript } from './worker-script.js';

const DEFAULT_TIMEOUT = 3000;
const PATH = /^\w+(\.\w+)*$/;

/** Reads; without `custom`, as reduced mode does. */
export async function collectWith(
  core: CoreLoader,
  custom: Custom | undefined,
  options: ReadingOptions = {},
  watch: Stopwatch,
): Promise<Collection> {
  const wanted = coreOptions(options, !custom);
  const { collect } = await core.load();
  return watch.time('collect', async () => {
    const own = custom?.size && readCustom(custom, wanted.timeout ?? DEFAULT_TIMEOUT);
    const collected = await collect({ ...wanted, worker: custom && workerScript() });
    if (!collected) throw unavailable('replaced by the page');
    return own ? { ...collected, custom: await own } : collected;
  });
}

/** Options in the collector's terms. What cannot be followed is refused: a page that leaves out a signal means it. */
function coreOptions({ include, exclude, stabilize, timeout }: ReadingOptions, reduced: boolean): CoreOptions {
  const options: CoreOptions = {};
  const wanted = include && (names('include', include, PATH) as SignalPath[]);
  const situations = names('stabilize', stabilize, RegExp(`^(${Object.keys(UNSTABLE).join('|')})$`)) as Situation[];
  const unwanted = [
    ...(names('exclude', exclude, PATH) as SignalPath[]),
    ...situations.flatMap((name) => UNSTABLE[name]),
  ];
  const ms = Number(timeout);
  if (reduced) options.include = REDUCED.filter((name) => !wanted || wanted.includes(name));
  else if (wanted) options.include = wanted;
  if (unwanted.length) options.exclude = unwanted;
  if (ms > 0) options.timeout = ms;
  return options;
}

function names(option: string, given: unknown = [], form: RegExp): unknown[] {
  if (Array.isArray(given) && given.every((name) => typeof name === 'string' && form.test(name))) return given;
  throw failure('options_invalid', `collect.${option} is no list of known names`);
}
