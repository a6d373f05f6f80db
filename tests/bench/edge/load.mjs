// Requests over connections that stay open, at most so many at a time, and how long each took.
import { Agent, request } from 'node:http';

/**
 * Sends `requests` (`{method, path, headers, body}`) from so many clients side by side; what they came to:
 * `{seconds, latencies (ms), answers (status and text)}`, in the order of the requests.
 */
export async function load(url, requests, clients) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const [latencies, answers] = [[], []];
  let next = 0;
  const client = async () => {
    while (next < requests.length) {
      const at = next;
      next += 1;
      const began = performance.now();
      answers[at] = await send(agent, url, requests[at]);
      latencies[at] = performance.now() - began;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { seconds, latencies, answers };
}

function send(agent, url, asked) {
  const { method, path, headers, body } = asked;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request(url + path, { agent, method, headers: { ...headers, ...length } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text })).on('error', reject);
    });
    sent.on('error', (error) => {
      // workerd ends a connection that was silent for some seconds, perhaps just when we use it again.
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send(agent, url, asked));
      else reject(error);
    });
    sent.end(body);
  });
}

/** The value below which so much of a sorted list lies. */
export const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

export const median = (values) =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
