//! Devices that others were taken to be, perhaps: their ids stand in those
//! others' records, out of which an erasure takes them.
//!
//! No index leads from a device to who names it. Erasures are rare, so they
//! walk the tenant's records, a part of the ids at a time: the database does
//! other work in between.

use super::d1::{Store, params, to_json};
use crate::error::Fatal;
use crate::ids::{DeviceId, TenantId};

/// SQL: nobody between two ids names one of some devices any more.
const FORGET: &str = "UPDATE link_device SET record = json_remove(record, '$.sibling')
    WHERE tenant_id = ?1 AND device_id >= ?3 AND device_id < ?4
        AND instr(record, '\"sibling\"') > 0
        AND record ->> '$.sibling.id' IN (SELECT value FROM json_each(?2))";

pub(super) const STATEMENTS: [&str; 1] = [FORGET];

/// Parts of one transaction.
const TOGETHER: usize = 8;

impl Store {
    /// Takes a device, by all of its ids, out of the records of other devices.
    ///
    /// # Errors
    /// When the database fails; then some may still name it.
    pub(super) async fn forget_siblings(
        &self,
        tenant: &TenantId,
        ids: &[DeviceId],
    ) -> Result<(), Fatal> {
        let ids = to_json(ids)?;
        for parts in parts().chunks(TOGETHER) {
            let statements = parts.iter().map(|(from, to)| {
                let params = params![tenant.as_str(), ids.as_str(), from.as_str(), to.as_str()];
                self.statement(FORGET, params)
            });
            self.batch("siblings", statements.collect::<Result<_, _>>()?).await?;
        }
        Ok(())
    }
}

/// All ids of devices, by their first digit: from one (included) to another (excluded).
fn parts() -> Vec<(String, String)> {
    let digits = (b'0'..=b'z').filter(u8::is_ascii_alphanumeric);
    let id = |digit: u8| format!("{}{}", DeviceId::PREFIX, char::from(digit));
    digits.map(|digit| (id(digit), id(digit + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_in_one_part() {
        let parts = parts();
        for _ in 0..200 {
            let id = DeviceId::mint().unwrap().to_string();
            assert_eq!(
                parts.iter().filter(|(from, to)| *from <= id && id < *to).count(),
                1,
                "{id}"
            );
        }
    }
}
