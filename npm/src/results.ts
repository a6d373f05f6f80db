/** What a page gets back. Times are in the unit that the comment names. */

import type { Component, Components, ErrorCode, FlagReason, Identity, RiskLevel } from './generated/vocabulary.js';

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
  /** The collector could not be loaded: blocked, or WebAssembly is off and the build has no fallback. */
  | 'core_unavailable'
  /** No `siteKey` or no `endpoint` was given. */
  | 'not_configured'
  /** The `siteKey` function or promise failed, or gave no string. */
  | 'site_key_unavailable'
  /** An option cannot be followed; `message` names it. Nothing was read. */
  | 'options_invalid'
  /** Consent is required and was not granted, or was revoked meanwhile. Nothing was stored. */
  | 'consent_required'
  /** The call's `signal` was aborted. */
  | 'aborted'
  /** There is no document: a server, or a worker. */
  | 'not_in_browser'
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

/** Where the milliseconds of a check went. What was not reached, or not needed, is left out. */
export interface Timings {
  /** The whole check, until it resolved. */
  total: number;
  /** Loading the collector; next to nothing where that was done before. */
  core?: number;
  /** Asking for the submission token. */
  token?: number;
  /** Reading the signals and the custom components. `token` runs beside it and `core`. */
  collect?: number;
  /** Submitting, and waiting for the answer. */
  submit?: number;
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
  /** Where the time went. */
  timings: Timings;
  /** What this very check read; absent from the cache's answers. Never stored. */
  collection?: Collection;
  /** What your backend can rely on: the assessment, signed by the edge, for five minutes. Where `collection` is. */
  sealed?: string;
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
  reduced?: undefined;
  error?: undefined;
}

/** The edge's assessment in reduced mode: a score, and no identity. Not cached. */
export interface ReducedResult extends CheckBase {
  fingerprintId: null;
  fingerprint: null;
  /** 0 to 100, higher is riskier. */
  score: number;
  /** The score's level. */
  risk_level: RiskLevel;
  /** Confidence in the assessment, 0.5 to 0.95. */
  confidence: number;
  identity: null;
  requestId: string;
  fromCache: false;
  reduced: true;
  error?: undefined;
}

/** No assessment could be had; `error` says why. Not cached: the next call tries again. */
export interface DegradedResult extends CheckBase {
  /** The last id that the edge gave this browser, else the local fingerprint, else null. Reduced mode: null. */
  fingerprintId: string | null;
  score: null;
  risk_level: null;
  confidence: null;
  identity: null;
  fromCache: false;
  /** True where the check was made in reduced mode. */
  reduced?: true;
  error: EdgeprintError;
}

/** `if (result.error)` tells a degraded result, `if (result.reduced)` one without an identity. */
export type CheckResult = AssessedResult | ReducedResult | DegradedResult;

/** A local collection. */
export interface Collection {
  /** The content hash of the stable signals; null if the collector could not run. */
  fingerprint: string | null;
  /** The readings by signal name. */
  components: Components;
  /** The page's own components by key; present where the client has some. */
  custom?: Record<string, Component>;
  /** How many of the signals that the fingerprint is made of could be read. */
  coverage: number;
  /**
   * The chance, 0.001 to 0.99, that another collection with this fingerprint is of the same device, among a thousand
   * devices: from what was read, and from what was missing, noisy or tampered with. 0 if the collector could not run.
   */
  confidence: number;
  /** Milliseconds that the collection took. */
  ms: number;
  /** Why the collector could not run. */
  error?: EdgeprintError;
}
