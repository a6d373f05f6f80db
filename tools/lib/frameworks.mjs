// The examples with frameworks that render on a server. They take up to 340 MB, so they are no workspaces.
import { readdirSync } from 'node:fs';
import { inRepo } from './paths.mjs';

/** By folder in examples/: what runs what it was built into. They listen where `HOST` and `PORT` say. */
export const frameworks = {
  next: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1'],
  nuxt: ['.output/server/index.mjs'],
  sveltekit: ['build'],
  astro: ['dist/server/entry.mjs'],
};

export const exampleFolder = (name) => inRepo('examples', name);

/** What an example is told of its edge, and that nothing is reported to the framework's makers. */
export const environment = ({ url, siteKey }) => ({
  EDGEPRINT_URL: url,
  EDGEPRINT_SITE_KEY: siteKey,
  // Nuxt takes settings by names of its own making.
  NUXT_PUBLIC_EDGEPRINT_URL: url,
  NUXT_PUBLIC_EDGEPRINT_SITE_KEY: siteKey,
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
});

const LEFT_OUT = new Set(['node_modules', '.next', '.nuxt', '.output', '.svelte-kit', '.astro', 'build', 'dist']);

/** The files of an example, without what was installed or built. */
export function sourcesOf(name) {
  const entries = readdirSync(exampleFolder(name), { withFileTypes: true });
  return entries.filter((entry) => !LEFT_OUT.has(entry.name)).map((entry) => entry.name);
}
