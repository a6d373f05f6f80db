import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

// Settings come from the environment; else from the edge that `npm start` runs at the repository's root.
if (!process.env.VITE_EDGEPRINT_URL) {
  try {
    const { url, siteKey } = JSON.parse(readFileSync(new URL('../../.edgeprint/dev.json', import.meta.url), 'utf8'));
    Object.assign(process.env, { VITE_EDGEPRINT_URL: url, VITE_EDGEPRINT_SITE_KEY: siteKey });
  } catch (cause) {
    throw new Error('No edge is known: run `npm start` at the repository’s root, or set VITE_EDGEPRINT_URL.', {
      cause,
    });
  }
}

export default defineConfig({});
