// Plain HTTP, byte for byte: no library decodes, follows or adds anything.
import { request } from 'node:http';

/** Sends a request; `{status, headers, bytes}`. `chunks` go out one by one, without a length. */
export function rawRequest(url, { method = 'GET', headers = {}, chunks } = {}) {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent: false }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const headers = new Headers();
        for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
        resolve({ status: response.statusCode, headers, bytes: Buffer.concat(parts) });
      });
    });
    sending.on('error', reject);
    for (const chunk of chunks ?? []) sending.write(chunk);
    sending.end();
  });
}
