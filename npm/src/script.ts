/**
 * The script-tag build: sets the global `EdgeprintCollector` and does what the tag's attributes ask for.
 *
 * The tag is named by `document.currentScript`, which is set for classic scripts, async, deferred and
 * inserted ones alike. It is null in modules, so the tag is then looked up.
 */

import { newClient } from './client.js';
import { coreLoader } from './load-core.js';
import type { CheckResult, Client, ClientOptions } from './types.js';
import { version } from './version.js';

/** Names of the collector's files beside this one, and the integrity of the second; set by the build. */
declare const EDGEPRINT_CORE: string;
declare const EDGEPRINT_WASM: string;
declare const EDGEPRINT_WASM_INTEGRITY: string;

export interface EdgeprintCollectorGlobal {
  /** A client; what is not given is taken from the script tag. */
  createClient(options?: ClientOptions): Client;
  version: string;
  /** The tag's client, with `data-auto-init` or `data-auto-check-once`. */
  client?: Client;
  /** The tag's check, with `data-auto-check-once`: for code that runs too late to hear the event. */
  result?: Promise<CheckResult>;
}

declare global {
  // Only var declares a member of globalThis.
  var EdgeprintCollector: EdgeprintCollectorGlobal;
  interface DocumentEventMap {
    'edgeprint:result': CustomEvent<CheckResult>;
  }
}

const tag = typeof document === 'undefined' ? undefined : findTag();
const data = tag?.dataset ?? {};
/** This script's address, without a query that may have slashes in it. */
const home = tag?.src.split(/[?#]/)[0] || undefined;

const defaults: ClientOptions = {
  siteKey: data.siteKey,
  endpoint: data.endpoint ?? home?.match(/^(.*)\/collector\/[^/]*$/)?.[1],
  // As strings: the client reads both.
  checkIntervalDays: data.checkIntervalDays as number | undefined,
  checkIntervalSeconds: data.checkIntervalSeconds as number | undefined,
};

const core = coreLoader({
  // Browsers may remember that an import failed; another query makes them try.
  importGlue: (attempt) => import(beside(EDGEPRINT_CORE) + (attempt ? `?${attempt}` : '')),
  wasm: () => beside(EDGEPRINT_WASM),
  integrity: EDGEPRINT_WASM_INTEGRITY,
});

const createClient = (options?: ClientOptions): Client => newClient({ ...defaults, ...options }, core);

const collector: EdgeprintCollectorGlobal = { createClient, version };
globalThis.EdgeprintCollector = collector;

const autoCheck = 'autoCheckOnce' in data;
if (autoCheck || 'autoInit' in data) {
  const client = createClient({ onResult: announce });
  collector.client = client;
  if (autoCheck) collector.result = client.checkOnce();
  else client.prepare();
}

function findTag(): HTMLScriptElement | undefined {
  const script =
    document.currentScript ?? document.querySelector('script[src*="edgeprint-collector"],script[data-site-key]');
  return script instanceof HTMLScriptElement ? script : undefined;
}

/** The address of a file in this script's folder. */
function beside(name: string): string {
  return home ? home.replace(/[^/]*$/, name) : name;
}

/** Tells the page: an event on the document, then the callback that the tag names, if it exists by now. */
function announce(result: CheckResult): void {
  document.dispatchEvent(new CustomEvent('edgeprint:result', { detail: result }));
  const callback = (globalThis as Record<string, unknown>)[data.callback ?? ''];
  if (typeof callback === 'function') callback(result);
}
