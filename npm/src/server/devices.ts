/** Look-ups, lists, erasure. */

import type { ListDevicesQuery } from '../generated/queries.js';
import type { Device, DeviceAnswer, DeviceExport, DevicesAnswer, ErasedAnswer } from '../generated/vocabulary.js';
import { type CacheOptions, DeviceCache } from './device-cache.js';
import { ApiError } from './errors.js';
import { ask, type CallOptions, type Connection } from './http.js';
import { each } from './pages.js';

export interface LookUpOptions extends CallOptions {
  /** Asks the edge, even if the device was looked up a moment ago. */
  fresh?: boolean | undefined;
}

export interface Devices {
  /**
   * What is known of a device; null if nothing is: it was never seen, was erased, or is past its retention.
   * Asked again within a minute it answers from memory, later with the tag of what it has. Scope `read:device`.
   */
  get(deviceId: string, options?: LookUpOptions): Promise<Device | null>;
  /** One page. Go on with `cursor: nextCursor` until that is null. Scope `read:devices`. */
  list(query?: ListDevicesQuery, options?: CallOptions): Promise<DevicesAnswer>;
  /** All pages, device by device. Scope `read:devices`. */
  each(query?: ListDevicesQuery, options?: CallOptions): AsyncGenerator<Device, void, undefined>;
  /** Erases a device and all that was seen of it; null if nothing is known of it. Scope `write:device`. */
  erase(deviceId: string, options?: CallOptions): Promise<ErasedAnswer | null>;
  /** All that is held on a device; null if nothing is. Scope `read:exports`. */
  export(deviceId: string, options?: CallOptions): Promise<DeviceExport | null>;
}

export function devicesOf(connection: Connection, cacheOptions: CacheOptions | false | undefined): Devices {
  const cache = cacheOptions === false ? undefined : new DeviceCache(cacheOptions);
  const list = async (query?: ListDevicesQuery, options?: CallOptions) =>
    (await ask(connection, { path: '/v1/devices', query }, options)).body as DevicesAnswer;

  return {
    async get(deviceId, options = {}) {
      const known = cache?.get(deviceId);
      if (known && !options.fresh && cache?.isFresh(known)) return known.device;
      const headers: Record<string, string> = known?.etag ? { 'if-none-match': known.etag } : {};
      const answer = await found(ask(connection, { path: pathOf(deviceId), headers }, options));
      if (!answer) {
        cache?.delete(deviceId);
        return null;
      }
      const same = known && answer.response.status === 304;
      const device = same ? known.device : (answer.body as DeviceAnswer).device;
      cache?.set(deviceId, device, answer.response.headers.get('etag') ?? (same ? known.etag : null));
      return device;
    },
    list,
    each: (query, options) =>
      each(query, async (asked) => {
        const { devices, nextCursor } = await list(asked, options);
        return { rows: devices, nextCursor };
      }),
    async erase(deviceId, options) {
      cache?.delete(deviceId);
      const answer = await found(ask(connection, { method: 'DELETE', path: pathOf(deviceId) }, options));
      cache?.delete(deviceId); // a look-up may have come in between
      return answer ? (answer.body as ErasedAnswer) : null;
    },
    async export(deviceId, options) {
      const answer = await found(ask(connection, { path: `${pathOf(deviceId)}/export` }, options));
      return answer ? (answer.body as DeviceExport) : null;
    },
  };
}

function pathOf(deviceId: string): string {
  // An empty id would ask another route.
  if (!deviceId) throw new TypeError('deviceId is empty');
  return `/v1/device/${encodeURIComponent(deviceId)}`;
}

/** Null where nothing is known of what was asked for: that is an answer, not a failure. */
export async function found<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && /^(device|event)_not_found$/.test(error.code)) return null;
    throw error;
  }
}
