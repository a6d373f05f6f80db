// The order of the pages. A page that is not named here stands at the end of its folder's group.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from '../lib/places.mjs';

const GROUPS = [
  {
    text: 'Start',
    pages: ['guides/getting-started', 'playground', 'guides/frameworks', 'guides/client-options', 'guides/package'],
  },
  { text: 'In a page', pages: ['guides/content-security-policy', 'guides/keys-and-origins', 'guides/migrating'] },
  {
    text: 'In your backend',
    folder: 'guides',
    pages: [
      ...['guides/backend-integration', 'guides/server-sdk', 'guides/rust-client', 'guides/sealed-results'],
      ...['guides/backend-data', 'guides/webhooks', 'guides/admin', 'guides/backoffice'],
    ],
  },
  {
    text: 'Concepts',
    folder: 'concepts',
    pages: ['fingerprint-and-id', 'identity', 'confidence', 'versions', 'threat-model'].map(
      (name) => `concepts/${name}`,
    ),
  },
  { text: 'Privacy and law', pages: ['concepts/privacy', 'concepts/data-protection'] },
  {
    text: 'Operations',
    folder: 'operations',
    pages: ['deploying', 'limits-and-costs', 'shards', 'retention', 'key-rotation', 'backups'].map(
      (name) => `operations/${name}`,
    ),
  },
  {
    text: 'Reference',
    folder: 'reference',
    pages: ['api', 'client', 'server', 'signals', 'flags', 'errors', 'scopes', 'drift'].map(
      (name) => `reference/${name}`,
    ),
  },
  { text: 'Examples', folder: 'examples', pages: [] },
  { text: 'Measured', pages: ['benchmarks', 'reference/detection'] },
  { text: 'Inside', folder: 'inside', pages: [], collapsed: true },
  { text: 'Decisions', folder: 'decisions', pages: ['decisions/index'], collapsed: true },
  { text: 'Project', folder: 'project', pages: ['project/contributing'], collapsed: true },
];

export function sidebar() {
  const all = readdirSync(pages, { recursive: true })
    .filter((path) => path.endsWith('.md') && path !== 'index.md')
    .map((path) => path.replaceAll('\\', '/').replace(/\.md$/, ''))
    .sort();
  const named = new Set(GROUPS.flatMap((group) => group.pages));
  const listed = GROUPS.map(({ text, folder, pages: first, collapsed }) => {
    const rest = all.filter((page) => page.split('/')[0] === folder && !named.has(page));
    const found = [...first.filter((page) => all.includes(page)), ...rest];
    return { text, collapsed, items: found.map((page) => ({ text: titleOf(page), link: addressOf(page) })) };
  });
  const reached = new Set(listed.flatMap(({ items }) => items.map(({ link }) => link)));
  const lost = all.filter((page) => !reached.has(addressOf(page)));
  if (lost.length > 0) throw new Error(`no group of the sidebar takes ${lost.join(', ')}`);
  return listed;
}

export const nav = (version) => [
  { text: 'Guides', link: '/guides/getting-started', activeMatch: '^/guides/' },
  { text: 'Playground', link: '/playground' },
  { text: 'API', link: '/reference/api' },
  { text: 'Operations', link: '/operations/deploying', activeMatch: '^/operations/' },
  { text: version, link: '/project/changelog' },
];

/** Where the heading is a package's bare name. */
const TITLES = { 'guides/package': 'The package', 'guides/rust-client': 'Rust client' };

const addressOf = (page) => `/${page.replace(/(^|\/)index$/, '$1')}`;

/** A page's first heading, without its marks. */
function titleOf(page) {
  if (TITLES[page]) return TITLES[page];
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(pages, `${page}.md`), 'utf8')) ?? [];
  if (!title) throw new Error(`${page} has no heading`);
  return title.replaceAll('`', '');
}
