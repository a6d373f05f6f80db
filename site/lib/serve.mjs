// Serves the built site on this machine alone.
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

/** @returns {Promise<{url: string, close(): Promise<void>}>} a port of 0 takes a free one */
export async function serve({ port }) {
  const server = await preview({
    configFile: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    appType: 'mpa',
    logLevel: 'error',
    build: { outDir: '.vitepress/dist' },
    preview: { host: '127.0.0.1', port, strictPort: port !== 0 },
  });
  const { port: taken } = server.httpServer.address();
  return { url: `http://127.0.0.1:${taken}/`, close: () => server.close() };
}
