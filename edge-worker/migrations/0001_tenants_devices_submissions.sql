-- Times are milliseconds since 1970 in UTC. Every query finds its rows through
-- a primary key or an index named here, and names the tenant.

CREATE TABLE tenants (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sites (
  id                     TEXT PRIMARY KEY,
  tenant_id              TEXT NOT NULL REFERENCES tenants (id),
  name                   TEXT NOT NULL,
  site_key               TEXT NOT NULL UNIQUE,  -- public by design, so kept as it is
  allowed_origins        TEXT NOT NULL,         -- JSON list; empty admits every origin
  check_interval_seconds INTEGER NOT NULL,
  retention_days         INTEGER,               -- NULL keeps devices for good
  created_at             INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sites_by_tenant ON sites (tenant_id);

CREATE TABLE api_keys (
  id         TEXT PRIMARY KEY,
  tenant_id  TEXT NOT NULL REFERENCES tenants (id),
  name       TEXT NOT NULL,
  hash       TEXT NOT NULL UNIQUE,  -- SHA-256 of the key; the key itself is nowhere
  prefix     TEXT NOT NULL,         -- its start, to tell it from others
  scopes     TEXT NOT NULL,         -- JSON list
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id);

CREATE TABLE devices (
  tenant_id            TEXT NOT NULL,
  id                   TEXT NOT NULL,
  domain_id            TEXT NOT NULL,     -- where last seen
  first_seen_domain_id TEXT NOT NULL,
  score                INTEGER NOT NULL,
  confidence           REAL NOT NULL,
  reasons              TEXT NOT NULL,     -- JSON list of flags with their reasons
  identity_method      TEXT NOT NULL,
  identity_confidence  REAL NOT NULL,
  country              TEXT,
  city                 TEXT,
  network              TEXT NOT NULL,     -- JSON; never the address itself
  created_at           INTEGER NOT NULL,
  last_submitted_at    INTEGER NOT NULL,
  last_seen_at         INTEGER NOT NULL,
  visit_count          INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

-- Which device has a fingerprint. The primary key is what makes two first
-- submissions of one device agree on an id.
CREATE TABLE fingerprints (
  tenant_id   TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  device_id   TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, fingerprint)
) STRICT, WITHOUT ROWID;

CREATE INDEX fingerprints_by_device ON fingerprints (tenant_id, device_id);

-- A token in here admits nothing more. Rows are dropped once it has expired.
CREATE TABLE spent_tokens (
  id         TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX spent_tokens_by_expiry ON spent_tokens (expires_at);

CREATE TABLE events (
  tenant_id           TEXT NOT NULL,
  id                  TEXT NOT NULL,  -- the request's id
  domain_id           TEXT NOT NULL,
  device_id           TEXT NOT NULL,
  created_at          INTEGER NOT NULL,
  fingerprint         TEXT NOT NULL,
  coverage            INTEGER NOT NULL,
  score               INTEGER NOT NULL,
  confidence          REAL NOT NULL,
  reasons             TEXT NOT NULL,
  identity_method     TEXT NOT NULL,
  identity_confidence REAL NOT NULL,
  collector           TEXT NOT NULL,
  origin              TEXT,
  country             TEXT,
  city                TEXT,
  network             TEXT NOT NULL,
  address_hash        TEXT,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_by_time ON events (tenant_id, created_at);
CREATE INDEX events_by_device ON events (tenant_id, device_id, created_at);

CREATE TABLE visits (
  tenant_id    TEXT NOT NULL,
  id           TEXT NOT NULL,  -- the request's id
  domain_id    TEXT NOT NULL,
  device_id    TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  address_hash TEXT,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX visits_by_time ON visits (tenant_id, created_at);
CREATE INDEX visits_by_device ON visits (tenant_id, device_id, created_at);
