import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { SOURCES } from '../lib/places.mjs';
import { nav, sidebar } from './sidebar.mjs';

const inRepo = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { version } = JSON.parse(readFileSync(inRepo('npm/package.json'), 'utf8'));

// What the pages may ask, and whom: themselves. The playground stands by it.
const POLICY = [
  "default-src 'self' data: blob:",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
].join('; ');

const base = process.env.DOCS_BASE ?? '/';

export default defineConfig({
  title: 'Edgeprint',
  description: 'Which device is in front of a site, and how far to trust it.',
  lang: 'en',
  base,
  srcDir: 'pages',
  lastUpdated: false,
  head: [
    ['meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }],
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}mark.svg` }],
  ],
  markdown: { theme: { light: 'github-light-high-contrast', dark: 'github-dark' } },
  vite: {
    resolve: { alias: { 'edgeprint/inline': inRepo('npm/dist/inline.js'), edgeprint: inRepo('npm/dist/index.js') } },
    // The collector's files stay files: the policy lets nothing be fetched out of the text of a script.
    build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 2000 },
  },
  themeConfig: {
    logo: '/mark.svg',
    nav: nav(version),
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: SOURCES }],
    footer: { message: 'MIT or Apache-2.0' },
  },
});
