-- What the linker remembers, so that a device is known again after its browser
-- was updated. No words: values are kept as hashes. Each read and write finds
-- its rows through a primary key, so the work does not grow with the devices.

ALTER TABLE devices ADD COLUMN identity_candidates INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN identity_candidates INTEGER NOT NULL DEFAULT 0;

-- How common values are among a tenant's devices: one row of fixed size.
CREATE TABLE link_population (
  tenant_id TEXT PRIMARY KEY,
  revision  INTEGER NOT NULL,  -- a random number: who writes must have read this one
  sketch    TEXT NOT NULL      -- base64
) STRICT, WITHOUT ROWID;

-- Who looked like that last: at most twelve devices a key.
CREATE TABLE link_key (
  tenant_id TEXT NOT NULL,
  key       INTEGER NOT NULL,
  devices   TEXT NOT NULL,     -- JSON list of ids, the latest first
  PRIMARY KEY (tenant_id, key)
) STRICT, WITHOUT ROWID;

-- A device as the linker remembers it.
CREATE TABLE link_device (
  tenant_id   TEXT NOT NULL,
  device_id   TEXT NOT NULL,
  fingerprint TEXT NOT NULL,   -- the latest
  record      TEXT NOT NULL,   -- JSON; of bounded size
  PRIMARY KEY (tenant_id, device_id)
) STRICT, WITHOUT ROWID;

-- A row of `fingerprints` is from now on a new device's claim on what it shows
-- (its fingerprint and more), so that several submissions of one device that
-- are stored at once agree on an id. Of no use after half a minute.
DELETE FROM fingerprints;
CREATE INDEX fingerprints_by_time ON fingerprints (created_at);

-- Ids that turned out to be second ones of a device, and that device.
CREATE TABLE joined_devices (
  tenant_id TEXT NOT NULL,
  old_id    TEXT NOT NULL,
  device_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, old_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX joined_devices_by_device ON joined_devices (tenant_id, device_id);
