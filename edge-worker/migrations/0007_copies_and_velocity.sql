-- How long the readings of a submission took, as a digest: a copy of it repeats
-- them. NULL where the browser's clock is too coarse, and for copies.
ALTER TABLE events ADD COLUMN pace TEXT;
CREATE UNIQUE INDEX events_by_pace ON events (tenant_id, pace) WHERE pace IS NOT NULL;

-- How often things happen: what rules on velocity compare. Bounded: a row for
-- each network that new devices came from within the last two hours, and four
-- columns of a device.

-- New devices of a tenant by hour (hours since 1970) and network: a keyed digest
-- of its prefix, or '' for all of the tenant's.
CREATE TABLE arrivals (
  hour      INTEGER NOT NULL,
  tenant_id TEXT NOT NULL,
  network   TEXT NOT NULL,
  devices   INTEGER NOT NULL,
  PRIMARY KEY (hour, tenant_id, network)
) STRICT, WITHOUT ROWID;

-- A device's day: it begins with a submission, and ends 24 hours later.
ALTER TABLE devices ADD COLUMN day_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN day_submissions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN day_countries TEXT NOT NULL DEFAULT '[]';  -- JSON list, at most eight
ALTER TABLE devices ADD COLUMN day_strangers INTEGER NOT NULL DEFAULT 0;  -- submissions of other machines with its token
