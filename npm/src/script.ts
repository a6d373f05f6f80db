/**
 * The script-tag build: sets the global `EdgeprintCollector` and does what the tag's attributes ask for.
 *
 * The tag is named by `document.currentScript`, which is set for classic scripts, async, deferred and
 * inserted ones alike. It is null in modules, so the tag is then looked up.
 */

import { newClient } from './client.js';
import { unavailable } from './failure.js';
import { lazy } from './lazy.js';
import { coreLoader } from './load-core.js';
import type { CheckResult, Client, ClientOptions } from './types.js';
import { version } from './version.js';

/** Names of the other files beside this one, and the integrity of the WebAssembly; set by the build. */
declare const EDGEPRINT_SUBMITTER: string;
declare const EDGEPRINT_CORE: string;
declare const EDGEPRINT_WASM: string;
declare const EDGEPRINT_WASM_INTEGRITY: string;
/** Empty in a build without one. */
declare const EDGEPRINT_FALLBACK: string;

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
const home = tag?.src.split(/[?#]/)[0];

const defaults: ClientOptions = {
  siteKey: data.siteKey,
  endpoint: data.endpoint ?? home?.match(/^(.*)\/collector\/[^/]*$/)?.[1],
  // As strings: the client reads both.
  checkIntervalDays: data.checkIntervalDays as number | undefined,
  checkIntervalSeconds: data.checkIntervalSeconds as number | undefined,
  // Whatever they say, unless it is the default's name: a slip must not cost a person their choice.
  consent: data.consent as 'required' | undefined,
  mode: data.mode as 'reduced' | undefined,
  respectGpc: 'respectGpc' in data,
  ...(data.wasm === 'off' && { wasm: false }),
};

const core = coreLoader({
  importGlue: (attempt) => importBeside(EDGEPRINT_CORE, attempt),
  wasm: (attempt) => beside(EDGEPRINT_WASM, attempt),
  integrity: EDGEPRINT_WASM_INTEGRITY,
  importFallback: EDGEPRINT_FALLBACK ? (attempt) => importBeside(EDGEPRINT_FALLBACK, attempt) : undefined,
});

const loadSubmitter = lazy((attempt) =>
  importBeside(EDGEPRINT_SUBMITTER, attempt).catch((cause) => {
    throw unavailable(cause);
  }),
);

const createClient = (options?: ClientOptions): Client =>
  newClient({ ...defaults, ...options }, { core, loadSubmitter });

const collector: EdgeprintCollectorGlobal = { createClient, version };
globalThis.EdgeprintCollector = collector;

if ('autoCheckOnce' in data || 'autoInit' in data) {
  const client = createClient({ onResult: announce });
  collector.client = {
    ...client,
    grant() {
      client.grant();
      begin(client);
    },
  };
  begin(client);
}

/** What the tag asks for; asked again once the person consents, where nothing could be done before. */
function begin(client: Client): void {
  if ('autoCheckOnce' in data) collector.result = client.checkOnce();
  else client.prepare();
}

function findTag(): HTMLScriptElement | undefined {
  const script =
    document.currentScript ?? document.querySelector('script[src*="edgeprint-collector"],script[data-site-key]');
  return script instanceof HTMLScriptElement ? script : undefined;
}

/**
 * The address of a file in this script's folder. Tried again, it is asked for by the name that is the same in every
 * release: this script may be older than the last deployment. Browsers remember imports that failed, hence the query.
 */
function beside(name: string, attempt: number): string {
  const file = attempt ? `${name.replace(/\.\w+\./, '.')}?${Date.now()}` : name;
  return home ? new URL(file, home).href : file;
}

function importBeside(name: string, attempt: number) {
  return import(beside(name, attempt));
}

/** Tells the page: an event on the document, then the callback that the tag names, if it exists by now. */
function announce(result: CheckResult): void {
  document.dispatchEvent(new CustomEvent('edgeprint:result', { detail: result }));
  const callback = (globalThis as Record<string, unknown>)[data.callback ?? ''];
  if (typeof callback === 'function') callback(result);
}
