// Rendered on the server; what it passes to the provider is what the page may know.
import { EdgeprintProvider } from 'edgeprint/react';
import { connection } from 'next/server';

export const metadata = { title: 'Your device', icons: { icon: 'data:,' } };

export default async function Layout({ children }) {
  await connection(); // the settings are read when a page is asked for, not when it is built
  const { EDGEPRINT_URL: endpoint, EDGEPRINT_SITE_KEY: siteKey } = process.env;
  return (
    <html lang="en">
      <body>
        <EdgeprintProvider options={{ endpoint, siteKey }}>{children}</EdgeprintProvider>
      </body>
    </html>
  );
}
