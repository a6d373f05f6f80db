// Rendered on the server; what it passes to the provider is what the page may know.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EdgeprintProvider } from 'edgeprint/react';
import { connection } from 'next/server';

export const metadata = { title: 'Your device', icons: { icon: 'data:,' } };

export default async function Layout({ children }) {
  await connection(); // the settings are read when a page is asked for, not when it is built
  return (
    <html lang="en">
      <body>
        <EdgeprintProvider options={settings()}>{children}</EdgeprintProvider>
      </body>
    </html>
  );
}

/** From the environment; else of the edge that `npm start` runs at the repository's root. */
function settings() {
  const { EDGEPRINT_URL, EDGEPRINT_SITE_KEY } = process.env;
  if (EDGEPRINT_URL) return { endpoint: EDGEPRINT_URL, siteKey: EDGEPRINT_SITE_KEY };
  const file = join(process.cwd(), '..', '..', '.edgeprint', 'dev.json');
  const { url, siteKey } = JSON.parse(readFileSync(file, 'utf8'));
  return { endpoint: url, siteKey };
}
