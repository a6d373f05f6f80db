//! Erasing a device: everything that is held on it, in every table.
//!
//! The device itself goes at once, so nothing leads to it any more. What can
//! be long goes in rounds; a note remembers what a request did not get done,
//! and goes last. A note on an id that was joined with a device means another
//! thing: its history is to be moved there ([`super::joins`]).

use serde::Deserialize;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params, rows_of, to_json};
use super::devices::current_device;
use super::links::STRIKE_DEVICES;
use super::messages::Messages;
use super::siblings::FORGET_SIBLINGS;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeviceId, TenantId};

/// A table with data on devices.
struct DeviceTable {
    name: &'static str,
    /// The column that names the device.
    device: &'static str,
    /// The rest of the primary key beside the tenant.
    key: &'static str,
}

/// Every table with data on devices, `devices` itself last. A table that a
/// migration adds belongs here, or goes with a row of these (ON DELETE CASCADE,
/// as `evidence` does with `events`).
const DEVICE_TABLES: &[DeviceTable] = &[
    DeviceTable { name: "visits", device: "device_id", key: "id" },
    DeviceTable { name: "events", device: "device_id", key: "id" },
    DeviceTable { name: "fingerprints", device: "device_id", key: "fingerprint" },
    DeviceTable { name: "webhook_deliveries", device: "device_id", key: "id" },
    DeviceTable { name: "joined_devices", device: "device_id", key: "old_id" },
    DeviceTable { name: "link_device", device: "device_id", key: "device_id" },
    DeviceTable { name: "devices", device: "id", key: "id" },
];

impl DeviceTable {
    /// SQL: some rows of a device go.
    fn some(&self) -> String {
        let Self { name, device, key } = self;
        format!(
            "DELETE FROM {name} WHERE tenant_id = ?1 AND {key} IN (
                SELECT {key} FROM {name} WHERE tenant_id = ?1 AND {device} = ?2 LIMIT {AT_ONCE})
            RETURNING 1 AS gone"
        )
    }

    /// SQL: all rows of the listed devices go.
    fn listed(&self) -> String {
        let Self { name, device, .. } = self;
        format!(
            "DELETE FROM {name} WHERE (tenant_id, {device}) IN (
                SELECT value ->> 0, value ->> 1 FROM json_each(?1))"
        )
    }
}

/// The ids of the device that one id names now.
const IDS: &str = concat!(
    "SELECT ",
    current_device!("?1", "?2"),
    " AS id UNION ALL
    SELECT old_id FROM joined_devices WHERE tenant_id = ?1 AND device_id = ",
    current_device!("?1", "?2")
);

/// SQL: whether anything is held on a device.
fn held() -> String {
    let each = DEVICE_TABLES.iter().map(|DeviceTable { name, device, .. }| {
        format!("EXISTS (SELECT 1 FROM {name} WHERE tenant_id = ?1 AND {device} = ?2)")
    });
    format!("SELECT {} AS found", each.collect::<Vec<_>>().join(" OR "))
}

pub(super) fn statements() -> Vec<String> {
    let each = DEVICE_TABLES.iter().flat_map(|table| [table.some(), table.listed()]);
    each.chain([held(), IDS.into()]).chain(STRIKE_DEVICES.map(String::from)).collect()
}

/// Rows of one statement.
const AT_ONCE: usize = 1000;

/// Rounds of one request; what is left is for the schedule.
const ROUNDS: usize = 20;

/// What became of an erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// Nothing was held.
    Nothing,
    /// The device is gone, and more of its history is to go.
    Begun,
    /// Nothing is left.
    Completely,
}

#[derive(Deserialize)]
struct Found {
    found: u8,
}

#[derive(Deserialize)]
struct Gone {
    #[allow(dead_code)] // only their number matters
    gone: u8,
}

#[derive(Deserialize)]
struct Id {
    id: DeviceId,
}

#[derive(Deserialize)]
struct Note {
    tenant_id: TenantId,
    device_id: DeviceId,
}

impl Store {
    /// Every id of a device, the current one first: itself, and those that were joined with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ids_of(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
    ) -> Result<Vec<DeviceId>, Fatal> {
        let params = params![tenant.as_str(), device.as_str()];
        let rows: Vec<Id> = self.rows("ids of a device", IDS, params).await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// Erases everything that is held on a device, named by its current id, and
    /// tells webhooks that it did.
    ///
    /// # Errors
    /// When the database fails. Then some of it may be gone; asking again goes on.
    pub async fn erase_device(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
        messages: &Messages,
        now: Timestamp,
    ) -> Result<Erased, Fatal> {
        if !self.holds(tenant, device).await? {
            return Ok(Erased::Nothing);
        }
        let ids = params![tenant.as_str(), device.as_str()];
        // The names of other ids go with it: what is still under those goes, too.
        let former = self.ids_of(tenant, device).await?;
        let notes = [
            "INSERT OR IGNORE INTO erasures (tenant_id, device_id) VALUES (?1, ?2)",
            "INSERT OR IGNORE INTO erasures (tenant_id, device_id)
            SELECT tenant_id, old_id FROM joined_devices WHERE tenant_id = ?1 AND device_id = ?2",
            "DELETE FROM joined_devices WHERE tenant_id = ?1 AND device_id = ?2",
        ];
        let pair = to_json(&[(tenant.as_str(), device.as_str())])?;
        let siblings = FORGET_SIBLINGS.map(|sql| self.statement(sql, params![pair.as_str()]));
        let notes = notes.map(|sql| self.statement(sql, ids));
        let mut statements = siblings.into_iter().chain(notes).collect::<Result<Vec<_>, _>>()?;
        statements.extend(self.forgetting(tenant, device)?);
        statements.extend(self.telling_erasure(tenant, device, messages, now)?);
        let device_goes = "DELETE FROM devices WHERE tenant_id = ?1 AND id = ?2";
        statements.push(self.statement(device_goes, ids)?);
        self.batch("erasure", statements).await?;
        let mut rounds = ROUNDS;
        for id in &former {
            while !self.erasure_round(tenant, id).await? {
                rounds -= 1;
                if rounds == 0 {
                    return Ok(Erased::Begun);
                }
            }
        }
        Ok(Erased::Completely)
    }

    /// Goes on with the erasures and the joins that are not complete, by so many
    /// rounds at most; tells how many it took.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn go_on_erasing(&self, rounds: usize) -> Result<usize, Fatal> {
        for round in 0..rounds {
            let sql = "SELECT tenant_id, device_id FROM erasures LIMIT 1";
            let Some(note) = self.row::<Note>("erasures", sql, &[]).await? else {
                return Ok(round);
            };
            if !self.joining_round(&note.tenant_id, &note.device_id).await? {
                self.erasure_round(&note.tenant_id, &note.device_id).await?;
            }
        }
        Ok(rounds)
    }

    async fn holds(&self, tenant: &TenantId, device: &DeviceId) -> Result<bool, Fatal> {
        let ids = params![tenant.as_str(), device.as_str()];
        Ok(self.row::<Found>("erasure", held(), ids).await?.is_some_and(|found| found.found == 1))
    }

    /// Takes some rows of each table; true when nothing is left, and the note is gone too.
    async fn erasure_round(&self, tenant: &TenantId, device: &DeviceId) -> Result<bool, Fatal> {
        let statements = DEVICE_TABLES.iter().map(|table| self.some_of(table, tenant, device));
        let results = self.batch("erasure", statements.collect::<Result<_, _>>()?).await?;
        for result in &results {
            if rows_of::<Gone>("erasure", result)?.len() == AT_ONCE {
                return Ok(false);
            }
        }
        let sql = "DELETE FROM erasures WHERE tenant_id = ?1 AND device_id = ?2";
        let done = self.statement(sql, params![tenant.as_str(), device.as_str()])?;
        self.batch("erasure", vec![done]).await?;
        Ok(true)
    }

    fn some_of(
        &self,
        table: &DeviceTable,
        tenant: &TenantId,
        device: &DeviceId,
    ) -> Result<D1PreparedStatement, Failed> {
        self.statement(table.some(), params![tenant.as_str(), device.as_str()])
    }

    /// Statements that drop what hangs on devices, beside their histories, which
    /// end by themselves: for devices past their retention, `?1` being a JSON
    /// list of pairs of tenant and device.
    pub(super) fn dropping_devices(&self, pairs: &str) -> Result<Vec<D1PreparedStatement>, Failed> {
        let tables = DEVICE_TABLES.iter().filter(|table| !HISTORIES.contains(&table.name));
        let tables = tables.map(DeviceTable::listed);
        let others = STRIKE_DEVICES.into_iter().chain(FORGET_SIBLINGS).map(String::from);
        let all = others.chain(tables);
        all.map(|sql| self.statement(sql, params![pairs])).collect()
    }
}

/// What ends row by row with the retention of the site that it came through.
const HISTORIES: [&str; 2] = ["visits", "events"];
