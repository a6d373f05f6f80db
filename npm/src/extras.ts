/** What a page sends along with the readings, as the edge takes it. */

import { failure } from './failure.js';
import { pack } from './pack.js';
import type { Extras } from './submission.js';
import type { SubmissionOptions } from './types.js';

/** What the edge takes, as JSON: words of so many code points without control characters, and an object. */
const FORMS = {
  action: /^"(\\["\\]|[^\\\p{Cc}]){1,64}"$/u,
  linkedId: /^"(\\["\\]|[^\\\p{Cc}]){1,256}"$/u,
  metadata: /^{/,
};

/** The call's go before the client's. What the edge would refuse is refused here, before anything is sent. */
export function extrasOf(client: SubmissionOptions, call: SubmissionOptions = {}): Extras {
  const extras: Record<string, unknown> = {};
  for (const [name, form] of Object.entries(FORMS) as [keyof typeof FORMS, RegExp][]) {
    const given = call[name] ?? client[name];
    if (given === undefined) continue;
    const { value } = pack(given) as { value?: unknown };
    if (!form.test(`${JSON.stringify(value)}`))
      throw failure('options_invalid', `${name} is no such thing, or too large`);
    extras[name] = value;
  }
  return extras;
}
