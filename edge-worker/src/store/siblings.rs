//! Devices that others were taken to be, perhaps: their ids stand in those
//! others' records, which outlive them. What ends a device, an erasure or its
//! retention, takes its ids out of there.

/// SQL: no record names one of some devices any more.
macro_rules! forget {
    ($tables:literal, $id:literal) => {
        concat!(
            "UPDATE link_device SET record = json_remove(record, '$.sibling')
            WHERE (tenant_id, device_id) IN (
                SELECT d.tenant_id, d.device_id FROM json_each(?1) p ",
            $tables,
            " CROSS JOIN link_device d INDEXED BY link_device_by_sibling
                    ON d.tenant_id = p.value ->> 0 AND d.record ->> '$.sibling.id' = ",
            $id,
            ")"
        )
    };
}

/// No record names one of the devices in `?1`, a JSON list of pairs of tenant
/// and device, or an id that was joined with one. To be run while
/// `joined_devices` still tells those ids.
pub(super) const FORGET_SIBLINGS: [&str; 2] = [
    forget!("", "p.value ->> 1"),
    forget!(
        "CROSS JOIN joined_devices j ON j.tenant_id = p.value ->> 0 AND j.device_id = p.value ->> 1",
        "j.old_id"
    ),
];
