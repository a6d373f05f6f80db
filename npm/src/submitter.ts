/** What a cached visit does without: in the script build, a file of its own that is loaded when it is needed. */

import { isText } from './answer.js';
import type { Run } from './check.js';
import { extrasOf } from './extras.js';
import { collectWith } from './reading.js';
import { startReading, submit } from './submission.js';
import type { Tools } from './tools.js';
import type { CheckResult } from './types.js';

export { collectWith };

export type Submitter = typeof import('./submitter.js');

/** Collects and submits; without the edge, says what can be said. Never rejects. */
export async function submitRun(run: Run, tools: Tools): Promise<CheckResult> {
  const { parts, call, limit, watch, cleared } = run;
  const { options, cache } = parts;
  startReading(run);
  try {
    const extras = extrasOf(options, call);
    const address = await limit.race(tools.reach(parts));
    const { entry, sealed } = await limit.race(submit({ ...address, ...tools }, run, extras));
    const collection = await run.reading;
    if (!run.reduced && cleared === parts.cleared) cache.write(entry);
    const result = run.reduced
      ? tools.reducedTo(entry, watch.read(), collection)
      : tools.assessed(entry, tools.intervalSeconds(call, options, entry.every), watch.read(), collection);
    return isText(sealed) ? { ...result, sealed } : result;
  } catch (thrown) {
    // Consent was withdrawn meanwhile: then nothing is told, not even the last id.
    const { granted } = parts;
    const collection = granted ? await limit.race(run.reading).catch(() => undefined) : undefined;
    return tools.degraded(
      tools.asFailure(thrown),
      watch.read(),
      granted ? run.known : undefined,
      collection,
      run.reduced,
    );
  }
}
