import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

// Settings come from the environment; else from the edge that `npm start` runs at the repository's root.
if (!process.env.VITE_EDGEPRINT_URL) {
  const { url, siteKey } = JSON.parse(readFileSync(new URL('../../.edgeprint/dev.json', import.meta.url), 'utf8'));
  Object.assign(process.env, { VITE_EDGEPRINT_URL: url, VITE_EDGEPRINT_SITE_KEY: siteKey });
}

export default defineConfig({});
