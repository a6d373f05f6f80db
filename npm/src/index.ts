/** The package for bundlers and `<script type="module">`. Importing it touches nothing: safe on a server. */

import { type Build, newClient } from './client.js';
import { coreLoader } from './load-core.js';
import { collectWith, submitRun } from './submitter.js';
import type { Client, ClientOptions } from './types.js';

export type * from './generated/vocabulary.js';
export type * from './types.js';
export { version } from './version.js';

/** Empty in a build without one. */
declare const EDGEPRINT_FALLBACK: string;

const build: Build = {
  // Where only a type or the version is imported, bundlers leave the collector out.
  core: /* @__PURE__ */ coreLoader({
    // Both forms are what bundlers look for: they emit the files and put their addresses here.
    importGlue: () => import('./core.js'),
    wasm: () => new URL('./core_bg.wasm', import.meta.url),
    importFallback: EDGEPRINT_FALLBACK ? () => import('./fallback.js') : undefined,
  }),
  // Named one by one: a namespace object is code that bundlers cannot leave out.
  loadSubmitter: () => Promise.resolve({ collectWith, submitRun }),
};

/**
 * A client. Creating one talks to nobody.
 *
 * ```ts
 * const client = createClient({ siteKey: 'pk_…', endpoint: 'https://id.example.com' });
 * const { fingerprintId, score, risk_level } = await client.checkOnce();
 * ```
 */
export const createClient = (options: ClientOptions = {}): Client => newClient(options, build);
