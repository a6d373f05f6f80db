// A customer's backend: asks with a secret key, follows cursors.
import { assertOk } from './assert.mjs';

const READING = ['read:device', 'read:devices', 'read:events', 'read:visits', 'read:exports', 'read:stats'];

/** A backend of a tenant, which may read and erase everything. */
export async function backendOf(edge, tenantId, scopes = [...READING, 'write:device']) {
  const { secretKey } = await edge.key(tenantId, { scopes });
  return new Backend(edge, secretKey);
}

class Backend {
  constructor(edge, secretKey) {
    this.edge = edge;
    this.secretKey = secretKey;
  }

  send(method, path, headers = {}) {
    const caller = this.edge.visitor({ origin: undefined });
    return caller.send(method, path, { headers: { authorization: `Bearer ${this.secretKey}`, ...headers } });
  }

  get(path, headers) {
    return this.send('GET', path, headers);
  }

  erase(deviceId) {
    return this.send('DELETE', `/v1/device/${deviceId}`);
  }

  /** Every row of a list, page by page; `between` runs after each page. */
  async all(path, { between = async () => {} } = {}) {
    const rows = [];
    let cursor = null;
    do {
      const next = cursor === null ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
      const { ok: _, nextCursor, ...lists } = assertOk(await this.get(path + next), path);
      rows.push(...Object.values(lists).flat());
      cursor = nextCursor;
      await between(rows.length);
    } while (cursor !== null);
    return rows;
  }
}
