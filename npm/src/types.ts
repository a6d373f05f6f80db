/** What a page passes in and gets back. Times are in the unit that the comment names. */

import type { Components, ErrorCode, FlagReason, Identity, RiskLevel, SignalName } from './generated/vocabulary.js';

/**
 * The site key (`pk_…`), a promise of it, or a function that gets it (say, from your backend).
 * A function is called at most once a check, and what it returns is never stored.
 */
export type SiteKey = string | PromiseLike<string> | (() => string | PromiseLike<string>);

/** How often a device submits in full. Seconds win over days; 0 means at every call. */
export interface IntervalOptions {
  /** Days between two full submissions. Default: what the site is set to, else 7. */
  checkIntervalDays?: number | undefined;
  /** The same in seconds. */
  checkIntervalSeconds?: number | undefined;
}

/** Which signals a local collection reads, and for how long. */
export interface CollectOptions {
  /** Names of the only signals to read. Default: all. */
  include?: SignalName[] | undefined;
  /** Names of signals to leave out. */
  exclude?: SignalName[] | undefined;
  /** Milliseconds for the whole collection. Default 3000; what is late is marked `timeout`. */
  timeout?: number | undefined;
}

export interface ClientOptions extends IntervalOptions {
  /** Needed for `checkOnce()`, not for `collect()`. */
  siteKey?: SiteKey | undefined;
  /** Where the edge answers, such as `https://id.example.com`. Script tag: taken from its `src`. */
  endpoint?: string | URL | undefined;
  /** Milliseconds after which `checkOnce()` resolves at the latest. Default 10000. */
  timeout?: number | undefined;
  /** Passed to the collector at every check. */
  collect?: CollectOptions | undefined;
  /** Called after every check with its result. What it throws is swallowed. */
  onResult?: ((result: CheckResult) => void) | undefined;
  /** Where the result is cached in localStorage. Default `edgeprint:` + the site key, or the endpoint if that is no string. */
  storageKey?: string | undefined;
  /** Another address for the collector's JavaScript, for self-hosting. */
  coreUrl?: string | URL | undefined;
  /** Another address for the collector's WebAssembly. */
  wasmUrl?: string | URL | undefined;
}

export interface CheckOptions extends IntervalOptions {}

/** Codes of failures that never reached the edge, or came back unreadable. */
export type ClientErrorCode =
  /** Offline, blocked by an extension or a policy, or the connection broke. */
  | 'network_error'
  /** The check's `timeout` passed. */
  | 'timeout'
  /** An error status without a problem document, such as a proxy's 502 page. */
  | 'http_error'
  /** A success status with a body that is not the edge's. */
  | 'answer_malformed'
  /** The collector could not be loaded: blocked by a policy, or WebAssembly is off. */
  | 'core_unavailable'
  /** No `siteKey` or no `endpoint` was given. */
  | 'not_configured'
  /** The `siteKey` function or promise failed, or gave no string. */
  | 'site_key_unavailable'
  /** Anything else; please report it. */
  | 'client_error';

/** Why a check has no assessment. A plain object: it can be cloned, posted and logged. */
export interface EdgeprintError {
  /** Stable word to branch on. The edge may know more codes than this version. */
  code: ClientErrorCode | ErrorCode | (string & {});
  /** For people; may change. */
  message: string;
  /** The HTTP status, where there was an answer. */
  status?: number;
  /** Seconds to wait before the next attempt, where the edge says so (429, 503). */
  retryAfter?: number;
}

interface CheckBase {
  /** The content hash of this browser's stable signals. */
  fingerprint: string | null;
  /** The flags raised. */
  flags: string[];
  /** Why each flag was raised. */
  reasons: FlagReason[];
  /** Names the submission (or the refusal) in the edge's logs. */
  requestId: string | null;
  /** Whether this is the last submission's answer, with no new submission made. */
  fromCache: boolean;
  /** Days until the next full submission is due, with fractions. 0: at the next call. */
  nextSubmitIn: number;
  /** The same as a point in time, ISO 8601 in UTC. */
  nextSubmitAt: string;
}

/** The edge's assessment, fresh or cached. */
export interface AssessedResult extends CheckBase {
  /** The device's id: what a backend looks up as `deviceId`. */
  fingerprintId: string;
  fingerprint: string;
  /** 0 to 100, higher is riskier. */
  score: number;
  /** The score's level. */
  risk_level: RiskLevel;
  /** Confidence in the assessment, 0.5 to 0.95. */
  confidence: number;
  /** How the id was decided. */
  identity: Identity;
  requestId: string;
  error?: undefined;
}

/** No assessment could be had; `error` says why. Not cached: the next call tries again. */
export interface DegradedResult extends CheckBase {
  /** The last id that the edge gave this browser, else the local fingerprint, else null. */
  fingerprintId: string | null;
  score: null;
  risk_level: null;
  confidence: null;
  identity: null;
  fromCache: false;
  error: EdgeprintError;
}

/** `if (result.error)` tells the two apart. */
export type CheckResult = AssessedResult | DegradedResult;

/** A local collection. */
export interface Collection {
  /** The content hash of the stable signals; null if the collector could not run. */
  fingerprint: string | null;
  /** The readings by signal name. */
  components: Components;
  /** How many of the signals that the fingerprint is made of could be read. */
  coverage: number;
  /** Milliseconds that the collection took. */
  ms: number;
  /** Why the collector could not run. */
  error?: EdgeprintError;
}

export interface Client {
  /**
   * The device's id and assessment. Submits when the interval has passed; otherwise answers
   * from the cache at once and sends a visit. Never rejects. Concurrent calls share one run.
   */
  checkOnce(options?: CheckOptions): Promise<CheckResult>;
  /** Reads the signals locally; talks to no endpoint. Never rejects. */
  collect(options?: CollectOptions): Promise<Collection>;
  /** Loads the collector ahead of a check that will need it. Does nothing while the cache is fresh. */
  prepare(): void;
  /** Forgets the cached result and the stored device token. */
  clear(): void;
}
