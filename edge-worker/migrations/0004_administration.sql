-- What the operator sets and sees, sealed results' keys, webhooks and their outbox.
-- tenants, sites, api_keys, audit_log, signing_keys and webhooks belong to the
-- directory; webhook_deliveries and site_usage belong to a tenant's own data.

-- Deleted, but with data that the upkeep is still erasing.
ALTER TABLE tenants ADD COLUMN deleted_at INTEGER;
ALTER TABLE sites ADD COLUMN deleted_at INTEGER;

ALTER TABLE sites ADD COLUMN reduced_mode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN gpc_policy TEXT NOT NULL DEFAULT 'ignore';
ALTER TABLE sites ADD COLUMN rule_weights TEXT NOT NULL DEFAULT '{}';      -- JSON: flag to weight
ALTER TABLE sites ADD COLUMN suppressed_flags TEXT NOT NULL DEFAULT '[]';  -- JSON list
ALTER TABLE sites ADD COLUMN shadow_mode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN daily_quota INTEGER;                          -- NULL is no quota

ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;  -- some minutes coarse
ALTER TABLE api_keys ADD COLUMN replaces TEXT;         -- the key that this one was rotated from

CREATE INDEX tenants_by_time ON tenants (created_at, id);
CREATE INDEX sites_by_time ON sites (created_at, id);
CREATE INDEX api_keys_by_time ON api_keys (created_at, id);

-- Every change that an operator made. No secret stands in it.
CREATE TABLE audit_log (
  id          TEXT PRIMARY KEY,
  created_at  INTEGER NOT NULL,
  actor       TEXT NOT NULL,
  action      TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  tenant_id   TEXT,           -- NULL where the change was the deployment's
  before      TEXT,           -- JSON
  after       TEXT,           -- JSON
  request_id  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_log_by_time ON audit_log (created_at, id);
CREATE INDEX audit_log_by_tenant ON audit_log (tenant_id, created_at, id);

-- What sealed results are signed with. The newest active one signs; all are published.
CREATE TABLE signing_keys (
  id              TEXT PRIMARY KEY,   -- the kid
  public_key      TEXT NOT NULL,      -- JWK
  private_key     TEXT NOT NULL,      -- PKCS #8, encrypted under a key of the deployment's secret
  created_at      INTEGER NOT NULL,
  active_from     INTEGER NOT NULL,
  published_until INTEGER             -- NULL while no other has taken over
) STRICT, WITHOUT ROWID;

CREATE TABLE webhooks (
  id              TEXT PRIMARY KEY,
  tenant_id       TEXT NOT NULL,
  domain_id       TEXT NOT NULL,
  url             TEXT NOT NULL,
  events          TEXT NOT NULL,      -- JSON list
  secret          TEXT NOT NULL,      -- encrypted, as private keys are
  former_secret   TEXT,
  former_until    INTEGER,            -- until then the former secret signs too
  created_at      INTEGER NOT NULL,
  disabled_at     INTEGER,
  disabled_reason TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX webhooks_by_site ON webhooks (domain_id);
CREATE INDEX webhooks_by_tenant ON webhooks (tenant_id);
CREATE INDEX webhooks_by_time ON webhooks (created_at, id);

-- The outbox: written in the transaction of what it tells of, one row for each webhook.
CREATE TABLE webhook_deliveries (
  tenant_id     TEXT NOT NULL,
  id            TEXT NOT NULL,    -- the webhook-id that receivers see
  webhook_id    TEXT NOT NULL,
  event         TEXT NOT NULL,
  device_id     TEXT,             -- NULL once delivered, as is data
  data          TEXT,             -- JSON
  created_at    INTEGER NOT NULL,
  state         TEXT NOT NULL,    -- pending, delivered, dead
  attempts      INTEGER NOT NULL,
  next_try_at   INTEGER NOT NULL,
  claim         TEXT,             -- who is trying right now
  claimed_until INTEGER,
  last_status   INTEGER,
  last_error    TEXT,
  ended_at      INTEGER,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_try_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (tenant_id, webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_by_device ON webhook_deliveries (tenant_id, device_id);
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;

-- Submissions of sites that have a quota. The check is what enforces it: a
-- submission beyond it takes its whole transaction with it.
CREATE TABLE site_usage (
  tenant_id   TEXT NOT NULL,
  domain_id   TEXT NOT NULL,
  day         INTEGER NOT NULL,  -- days since 1970 in UTC
  submissions INTEGER NOT NULL,
  quota       INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, domain_id, day),
  CHECK (submissions <= quota)
) STRICT, WITHOUT ROWID;
