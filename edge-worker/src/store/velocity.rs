//! How often things happen: written with each submission, read with the next.

use serde::Deserialize;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params};
use super::submissions::SubmissionRecord;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeviceId, TenantId};

/// A device's day, in milliseconds.
const DAY: f64 = 86_400_000.0;

/// Drops some hours that are over, and tells what it dropped.
pub(super) const DROP_ARRIVALS: &str = "DELETE FROM arrivals
    WHERE (hour, tenant_id, network) IN (
        SELECT hour, tenant_id, network FROM arrivals WHERE hour < ?1 LIMIT ?2)
    RETURNING hour";

#[derive(Deserialize)]
struct Dropped {
    #[allow(dead_code)] // only their number matters
    hour: f64,
}

/// The hour that a time is in.
pub(super) fn hour_of(at: Timestamp) -> f64 {
    (at.as_f64() / 3_600_000.0).floor()
}

/// A device's day that began at this time or before is over.
pub(super) fn day_before(at: Timestamp) -> f64 {
    at.as_f64() - DAY
}

impl Store {
    /// Counts a new device: for its network, if that is known, and for the tenant.
    pub(super) fn counting_arrival(
        &self,
        new: &SubmissionRecord<'_>,
    ) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            "INSERT INTO arrivals (hour, tenant_id, network, devices)
            SELECT ?1, ?2, value, 1 FROM json_each(json_array('', ?3)) WHERE value IS NOT NULL
            ON CONFLICT (hour, tenant_id, network) DO UPDATE SET devices = devices + 1",
            params![hour_of(new.at), new.tenant.as_str(), new.network_hash],
        )
    }

    /// Counts that another machine holds a device's token.
    pub(super) fn counting_stranger(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
        at: Timestamp,
    ) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            "UPDATE devices SET
                day_strangers = IIF(day_since > ?4, day_strangers, 0) + 1,
                day_submissions = IIF(day_since > ?4, day_submissions, 0),
                day_countries = IIF(day_since > ?4, day_countries, '[]'),
                day_since = IIF(day_since > ?4, day_since, ?3)
            WHERE tenant_id = ?1 AND id = ?2",
            params![tenant.as_str(), device.as_str(), at, day_before(at)],
        )
    }

    /// Drops up to `most` counts of hours that are over, and tells how many
    /// there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_arrivals(&self, now: Timestamp, most: u32) -> Result<usize, Fatal> {
        let before = hour_of(now) - 1.0;
        let params = params![before, most];
        let dropped: Vec<Dropped> = self.rows("drop arrivals", DROP_ARRIVALS, params).await?;
        Ok(dropped.len())
    }
}
