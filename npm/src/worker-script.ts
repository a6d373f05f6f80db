/** Where a worker may start from, if the page lets one start. */

import { fromGoneFrame } from './gone-frame.js';

/** The worker's script, beside this file; set by the build, since bundlers look for it here. */
declare const EDGEPRINT_WORKER: string;

/** Whether this is the build for bundlers: a constant, so that the script tag's build does not grow by it. */
declare const EDGEPRINT_BUNDLED: boolean;

/**
 * The script itself, where it is of the page's origin. No worker starts from another one, but from a blob that
 * imports it; which a policy may forbid, and the attempt would be reported. So that is left to pages without a policy
 * on scripts, or with one that lets them be made from text.
 */
export function workerScript(): string | undefined {
  try {
    // Turbopack (Next.js 16) makes an address without an origin of the inner one.
    const { href, origin } = EDGEPRINT_BUNDLED
      ? new URL(new URL(EDGEPRINT_WORKER, import.meta.url), location.href)
      : new URL(EDGEPRINT_WORKER, import.meta.url);
    if (origin === location.origin) return href;
    if (!isOpen()) return undefined;
    // An address has no quotation mark in it. A worker's uncaught error is one of the page's, too.
    return URL.createObjectURL(new Blob([`try{importScripts("${href}")}catch{}`]));
  } catch {
    // Bundled to something that knows no address of its own, or not in a page.
    return undefined;
  }
}

/** Whether scripts may be made from text. */
const isOpen = (): boolean => fromGoneFrame(({ eval: run }) => run)('1') === 1;
