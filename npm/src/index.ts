/** The package for bundlers and `<script type="module">`. Importing it touches nothing: safe on a server. */

import { type Build, newClient } from './client.js';
import { coreLoader } from './load-core.js';
import * as submitter from './submitter.js';
import type { Client, ClientOptions } from './types.js';

export type * from './generated/vocabulary.js';
export type * from './types.js';
export { version } from './version.js';

/** Empty in a build without one. */
declare const EDGEPRINT_FALLBACK: string;

const build: Build = {
  core: coreLoader({
    // Both forms are what bundlers look for: they emit the files and put their addresses here.
    importGlue: () => import('./core.js'),
    wasm: () => new URL('./core_bg.wasm', import.meta.url),
    importFallback: EDGEPRINT_FALLBACK ? () => import('./fallback.js') : undefined,
  }),
  loadSubmitter: () => Promise.resolve(submitter),
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
