//! Strikes devices from lists, and makes the linker forget them.

use worker::D1PreparedStatement;

use crate::ids::{DeviceId, TenantId};
use crate::store::d1::{Failed, Store, params};

/// SQL: the keys of device `?2` of tenant `?1`.
macro_rules! keys_of_device {
    () => {
        "(SELECT j.value FROM link_device d, json_each(d.record, '$.keys') j
            WHERE d.tenant_id = ?1 AND d.device_id = ?2)"
    };
}

/// SQL: the keys of the devices in `?1`, a JSON list of pairs of tenant and device.
macro_rules! keys_of_devices {
    () => {
        "(SELECT d.tenant_id, j.value FROM json_each(?1) p
            CROSS JOIN link_device d ON d.tenant_id = p.value ->> 0 AND d.device_id = p.value ->> 1
            CROSS JOIN json_each(d.record, '$.keys') j)"
    };
}

/// Strikes the devices in `?1` from every list, and drops the lists that are empty then.
pub(in crate::store) const STRIKE_DEVICES: [&str; 2] = [
    concat!(
        "UPDATE link_key SET devices = (
            SELECT json_group_array(l.value) FROM json_each(link_key.devices) l
            WHERE l.value NOT IN (SELECT p.value ->> 1 FROM json_each(?1) p))
        WHERE (tenant_id, key) IN ",
        keys_of_devices!()
    ),
    concat!(
        "DELETE FROM link_key WHERE devices = '[]' AND (tenant_id, key) IN ",
        keys_of_devices!()
    ),
];

impl Store {
    /// Strikes a device from the lists of some keys (a JSON list).
    pub(super) fn striking(
        &self,
        tenant: &TenantId,
        id: &str,
        keys: &str,
    ) -> Result<[D1PreparedStatement; 2], Failed> {
        Ok([
            self.statement(
                "UPDATE link_key SET devices = (
                    SELECT json_group_array(value) FROM json_each(link_key.devices)
                    WHERE value <> ?2)
                WHERE tenant_id = ?1 AND key IN (SELECT value FROM json_each(?3))",
                params![tenant.as_str(), id, keys],
            )?,
            self.statement(
                "DELETE FROM link_key WHERE tenant_id = ?1 AND devices = '[]'
                AND key IN (SELECT value FROM json_each(?2))",
                params![tenant.as_str(), keys],
            )?,
        ])
    }

    /// Statements that make the linker forget a device. All that is left of it
    /// is what it added to the population's counts, which name nobody.
    pub(in crate::store) fn forgetting(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
    ) -> Result<[D1PreparedStatement; 3], Failed> {
        let params = params![tenant.as_str(), device.as_str()];
        Ok([
            self.statement(
                concat!(
                    "UPDATE link_key SET devices = (
                        SELECT json_group_array(value) FROM json_each(link_key.devices)
                        WHERE value <> ?2)
                    WHERE tenant_id = ?1 AND key IN ",
                    keys_of_device!()
                ),
                params,
            )?,
            self.statement(
                concat!(
                    "DELETE FROM link_key WHERE tenant_id = ?1 AND devices = '[]' AND key IN ",
                    keys_of_device!()
                ),
                params,
            )?,
            self.statement(
                "DELETE FROM link_device WHERE tenant_id = ?1 AND device_id = ?2",
                params,
            )?,
        ])
    }
}
