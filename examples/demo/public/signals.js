// The list of signals: one row a signal, grouped by area, with filters.

import { badge, byId, el } from './dom.js';
import { showValue } from './value.js';
import { milliseconds, STATUSES } from './words.js';

/** @typedef {import('../../../npm/src/generated/vocabulary.js').Component} Component */
/** @typedef {import('../../../npm/src/types.js').Collection} Collection */
/** @typedef {{ name: string, area: string, stability: string, shape: string, api: string, about: string }} SignalInfo */
/** @typedef {{ row: HTMLElement, text: string, status: string, stability: string }} Row */

/** @type {Row[]} */
let rows = [];

/**
 * The catalogue is generated from the collector's own definitions.
 * @returns {Promise<SignalInfo[]>}
 */
export async function loadCatalogue() {
  try {
    const response = await fetch('signals.json');
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}

/**
 * @param {Collection} collected
 * @param {SignalInfo[]} catalogue
 */
export function showSignals(collected, catalogue) {
  if (collected.error) return showNoSignals('The collector could not run; the notice above says why.');
  const infos = inCatalogueOrder(Object.keys(collected.components), catalogue);
  const slowest = Math.max(1, ...Object.values(collected.components).map((component) => component.ms));
  rows = [];
  const areas = Map.groupBy ? Map.groupBy(infos, (info) => info.area) : groupByArea(infos);
  byId('areas').replaceChildren(
    ...[...areas].map(([area, members]) => showArea(area, members, collected.components, slowest)),
  );
  summarise(collected, infos);
  offerStatuses(collected.components);
  byId('filters').hidden = false;
  applyFilters();
}

/** @param {string} why */
export function showNoSignals(why) {
  rows = [];
  byId('filters').hidden = true;
  byId('areas').replaceChildren(el('p', { class: 'card quiet pad' }, why));
}

/**
 * Signals that a newer collector knows, and this page does not, come last.
 * @param {string[]} names
 * @param {SignalInfo[]} catalogue
 */
function inCatalogueOrder(names, catalogue) {
  const known = catalogue.filter((info) => names.includes(info.name));
  const others = names.filter((name) => !catalogue.some((info) => info.name === name));
  return [
    ...known,
    ...others.map((name) => ({ name, area: 'other', stability: 'unknown', shape: '', api: '', about: '' })),
  ];
}

/**
 * `Map.groupBy` came with Chrome 117, Firefox 119 and Safari 17.4.
 * @param {SignalInfo[]} infos
 */
function groupByArea(infos) {
  /** @type {Map<string, SignalInfo[]>} */
  const areas = new Map();
  for (const info of infos) areas.set(info.area, [...(areas.get(info.area) ?? []), info]);
  return areas;
}

/**
 * @param {string} area
 * @param {SignalInfo[]} members
 * @param {Record<string, Component>} components
 * @param {number} slowest
 */
function showArea(area, members, components, slowest) {
  const title = area.charAt(0).toUpperCase() + area.slice(1);
  const list = el('ul', { class: 'signal-list' });
  let total = 0;
  for (const info of members) {
    const component = components[info.name];
    if (!component) continue;
    total += component.ms;
    list.append(showSignal(info, component, slowest));
  }
  const count = `${members.length} ${members.length === 1 ? 'signal' : 'signals'}, ${milliseconds(total)}`;
  const head = el('div', { class: 'area-head' }, el('h3', {}, title), el('span', {}, count));
  return el('section', { class: 'area card', 'aria-label': title }, head, list);
}

/**
 * @param {SignalInfo} info
 * @param {Component} component
 * @param {number} slowest
 */
function showSignal(info, component, slowest) {
  const row = el(
    'li',
    { class: 'signal' },
    el(
      'div',
      {},
      el('h4', { class: 'signal-name' }, info.name),
      el('p', { class: 'signal-about', title: info.api }, info.about),
    ),
    el('div', { class: 'signal-value' }, reading(component)),
    meta(info, component, slowest),
  );
  const text = [info.name, info.area, info.about, info.api, JSON.stringify(component.value ?? '')];
  rows.push({ row, text: text.join(' ').toLowerCase(), status: component.status, stability: info.stability });
  return row;
}

/** @param {Component} component */
function reading(component) {
  if (component.value !== undefined) return showValue(component.value);
  const why = component.reason ? `no value: ${component.reason.replaceAll('_', ' ')}` : 'no value';
  return el('span', { class: 'none' }, why);
}

/**
 * @param {SignalInfo} info
 * @param {Component} component
 * @param {number} slowest
 */
function meta(info, component, slowest) {
  const status = STATUSES[/** @type {keyof typeof STATUSES} */ (component.status)];
  const mark = badge(component.status, status?.tone ?? 'quiet');
  if (status) mark.title = status.about;
  const bar = el('span', { class: 'time-bar', 'aria-hidden': 'true' });
  const share = component.ms / slowest;
  bar.style.setProperty('--share', `${(share * 100).toFixed(1)}%`);
  bar.hidden = share < 0.03;
  return el(
    'div',
    { class: 'signal-meta' },
    mark,
    el('span', { class: 'stability' }, info.stability),
    el('span', { class: 'time' }, milliseconds(component.ms)),
    bar,
  );
}

/**
 * @param {Collection} collected
 * @param {SignalInfo[]} infos
 */
function summarise(collected, infos) {
  const all = Object.values(collected.components);
  const read = all.filter((component) => component.status === 'ok').length;
  const stable = infos.filter((info) => info.stability === 'stable').length;
  byId('signals-summary').textContent =
    `${read} of ${all.length} signals read in ${milliseconds(collected.ms)}. ` +
    `Stable ones make the fingerprint (${collected.coverage} of ${stable} count towards it here); ` +
    'drifting ones help to know a device again; volatile ones are evidence of risk alone.';
}

/** @param {Record<string, Component>} components */
function offerStatuses(components) {
  const select = /** @type {HTMLSelectElement} */ (byId('filter-status'));
  const chosen = select.value;
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { status } of Object.values(components)) counts.set(status, (counts.get(status) ?? 0) + 1);
  const options = [...counts].map(([status, count]) => el('option', { value: status }, `${status} (${count})`));
  select.replaceChildren(el('option', { value: '' }, 'Any status'), ...options);
  select.value = counts.has(chosen) ? chosen : '';
}

function applyFilters() {
  const text = /** @type {HTMLInputElement} */ (byId('filter-text')).value.trim().toLowerCase();
  const status = /** @type {HTMLSelectElement} */ (byId('filter-status')).value;
  const stability = /** @type {HTMLSelectElement} */ (byId('filter-stability')).value;
  let shown = 0;
  for (const item of rows) {
    const fits =
      item.text.includes(text) && (!status || item.status === status) && (!stability || item.stability === stability);
    item.row.hidden = !fits;
    if (fits) shown += 1;
  }
  for (const area of byId('areas').querySelectorAll('.area')) {
    /** @type {HTMLElement} */ (area).hidden = !area.querySelector('.signal:not([hidden])');
  }
  byId('filter-count').textContent = shown === rows.length ? `All ${shown} shown` : `${shown} of ${rows.length} shown`;
}

/** Makes the filters work; once. */
export function wireFilters() {
  byId('filters').addEventListener('input', applyFilters);
  const toggle = byId('toggle-all');
  toggle.addEventListener('click', () => {
    const open = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(open));
    toggle.textContent = open ? 'Fold all values' : 'Open all values';
    for (const details of byId('areas').querySelectorAll('details')) details.open = open;
  });
}
