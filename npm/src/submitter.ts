/** What a cached visit does without: in the script build, a file of its own that is loaded when it is needed. */

import type { Run } from './check.js';
import { failure } from './failure.js';
import { pack } from './pack.js';
import { collectWith } from './reading.js';
import { reducedTo } from './reduced.js';
import { type Extras, submit } from './submission.js';
import type { Tools } from './tools.js';
import type { CheckResult } from './types.js';

export { collectWith };

export type Submitter = typeof import('./submitter.js');

/** Collects and submits; without the edge, says what can be said. Never rejects. */
export async function submitRun(run: Run, tools: Tools): Promise<CheckResult> {
  const { parts, call, limit, watch, reduced, cleared, known } = run;
  const { options, cache, core, custom } = parts;
  const collecting = collectWith(core, reduced ? undefined : custom, options.collect, watch);
  // It may fail while the token is still awaited.
  const local = collecting.catch(() => undefined);
  try {
    const extras = extrasOf(call?.metadata ?? options.metadata, reduced);
    const address = await limit.race(tools.reach(parts));
    const edge = { ...address, ...tools, watch, signal: limit.signal };
    const entry = await limit.race(submit(edge, collecting, known, extras));
    const collection = await collecting;
    if (reduced) return reducedTo(entry, watch.read(), collection);
    if (cleared === parts.cleared) cache.write(entry);
    return tools.assessed(entry, tools.intervalSeconds(call, options, entry.every), watch.read(), collection);
  } catch (thrown) {
    if (!parts.granted) return tools.degraded(tools.asFailure(thrown), watch.read());
    const collection = await limit.race(local).catch(() => undefined);
    return tools.degraded(tools.asFailure(thrown), watch.read(), known, collection, reduced);
  }
}

function extrasOf(metadata: unknown, reduced: boolean): Extras {
  const extras: Extras = reduced ? { reduced } : {};
  if (metadata === undefined) return extras;
  const packed = pack(metadata);
  if (!('value' in packed) || !`${JSON.stringify(packed.value)}`.startsWith('{'))
    throw failure('options_invalid', 'metadata is no object, or too large');
  return { ...extras, metadata: packed.value as Record<string, unknown> };
}
