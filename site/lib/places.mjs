// Which document becomes which page of the site.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const pages = fileURLToPath(new URL('../pages/', import.meta.url));

/** Where files lie that are no pages. */
export const SOURCES = 'https://github.com/edgeprint/edgeprint/';

/** Documents outside of `docs/`, and those that stand elsewhere on the site. */
const PLACED = {
  'docs/README.md': 'index.md',
  'README.md': 'index.md',
  'docs/decisions/README.md': 'decisions/index.md',
  'npm/README.md': 'guides/package.md',
  'edge-client/README.md': 'guides/rust-client.md',
  'edge-worker/README.md': 'inside/edge.md',
  'linker/README.md': 'inside/linker.md',
  'collector-wasm/README.md': 'inside/collector.md',
  'CONTRIBUTING.md': 'project/contributing.md',
  'CHANGELOG.md': 'project/changelog.md',
  'SECURITY.md': 'project/security.md',
  'site/playground.md': 'playground.md',
};

/** Every document, by its path in the repository, and its page's below `pages/`. */
export async function placeDocuments() {
  const placed = new Map(Object.entries(PLACED));
  for (const path of (await readdir(join(root, 'docs'), { recursive: true })).sort()) {
    const document = join('docs', path).replaceAll('\\', '/');
    if (path.endsWith('.md') && !placed.has(document)) placed.set(document, document.slice('docs/'.length));
  }
  for (const name of (await readdir(join(root, 'examples'))).sort()) {
    const document = `examples/${name}/README.md`;
    if (existsSync(join(root, document))) placed.set(document, `examples/${name}.md`);
  }
  return placed;
}
