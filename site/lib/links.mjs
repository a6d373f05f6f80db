// The documents' links lead from file to file of the repository. On the site they lead from page to page, and to the
// repository where a file is no page.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { root, SOURCES } from './places.mjs';

/** A document's text with its links as they are on the page `page`. Code stays as it is. */
export function relinked(text, document, page, placed) {
  const parts = text.split(/^(```[\s\S]*?^```$)/m);
  const mended = (part) =>
    part.replace(/(\]\()(?!\w+:|#)([^)\s#]*)(#[^)\s]*)?\)/g, (_, head, to, anchor = '') => {
      return `${head}${target(to, document, page, placed)}${anchor})`;
    });
  return parts.map((part, index) => (index % 2 ? named(part) : mended(part))).join('');
}

/** rustdoc's names for code that is not run; highlighters know the language alone. */
const named = (block) => block.replace(/^```no_run\b/, '```rust');

function target(to, document, page, placed) {
  const file = posix.normalize(posix.join(dirname(document), to)).replace(/\/$/, '');
  const known = placed.get(file) ?? placed.get(`${file}/README.md`);
  if (known) return relative(dirname(page), known).replaceAll('\\', '/') || known;
  const path = join(root, file);
  if (!existsSync(path)) throw new Error(`${document}: nothing is at ${to}`);
  return `${SOURCES}${statSync(path).isDirectory() ? 'tree' : 'blob'}/main/${file}`;
}
