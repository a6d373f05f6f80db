-- Automation that a site welcomes: agents whose signatures count, and the digest
-- of the secret that programs of its own send.
ALTER TABLE sites ADD COLUMN allowed_agents TEXT NOT NULL DEFAULT '[]';  -- JSON list of origins
ALTER TABLE sites ADD COLUMN automation_hash TEXT;                       -- SHA-256; the secret is nowhere
