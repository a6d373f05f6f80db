-- What backends list, filter, export and chart, and the indexes to do it by.

ALTER TABLE devices ADD COLUMN fingerprint TEXT;  -- of the last submission
UPDATE devices SET fingerprint = (
  SELECT f.fingerprint FROM fingerprints f
  WHERE f.tenant_id = devices.tenant_id AND f.device_id = devices.id
  ORDER BY f.created_at DESC LIMIT 1);

CREATE INDEX devices_by_created ON devices (tenant_id, created_at, id);
CREATE INDEX devices_by_seen ON devices (tenant_id, last_seen_at, id);
CREATE INDEX devices_by_score ON devices (tenant_id, score, id);
CREATE INDEX devices_by_domain_created ON devices (tenant_id, domain_id, created_at, id);
CREATE INDEX devices_by_domain_seen ON devices (tenant_id, domain_id, last_seen_at, id);

ALTER TABLE events ADD COLUMN action TEXT;     -- what the page was about: login, checkout
ALTER TABLE events ADD COLUMN linked_id TEXT;  -- the site's own name for whom it was about
CREATE INDEX events_by_domain ON events (tenant_id, domain_id, created_at);
CREATE INDEX events_by_linked ON events (tenant_id, linked_id, created_at) WHERE linked_id IS NOT NULL;

ALTER TABLE visits ADD COLUMN origin TEXT;
ALTER TABLE visits ADD COLUMN country TEXT;
ALTER TABLE visits ADD COLUMN city TEXT;
ALTER TABLE visits ADD COLUMN network TEXT;  -- JSON; never the address itself
CREATE INDEX visits_by_domain ON visits (tenant_id, domain_id, created_at);

-- What an assessment rested on. Apart from the events, which lists read: it is
-- ten times their size. It goes with its event.
CREATE TABLE evidence (
  tenant_id  TEXT NOT NULL,
  event_id   TEXT NOT NULL,
  user_agent TEXT,
  headers    TEXT NOT NULL,  -- JSON: those that rules look at
  components TEXT NOT NULL,  -- JSON, as submitted
  custom     TEXT,           -- JSON: the page's own readings
  metadata   TEXT,           -- JSON: the page's own
  PRIMARY KEY (tenant_id, event_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES events (tenant_id, id) ON DELETE CASCADE
) STRICT;

-- How often something was seen on a site on a day (UTC). It names nobody and
-- outlives what it was counted from.
CREATE TABLE daily_counts (
  tenant_id TEXT NOT NULL,
  dimension TEXT NOT NULL,
  day       TEXT NOT NULL,  -- 2026-01-31
  value     TEXT NOT NULL,
  domain_id TEXT NOT NULL,
  count     INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, dimension, day, value, domain_id)
) STRICT, WITHOUT ROWID;

-- Erasures that are not complete yet: a history can be longer than a request lasts.
CREATE TABLE erasures (
  tenant_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sites_with_retention ON site_retention (tenant_id, domain_id, retention_days)
  WHERE retention_days IS NOT NULL;
