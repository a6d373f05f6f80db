/** Bulk exports, row by row as they come. */

import type { ExportFingerprintsQuery } from '../generated/queries.js';
import type { ExportedFingerprint } from '../generated/vocabulary.js';
import { ConnectionError } from './errors.js';
import { type CallOptions, type Connection, open } from './http.js';
import { sleep } from './limit.js';

export type ExportQuery = Omit<ExportFingerprintsQuery, 'format'>;

export interface Exports {
  /**
   * Devices with their fingerprints. A connection that breaks is taken up behind the last row, and an answer that ends
   * before the rows do is followed by the next one, unless `limit` says how many rows it shall be. Scope `read:exports`.
   */
  fingerprints(query?: ExportQuery, options?: CallOptions): AsyncGenerator<ExportedFingerprint, void, undefined>;
}

const PATH = '/v1/exports/fingerprints';

export const exportsOf = (connection: Connection): Exports => ({
  async *fingerprints(query, options) {
    let cursor = query?.cursor;
    let left = query?.limit ?? Number.POSITIVE_INFINITY;
    for (let failures = 0; left > 0; ) {
      const limit = Number.isFinite(left) ? left : undefined;
      const request = { path: PATH, query: { ...query, cursor, limit, format: 'ndjson' } };
      const response = await open(connection, request, options);
      const rows = lines(response, options?.signal);
      try {
        for await (const line of rows) {
          const row = JSON.parse(line) as ExportedFingerprint | { nextCursor: string | null };
          if (!('deviceId' in row)) {
            if (row.nextCursor === null) return;
            cursor = row.nextCursor;
            break;
          }
          cursor = row.cursor;
          left -= 1;
          failures = 0;
          yield row;
        }
      } catch (thrown) {
        options?.signal?.throwIfAborted();
        if (++failures > connection.retries) throw thrown;
        await sleep(Math.random() * 200 * 2 ** failures, options?.signal);
      }
    }
  },
});

/** The whole lines of an answer. One that ends without its last line has broken off. */
async function* lines(response: Response, signal: AbortSignal | undefined): AsyncGenerator<string, void, undefined> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const stop = () => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener('abort', stop, { once: true });
  const decoder = new TextDecoder();
  let rest = '';
  let last = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      last = parts.at(-1) || last;
      yield* parts.filter(Boolean);
    }
    signal?.throwIfAborted();
    if (rest || !last.startsWith('{"nextCursor"')) throw new ConnectionError('network_error', 'the export broke off');
  } catch (thrown) {
    if (thrown instanceof ConnectionError || signal?.aborted) throw thrown;
    throw new ConnectionError('network_error', 'the export broke off', { cause: thrown });
  } finally {
    signal?.removeEventListener('abort', stop);
    reader.cancel().catch(() => {});
  }
}
