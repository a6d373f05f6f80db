/** Where to talk to, and as whom. */

import { isText } from './answer.js';
import { failure } from './failure.js';
import type { Parts } from './parts.js';
import type { SiteKey } from './types.js';

export interface Address {
  /** The endpoint, without a slash at its end. */
  endpoint: string;
  siteKey: string;
}

export async function reach({ endpoint, options: { siteKey } }: Parts): Promise<Address> {
  if (endpoint === undefined || !siteKey) throw failure('not_configured', 'No siteKey or endpoint');
  return { endpoint, siteKey: await resolveSiteKey(siteKey) };
}

/** The page's site key, whichever form it was given in. */
async function resolveSiteKey(siteKey: SiteKey): Promise<string> {
  let key: unknown;
  try {
    key = await (typeof siteKey === 'function' ? siteKey() : siteKey);
  } catch (cause) {
    throw failure('site_key_unavailable', `siteKey failed: ${cause}`);
  }
  if (!isText(key)) throw failure('site_key_unavailable', 'siteKey gave no string');
  return key;
}
