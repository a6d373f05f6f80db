// What the page may know, read when it is asked for, not when it is built.
import { env } from '$env/dynamic/private';

export const load = () => ({ endpoint: env.EDGEPRINT_URL, siteKey: env.EDGEPRINT_SITE_KEY });
