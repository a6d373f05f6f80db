// What the page says about levels, identities, statuses and errors.

/** @type {Record<string, string>} */
export const LEVEL_NOTES = {
  minimal: 'An ordinary browser, no red flags.',
  low: 'Minor anomalies.',
  medium: 'Some suspicious signals.',
  high: 'Likely automation or spoofing.',
  critical: 'Strong signs of automation.',
};

/** How a reading went: its colour and what the word means. */
export const STATUSES = {
  ok: { tone: 'good', about: 'Read.' },
  unsupported: { tone: 'quiet', about: 'This browser has no such API.' },
  blocked: { tone: 'warn', about: 'A policy, a setting or an extension refuses it.' },
  failed: { tone: 'bad', about: 'The API threw or answered nonsense.' },
  timeout: { tone: 'alert', about: 'The deadline passed first.' },
  noisy: { tone: 'odd', about: 'Two readings differ: the browser adds noise.' },
  tampered: { tone: 'bad', about: 'A script replaced the API.' },
  skipped: { tone: 'quiet', about: 'Not read in this browser.' },
};

/** @type {Record<string, string>} */
const IDENTITIES = {
  token: 'Known: it kept its token',
  exact: 'Known by its fingerprint',
  linked: 'Known, though it changed',
  new: 'First time seen',
};

/** @param {{ method: string, confidence: number } | null | undefined} identity */
export function identityWords(identity) {
  if (!identity) return 'Not decided';
  return IDENTITIES[identity.method] ?? identity.method;
}

/** @type {Record<string, string>} */
const ERRORS = {
  network_error: 'The edge could not be reached. Are you offline, or does an extension block it?',
  timeout: 'The edge took too long to answer.',
  http_error: 'Something between this page and the edge answered in its place.',
  answer_malformed: 'The answer is not one of the edge’s.',
  core_unavailable: 'The collector could not start: WebAssembly is off or blocked, or its file did not load.',
  not_configured: 'The page gave no site key or no endpoint.',
  site_key_unavailable: 'This site’s backend did not hand out its site key.',
  site_key_invalid: 'The edge does not know this site key. Was it regenerated?',
  origin_not_allowed: 'The site key does not admit this page’s origin.',
  rate_limited: 'Too many requests from this address.',
  token_spent: 'The submission was sent twice; the edge takes each one once.',
  token_expired: 'The submission came too late.',
  unavailable: 'The edge cannot reach its stores for the moment. Nothing was written.',
  internal: 'The edge made a mistake. It is logged under the request id.',
};

/** @param {{ code: string, message?: string }} error */
export function errorWords(error) {
  return ERRORS[error.code] ?? error.message ?? 'Something went wrong.';
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/**
 * A time from now on, in the unit that suits it.
 * @param {number} days
 */
export function inDays(days) {
  if (days >= 1) return relative.format(Math.round(days), 'day');
  if (days * 24 >= 1) return relative.format(Math.round(days * 24), 'hour');
  if (days * 1440 >= 1) return relative.format(Math.round(days * 1440), 'minute');
  return relative.format(Math.max(0, Math.round(days * 86_400)), 'second');
}

/** @param {number} share 0 to 1 */
export function percent(share) {
  return `${Math.round(share * 100)} %`;
}

/** @param {number} ms */
export function milliseconds(ms) {
  return `${ms < 100 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
