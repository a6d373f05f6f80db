// Serves index.html with the address and the site key of an edge in it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { url, siteKey } = settings();
const page = readFileSync(new URL('index.html', import.meta.url), 'utf8')
  .replaceAll('{{url}}', url)
  .replaceAll('{{siteKey}}', siteKey);

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}).listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});

/** From the environment; else of the edge that `npm start` runs at the repository's root. */
function settings() {
  const { EDGEPRINT_URL, EDGEPRINT_SITE_KEY } = process.env;
  if (EDGEPRINT_URL) return { url: EDGEPRINT_URL, siteKey: EDGEPRINT_SITE_KEY };
  try {
    return JSON.parse(readFileSync(new URL('../../.edgeprint/dev.json', import.meta.url), 'utf8'));
  } catch (cause) {
    throw new Error('No edge is known: run `npm start` at the repository’s root, or set EDGEPRINT_URL.', { cause });
  }
}
