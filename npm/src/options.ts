/** What a page passes in. Times are in the unit that the comment names. */

import type { SignalName } from './generated/vocabulary.js';
import type { CheckResult } from './results.js';

/**
 * The site key (`pk_…`), a promise of it, or a function that gets it (say, from your backend).
 * A function is called at most once a check, and what it returns is never stored.
 */
export type SiteKey = string | PromiseLike<string> | (() => string | PromiseLike<string>);

/** A signal, or one member of a signal's value: `webgl`, `webgl.renderer`. */
export type SignalPath = SignalName | `${SignalName}.${string}`;

/** A preset: signals that are left out because they change with the situation. See `stabilize.ts`. */
export type Situation = 'private' | 'iframe' | 'vpn';

/** How often a device submits in full. Seconds win over days; 0 means at every call. */
export interface IntervalOptions {
  /** Days between two full submissions. Default: what the site is set to, else 7. */
  checkIntervalDays?: number | undefined;
  /** The same in seconds. */
  checkIntervalSeconds?: number | undefined;
}

/** Which signals a collection reads, and for how long. */
export interface ReadingOptions {
  /** The only signals to read. Default: all. */
  include?: SignalPath[] | undefined;
  /** Signals, or members of them, to leave out: neither sent nor part of the fingerprint. Wins over `include`. */
  exclude?: SignalPath[] | undefined;
  /** Presets of signals to leave out too. */
  stabilize?: Situation[] | undefined;
  /** Milliseconds for the whole collection. Default 3000; what is late is marked `timeout`. */
  timeout?: number | undefined;
}

export interface CollectOptions extends ReadingOptions {
  /** Aborting it resolves the collection with the error `aborted`. */
  signal?: AbortSignal | undefined;
}

/** A small object of your own that goes along with a submission: at most 1,000 characters as JSON. */
export type Metadata = Record<string, unknown>;

/** What goes along with a submission, and not with answers from the cache. */
export interface SubmissionOptions {
  /** What the visitor is doing, such as `login`: 1 to 64 characters. Told in the sealed result and by your events. */
  action?: string | undefined;
  /** Your name for what this belongs to, such as an order: 1 to 256 characters. Told where `action` is. */
  linkedId?: string | undefined;
  /** Sent along with every submission. */
  metadata?: Metadata | undefined;
}

export interface ClientOptions extends IntervalOptions, SubmissionOptions {
  /** Needed for `checkOnce()`, not for `collect()`. */
  siteKey?: SiteKey | undefined;
  /** Where the edge answers, such as `https://id.example.com`. Script tag: taken from its `src`. */
  endpoint?: string | URL | undefined;
  /** Milliseconds after which `checkOnce()` and `collect()` resolve at the latest. Default 10000. */
  timeout?: number | undefined;
  /** What every check reads, and `collect()` unless told otherwise. */
  collect?: ReadingOptions | undefined;
  /** `required`: nothing is read, stored or sent until `grant()`. */
  consent?: 'required' | undefined;
  /** `reduced`: signals of automation only, no identification, nothing stored. */
  mode?: 'full' | 'reduced' | undefined;
  /** Whether a browser that sends Global Privacy Control gets reduced mode. */
  respectGpc?: boolean | undefined;
  /** Called after every check with its result. What it throws is swallowed. */
  onResult?: ((result: CheckResult) => void) | undefined;
  /** Where the result is cached in localStorage. Default `edgeprint:` + the site key, or the endpoint if that is no string. */
  storageKey?: string | undefined;
  /** `false` where a policy is known to block WebAssembly: the fallback is taken without trying. */
  wasm?: boolean | undefined;
  /** Another address for the collector's JavaScript, for self-hosting. */
  coreUrl?: string | URL | undefined;
  /** Another address for the collector's WebAssembly. */
  wasmUrl?: string | URL | undefined;
  /** Another address for the collector in plain JavaScript. */
  fallbackUrl?: string | URL | undefined;
}

/** Each goes before the client's. */
export interface CheckOptions extends IntervalOptions, SubmissionOptions {
  /** Aborting it resolves this call with the error `aborted`; other calls that share the run go on. */
  signal?: AbortSignal | undefined;
}
