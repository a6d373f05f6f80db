// Shows any JSON value: short ones at once, long ones behind a summary.

import { el } from './dom.js';

const LONG_TEXT = 140;
const LONG_LIST = 6;
const LONG_MAP = 3;

/**
 * @param {unknown} value
 * @returns {Node}
 */
export function showValue(value) {
  if (Array.isArray(value)) return showList(value);
  if (value !== null && typeof value === 'object') return showMap(Object.entries(value));
  const text = String(value);
  if (text.length <= LONG_TEXT) return el('span', {}, text === '' ? '""' : text);
  return folded(`${text.length} characters: ${text.slice(0, 60)}…`, el('span', {}, text));
}

/** @param {unknown[]} items */
function showList(items) {
  if (items.length === 0) return el('span', { class: 'none' }, 'empty list');
  const list = el('ul', { class: 'items' }, ...items.map((item) => el('li', {}, brief(item))));
  if (items.length <= LONG_LIST) return list;
  return folded(`${items.length} items: ${items.slice(0, 3).map(brief).join(', ')}…`, list);
}

/** @param {[string, unknown][]} entries */
function showMap(entries) {
  if (entries.length === 0) return el('span', { class: 'none' }, 'nothing in it');
  const pairs = el(
    'dl',
    { class: 'pairs' },
    ...entries.flatMap(([key, value]) => [el('dt', {}, key), el('dd', {}, brief(value))]),
  );
  const text = entries.map(([key, value]) => `${key}: ${brief(value)}`).join(', ');
  if (entries.length <= LONG_MAP && text.length <= LONG_TEXT) return pairs;
  return folded(text.length > 160 ? `${text.slice(0, 160)}…` : text, pairs);
}

/** @param {unknown} value */
function brief(value) {
  return typeof value === 'string' ? value || '""' : JSON.stringify(value);
}

/**
 * @param {string} summary
 * @param {Node} whole
 */
function folded(summary, whole) {
  return el('details', {}, el('summary', {}, summary), whole);
}
