-- Whom a device may be, and was not surely: so that the end of that other
-- device finds the records that name it. Few records name one.
CREATE INDEX link_device_by_sibling ON link_device (tenant_id, record ->> '$.sibling.id')
  WHERE record ->> '$.sibling.id' IS NOT NULL;
