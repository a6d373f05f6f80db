// A backend that takes webhooks, as well or badly as a test wants.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Starts a receiver. `receiver.messages` lists what came: `{path, headers, body}`.
 * `receiver.answer` decides how the next ones are answered: a status, `hang`,
 * or a function of request and response.
 */
export async function startReceiver(answer = 200) {
  const messages = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    messages.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
    if (receiver.answer === 'hang') return;
    if (typeof receiver.answer === 'function') return receiver.answer(request, response);
    response.writeHead(receiver.answer).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver = {
    url: `http://127.0.0.1:${server.address().port}/hook`,
    messages,
    answer,
    /** Waits until so many messages came. */
    async received(count, ms = 10_000) {
      for (const end = Date.now() + ms; messages.length < count; await sleep(20)) {
        if (Date.now() > end) throw new Error(`${messages.length} messages came, not ${count}`);
      }
      return messages;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
