/** Devices that were looked up lately, with the tags that the edge knows them by. */

import type { Device } from '../generated/vocabulary.js';

export interface CacheOptions {
  /** Milliseconds for which a look-up is answered without asking. Default 60,000; 0 asks each time, with the tag. */
  ttl?: number | undefined;
  /** Devices that are kept at most. Default 1,000. */
  maxEntries?: number | undefined;
}

export interface CachedDevice {
  device: Device;
  etag: string | null;
  /** When it was had, or last confirmed. */
  at: number;
}

export class DeviceCache {
  readonly #ttl: number;
  readonly #maxEntries: number;
  /** Least recently used first. */
  readonly #entries = new Map<string, CachedDevice>();

  constructor({ ttl = 60_000, maxEntries = 1_000 }: CacheOptions = {}) {
    this.#ttl = ttl;
    this.#maxEntries = maxEntries;
  }

  get(deviceId: string): CachedDevice | undefined {
    const entry = this.#entries.get(deviceId);
    if (entry) this.#put(deviceId, entry);
    return entry;
  }

  /** Whether an entry needs no question. A clock that was set back makes none fresh. */
  isFresh({ at }: CachedDevice): boolean {
    const age = Date.now() - at;
    return age >= 0 && age < this.#ttl;
  }

  set(deviceId: string, device: Device, etag: string | null): void {
    this.#put(deviceId, { device, etag, at: Date.now() });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries) break;
      this.#entries.delete(oldest);
    }
  }

  delete(deviceId: string): void {
    this.#entries.delete(deviceId);
  }

  #put(deviceId: string, entry: CachedDevice): void {
    this.#entries.delete(deviceId);
    this.#entries.set(deviceId, entry);
  }
}
