//! Ids that turn out to be one device's: the second becomes another name of the first.
//!
//! What happened under the second id is moved, the newest within the
//! submission's own transaction, and no more of it than that can bear. A note
//! remembers that there is more, and upkeep moves it round by round. Cut short
//! anywhere, both ids lead to the device, and every row is under one of them.

use serde::Deserialize;
use serde::de::IgnoredAny;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params, rows_of};
use crate::error::Fatal;
use crate::ids::{DeviceId, TenantId};

/// Rows of one history that go along with the submission that finds the join.
const AT_FIRST: u32 = 200;
/// Rows of one history in one round of upkeep.
const AT_ONCE: u32 = 1000;

/// What is moved: what happened under an id.
const HISTORIES: [&str; 2] = ["events", "visits"];

/// SQL: whether `?2` was joined with `?3`.
macro_rules! joined {
    () => {
        "EXISTS (SELECT 1 FROM joined_devices j
            WHERE j.tenant_id = ?1 AND j.old_id = ?2 AND j.device_id = ?3)"
    };
}

/// SQL: the newest rows of a history, up to `?3`, go from the id `?2` to the
/// device that it was joined with, if it was.
fn moving(history: &str) -> String {
    format!(
        "UPDATE {history} SET device_id = (
            SELECT device_id FROM joined_devices WHERE tenant_id = ?1 AND old_id = ?2)
        WHERE tenant_id = ?1 AND id IN (
                SELECT id FROM {history} WHERE tenant_id = ?1 AND device_id = ?2
                ORDER BY created_at DESC LIMIT ?3)
            AND EXISTS (SELECT 1 FROM joined_devices WHERE tenant_id = ?1 AND old_id = ?2)
        RETURNING 1 AS moved"
    )
}

/// SQL: whether anything is still under the id `?2`.
const SOME_LEFT: &str = "(EXISTS (SELECT 1 FROM events WHERE tenant_id = ?1 AND device_id = ?2)
        OR EXISTS (SELECT 1 FROM visits WHERE tenant_id = ?1 AND device_id = ?2))";

pub(super) fn statements() -> Vec<String> {
    HISTORIES.map(moving).into()
}

#[derive(Deserialize)]
struct Moved {
    #[serde(rename = "moved")]
    _moved: IgnoredAny,
}

#[derive(Deserialize)]
struct Joined {
    #[serde(rename = "device_id")]
    _device: IgnoredAny,
}

impl Store {
    /// Statements that make `old` a second name of `device`: what happened under
    /// it happened to the device.
    pub(super) fn joining(
        &self,
        tenant: &TenantId,
        old: &DeviceId,
        device: &DeviceId,
    ) -> Result<Vec<D1PreparedStatement>, Failed> {
        // Either may be erased by now: then nothing is joined, and no id comes back.
        const NAMES: [&str; 2] = [
            "INSERT OR REPLACE INTO joined_devices (tenant_id, old_id, device_id)
            SELECT ?1, ?2, ?3
            WHERE EXISTS (SELECT 1 FROM devices WHERE tenant_id = ?1 AND id = ?2)
                AND EXISTS (SELECT 1 FROM devices WHERE tenant_id = ?1 AND id = ?3)",
            concat!(
                "UPDATE joined_devices SET device_id = ?3
                WHERE tenant_id = ?1 AND device_id = ?2 AND ",
                joined!()
            ),
        ];
        const DEVICES: [&str; 2] = [
            "UPDATE devices SET
                created_at = MIN(devices.created_at, old.created_at),
                visit_count = devices.visit_count + old.visit_count
            FROM devices old WHERE old.tenant_id = ?1 AND old.id = ?2
                AND devices.tenant_id = ?1 AND devices.id = ?3",
            concat!(
                "DELETE FROM devices WHERE tenant_id = ?1 AND id = ?2 AND ?3 <> ?2 AND ",
                joined!()
            ),
        ];
        let ids = params![tenant.as_str(), old.as_str(), device.as_str()];
        let mut statements: Vec<D1PreparedStatement> = self.forgetting(tenant, old)?.into();
        for sql in NAMES {
            statements.push(self.statement(sql, ids)?);
        }
        for history in HISTORIES {
            let some = params![tenant.as_str(), old.as_str(), AT_FIRST];
            statements.push(self.statement(moving(history), some)?);
        }
        let note = format!(
            "INSERT OR IGNORE INTO erasures (tenant_id, device_id)
            SELECT ?1, ?2 WHERE {} AND {SOME_LEFT}",
            joined!()
        );
        statements.push(self.statement(note, ids)?);
        for sql in DEVICES {
            statements.push(self.statement(sql, ids)?);
        }
        Ok(statements)
    }

    /// Moves some of what is left under an id that was joined with a device;
    /// true when the id was joined, and there was something to do or to end.
    ///
    /// # Errors
    /// When the database fails. Asking again goes on.
    pub(super) async fn joining_round(
        &self,
        tenant: &TenantId,
        old: &DeviceId,
    ) -> Result<bool, Fatal> {
        let ids = params![tenant.as_str(), old.as_str()];
        let sql = "SELECT device_id FROM joined_devices WHERE tenant_id = ?1 AND old_id = ?2";
        if self.row::<Joined>("join", sql, ids).await?.is_none() {
            return Ok(false);
        }
        let some = params![tenant.as_str(), old.as_str(), AT_ONCE];
        let mut statements = Vec::new();
        for history in HISTORIES {
            statements.push(self.statement(moving(history), some)?);
        }
        // Erased meanwhile, the rest is still here: then the note stays, for it to go.
        let done = format!(
            "DELETE FROM erasures WHERE tenant_id = ?1 AND device_id = ?2 AND NOT {SOME_LEFT}"
        );
        statements.push(self.statement(done, ids)?);
        let results = self.batch("join", statements).await?;
        for result in results.iter().take(HISTORIES.len()) {
            rows_of::<Moved>("join", result)?;
        }
        Ok(true)
    }
}
