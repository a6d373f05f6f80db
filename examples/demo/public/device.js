// The device as the backend sees it, and the same look-up as a command.

import { byId, el } from './dom.js';

/** @type {Record<string, string>} */
const NOTES = {
  device_not_found:
    'The edge has no such device for this backend: it was never submitted, is past its retention, or its site is another tenant’s than the secret key.',
  rate_limited: 'The look-up was refused for a while: too many requests from this address.',
  lookup_misconfigured: 'The backend’s secret key was refused. Is it revoked, or without the scope read:device?',
};

/**
 * Asks this site's own backend, which asks the edge.
 * @param {string} deviceId
 */
export async function showDevice(deviceId) {
  showCurl(deviceId);
  setStatus('looking up', 'quiet');
  try {
    const response = await fetch(`device/${encodeURIComponent(deviceId)}`);
    const body = await response.json();
    const about = response.ok ? '' : (NOTES[body.code] ?? body.detail ?? body.title ?? '');
    setStatus(`HTTP ${response.status}`, response.ok ? 'good' : 'warn', withRetry(about, response));
    showJson(body);
  } catch {
    setStatus('unreachable', 'bad', 'This site’s backend did not answer.');
    byId('device-json').textContent = 'Nothing to show.';
  }
}

/** @param {string} why */
export function showNoDevice(why) {
  setStatus('waiting', 'quiet');
  byId('curl').textContent = why;
  byId('device-json').textContent = why;
  /** @type {HTMLButtonElement} */ (byId('copy-curl')).disabled = true;
}

/**
 * @param {string} text
 * @param {Response} response
 */
function withRetry(text, response) {
  const seconds = response.headers.get('retry-after');
  return seconds && text ? `${text} Try again in ${seconds} s.` : text;
}

/** @param {string} deviceId */
function showCurl(deviceId) {
  byId('curl').textContent =
    `curl -H "Authorization: Bearer $EDGEPRINT_SECRET_KEY" \\\n  ${location.origin}/v1/device/${encodeURIComponent(deviceId)}`;
  /** @type {HTMLButtonElement} */ (byId('copy-curl')).disabled = false;
}

/**
 * @param {string} text
 * @param {string} tone
 * @param {string} [note]
 */
function setStatus(text, tone, note = '') {
  byId('lookup-status').textContent = text;
  byId('lookup-status').dataset.tone = tone;
  byId('lookup-note').textContent = note;
  byId('lookup-note').hidden = !note;
}

/** Keys, texts, and everything else that stands for itself. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** @param {unknown} value */
function showJson(value) {
  const text = JSON.stringify(value, null, 2);
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    parts.push(text.slice(at, found.index));
    const kind = found[2] ? 'tok-key' : found[1] ? 'tok-text' : 'tok-atom';
    parts.push(el('span', { class: kind }, found[1] ?? found[0]), found[2] ?? '');
    at = found.index + found[0].length;
  }
  byId('device-json').replaceChildren(...parts, text.slice(at));
}
