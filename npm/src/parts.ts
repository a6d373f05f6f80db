/** What a client is made of, and what it may do now. */

import type { Cache } from './cache.js';
import type { Custom } from './custom.js';
import { type Deadline, startDeadline } from './deadline.js';
import { type Failure, failure } from './failure.js';
import type { CoreLoader } from './load-core.js';
import type { Submitter } from './submitter.js';
import type { ClientOptions } from './types.js';

export interface Parts {
  options: ClientOptions;
  /** Without a slash at its end. */
  endpoint: string | undefined;
  /** Milliseconds that a check may take. */
  timeout: number;
  cache: Cache;
  core: CoreLoader;
  /** Loads what only a submission and a collection need. */
  loadSubmitter: () => Promise<Submitter>;
  custom: Custom;
  /** Whether the person consents, as far as that is asked for. */
  granted: boolean;
  /** How often clear() was called: a run that was under way then must not store its answer. */
  cleared: number;
  /** What is under way, so that revoke() can end it. */
  running: Set<Deadline>;
}

/** Why nothing may be read, stored or sent now. */
export function barred({ granted }: Parts): Failure | undefined {
  if (typeof document === 'undefined') return failure('not_in_browser', 'No document');
  return granted ? undefined : withoutConsent();
}

export const withoutConsent = (): Failure => failure('consent_required', 'No consent');

/** Whether nobody is to be identified. A page can make the question throw: nobody, then. */
export function isReduced({ options: { mode, respectGpc } }: Parts): boolean {
  try {
    return (
      (!!mode && mode !== 'full') ||
      !!(respectGpc && (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl)
    );
  } catch {
    return true;
  }
}

/** Starts the clock of something that ends with the client's timeout at the latest, or with revoke(). */
export function begin({ timeout, running }: Parts): Deadline {
  const limit = startDeadline(timeout, () => running.delete(limit));
  running.add(limit);
  return limit;
}

/** Starts to load all that a submission needs, at once. What goes wrong shows in the run that needs it. */
export function load({ core, loadSubmitter }: Parts): void {
  for (const loading of [core.load(), loadSubmitter()]) loading.catch(() => {});
}
