// The result card: gauge, id, facts, flags, and what went wrong.

import { badge, byId, el } from './dom.js';
import { errorWords, identityWords, inDays, LEVEL_NOTES, milliseconds, percent } from './words.js';

/** @typedef {import('../../../npm/src/types.js').CheckResult} CheckResult */
/** @typedef {import('../../../npm/src/types.js').Collection} Collection */
/** @typedef {import('../../../npm/src/generated/vocabulary.js').FlagReason} FlagReason */
/** @typedef {import('../../../npm/src/types.js').EdgeprintError} EdgeprintError */

/**
 * Says one sentence, aloud too where a screen reader listens.
 * @param {string} text
 */
export function say(text) {
  byId('live').textContent = text;
}

/**
 * `aria-disabled` rather than `disabled`, which would take the focus from the
 * button that was just pressed.
 * @param {boolean} busy
 */
export function setBusy(busy) {
  byId('result').setAttribute('aria-busy', String(busy));
  for (const button of byId('actions').querySelectorAll('button')) button.setAttribute('aria-disabled', String(busy));
}

/**
 * @param {CheckResult} result
 * @param {number} ms how long the page waited for it
 */
export function showResult(result, ms) {
  say(headline(result));
  showId(idLabel(result), result.fingerprintId);
  showGauge(result.score, result.risk_level);
  showFacts(resultFacts(result, ms));
  showFlags(result.reasons, result.error && 'Not scored: only the edge scores.');
  showError(result.error ?? null);
}

/** @param {CheckResult} result */
function idLabel(result) {
  if (!result.error) return 'Device id';
  return result.fingerprintId === result.fingerprint ? 'Local fingerprint' : 'Last known device id';
}

/** @param {CheckResult} result */
function headline(result) {
  if (result.error?.status) return 'The edge refused. The page works on without it.';
  if (result.error) return 'No answer from the edge. The page works on without it.';
  if (result.fromCache) return 'Welcome back. The last answer still holds.';
  if (result.identity?.method === 'new') return 'A new device: this is its first visit.';
  return 'A known device: the edge recognised it.';
}

/**
 * @param {CheckResult} result
 * @param {number} ms
 * @returns {[string, string, string?][]}
 */
function resultFacts(result, ms) {
  /** @type {[string, string, string?][]} */
  const facts = [];
  if (result.identity) {
    facts.push([
      'Identity',
      identityWords(result.identity),
      `${percent(result.identity.confidence)} sure (method: ${result.identity.method})`,
    ]);
  }
  if (result.confidence !== null) facts.push(['Confidence in the score', percent(result.confidence)]);
  facts.push(['Answer', result.fromCache ? 'From this browser’s cache' : source(result), `in ${milliseconds(ms)}`]);
  // 0 is what a call gets that asked for a submission every time.
  if (!result.error && result.nextSubmitIn > 0) {
    facts.push(['Next full check', inDays(result.nextSubmitIn), 'Until then, a visit is all that is sent']);
  }
  facts.push(['Fingerprint', shortHash(result.fingerprint), 'SHA-256 of the stable signals']);
  if (result.requestId) facts.push(['Request', result.requestId]);
  return facts;
}

/** @param {CheckResult} result */
const source = (result) => (result.error ? 'Made in this browser alone' : 'Fresh from the edge');

/** @param {string | null} hash */
const shortHash = (hash) => (hash ? `${hash.slice(0, 8)}…${hash.slice(-8)}` : 'none');

/**
 * What `collect()` gives without the network: no id, no score.
 * @param {Collection} local
 */
export function showLocal(local) {
  say(local.error ? 'The collector could not run.' : 'Collected in this browser alone. Nothing was sent.');
  showId('Local fingerprint', local.fingerprint);
  showGauge(null, null);
  showFacts([
    ['Signals read', String(Object.keys(local.components).length)],
    ['In the fingerprint', `${local.coverage} signals`, 'Stable, and readable here'],
    ['Time', milliseconds(local.ms)],
  ]);
  showFlags([], 'Not scored: only the edge scores, since a page can be lied to.');
  showError(local.error ?? null);
}

/**
 * The collector's script did not load.
 * @param {string} message
 */
export function showNoCollector(message) {
  say('The collector did not start. The page works on without it.');
  showId('Device id', null);
  showGauge(null, null);
  showFacts([]);
  showFlags([], 'Not scored: nothing was read.');
  showError({ code: 'collector_missing', message });
}

/** Nothing is stored any more. */
export function showForgotten() {
  say('Forgotten. Check again to see whether the edge still knows this device.');
  showId('Device id', null);
  showGauge(null, null);
  showFacts([]);
  showFlags([], 'Waiting for the next check.');
  showError(null);
}

/**
 * @param {string} label
 * @param {string | null} id
 */
function showId(label, id) {
  byId('id-label').textContent = label;
  byId('device-id').textContent = id ?? 'none';
  /** @type {HTMLButtonElement} */ (byId('copy-id')).disabled = !id;
}

/**
 * @param {number | null} score
 * @param {string | null} level
 */
function showGauge(score, level) {
  const known = score !== null;
  const shown = level ?? 'unknown';
  byId('gauge').dataset.level = shown;
  const meter = /** @type {HTMLMeterElement} */ (byId('meter'));
  meter.hidden = !known;
  meter.value = score ?? 0;
  byId('gauge-value').setAttribute('stroke-dasharray', `${score ?? 0} 100`);
  placeMarker(score ?? 0);
  byId('score').textContent = known ? String(score) : '–';
  byId('level').dataset.level = shown;
  byId('level').textContent = known ? `${shown[0]?.toUpperCase()}${shown.slice(1)} risk` : 'Not scored';
  byId('level-note').textContent = (level && LEVEL_NOTES[level]) || '0 is an ordinary visitor, 100 a bot.';
}

/**
 * The arc in index.html: its centre is (100, 100), its radius 84.
 * @param {number} score
 */
function placeMarker(score) {
  const angle = Math.PI * (1 - score / 100);
  byId('gauge-marker').setAttribute('cx', (100 + 84 * Math.cos(angle)).toFixed(2));
  byId('gauge-marker').setAttribute('cy', (100 - 84 * Math.sin(angle)).toFixed(2));
}

/** @param {[string, string, string?][]} facts */
function showFacts(facts) {
  byId('facts').replaceChildren(
    ...facts.map(([name, value, note]) =>
      el('div', {}, el('dt', {}, name), el('dd', {}, value, ...(note ? [el('small', {}, note)] : []))),
    ),
  );
}

/**
 * @param {FlagReason[]} reasons
 * @param {string} [instead] said when there is no assessment
 */
function showFlags(reasons, instead) {
  const none = instead ?? 'No flags: nothing here contradicts anything else.';
  const list = el('ul', { class: 'flag-list' }, ...[...reasons].sort((a, b) => b.weight - a.weight).map(flagItem));
  byId('flags').replaceChildren(reasons.length ? list : el('p', { class: 'quiet' }, none));
}

/** @param {FlagReason} reason */
function flagItem(reason) {
  const category = badge(reason.category, 'quiet');
  category.classList.add('flag-category');
  return el(
    'li',
    { class: 'flag' },
    el('span', { class: 'flag-name' }, reason.flag, category),
    el('span', { class: 'flag-weight' }, `weight ${reason.weight}`),
    el('span', { class: 'flag-reason' }, reason.reason),
  );
}

/** @param {EdgeprintError | null} error */
export function showError(error) {
  const notice = byId('notice');
  notice.hidden = !error;
  if (!error) return;
  const details = [error.code, error.status && `HTTP ${error.status}`].filter(Boolean).join(', ');
  const retry = error.retryAfter ? ` Try again ${inDays(error.retryAfter / 86_400)}.` : ' The next check tries again.';
  notice.replaceChildren(el('strong', {}, errorWords(error)), retry, ' ', el('code', {}, `(${details})`));
}
