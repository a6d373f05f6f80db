-- A tenant's data lies in one of several databases with this same schema. The
-- first one, DB, is also the directory: tenants, sites and keys are only there.

ALTER TABLE tenants ADD COLUMN shard INTEGER NOT NULL DEFAULT 0;  -- 0 is DB, 1 is DB_1

CREATE INDEX tenants_by_shard ON tenants (shard);

-- What a shard needs to know of a site; its row in `sites` may lie in another database.
CREATE TABLE site_retention (
  domain_id      TEXT PRIMARY KEY,
  tenant_id      TEXT NOT NULL,
  retention_days INTEGER  -- NULL keeps devices for good
) STRICT, WITHOUT ROWID;

INSERT INTO site_retention (domain_id, tenant_id, retention_days)
SELECT id, tenant_id, retention_days FROM sites;
