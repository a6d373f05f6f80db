/** The client as pages see it. */

import type { CheckOptions, CollectOptions } from './options.js';
import type { CheckResult, Collection } from './results.js';

export type * from './options.js';
export type * from './results.js';

export interface Client {
  /**
   * The device's id and assessment. Submits when the interval has passed; otherwise answers
   * from the cache at once and sends a visit. Never rejects. Concurrent calls share one run.
   */
  checkOnce(options?: CheckOptions): Promise<CheckResult>;
  /** Reads the signals locally; talks to no endpoint. Never rejects. */
  collect(options?: CollectOptions): Promise<Collection>;
  /**
   * Adds a reading of the page's own to every submission: at most 8, each at most 1,000 characters as JSON.
   * No part of the fingerprint. False if the key is none (1 to 32 letters, digits, `_`, `-`, `.`) or 8 are there.
   */
  includeComponent(key: string, read: () => unknown): boolean;
  /** Loads the collector ahead of a check that will need it. Does nothing while the cache is fresh. */
  prepare(): void;
  /** Forgets the cached result and the stored device token. */
  clear(): void;
  /** The person consents, on this page: with `consent: 'required'`, nothing happens before it. */
  grant(): void;
  /** The person does not consent any more: forgets as `clear()` does, ends what is under way and refuses what comes. */
  revoke(): void;
}
