//! Drops what is past the retention of its site: of every tenant, in bounded
//! rounds, by index.

use serde::{Deserialize, Serialize};

use super::d1::{Failed, Store, params, to_json};
use crate::clock::Timestamp;
use crate::error::Fatal;

/// Rows of one round.
const AT_ONCE: usize = 1000;

#[derive(Deserialize, Serialize)]
struct Outdated(String, String);

#[derive(Deserialize)]
struct Row {
    tenant_id: String,
    id: String,
}

/// SQL: some rows of a table past the retention of their site.
macro_rules! outdated {
    ($table:literal, $index:literal, $time:literal) => {
        concat!(
            "SELECT t.tenant_id, t.id FROM site_retention s INDEXED BY sites_with_retention
                CROSS JOIN ",
            $table,
            " t INDEXED BY ",
            $index,
            " ON t.tenant_id = s.tenant_id AND t.domain_id = s.domain_id AND t.",
            $time,
            " < ?1 - s.retention_days * 86400000
            WHERE s.retention_days IS NOT NULL LIMIT 1000"
        )
    };
}

const OLD_DEVICES: &str = outdated!("devices", "devices_by_domain_seen", "last_seen_at");
const OLD_EVENTS: &str = outdated!("events", "events_by_domain", "created_at");
const OLD_VISITS: &str = outdated!("visits", "visits_by_domain", "created_at");

const DROP_EVENTS: &str = "DELETE FROM events WHERE (tenant_id, id) IN (
    SELECT value ->> 0, value ->> 1 FROM json_each(?1))";
const DROP_VISITS: &str = "DELETE FROM visits WHERE (tenant_id, id) IN (
    SELECT value ->> 0, value ->> 1 FROM json_each(?1))";

pub(super) const STATEMENTS: [&str; 5] =
    [OLD_DEVICES, OLD_EVENTS, OLD_VISITS, DROP_EVENTS, DROP_VISITS];

impl Store {
    /// Drops some devices past their retention, and what leads to them; tells
    /// whether there may be more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_devices(&self, now: Timestamp) -> Result<bool, Fatal> {
        let Some((pairs, more)) = self.outdated(OLD_DEVICES, now).await? else { return Ok(false) };
        self.batch("drop devices", self.dropping_devices(&pairs)?).await?;
        Ok(more)
    }

    /// Drops some submissions past their retention, with their evidence; tells
    /// whether there may be more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_events(&self, now: Timestamp) -> Result<bool, Fatal> {
        self.drop_history(OLD_EVENTS, DROP_EVENTS, now).await
    }

    /// Drops some visits past their retention; tells whether there may be more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_visits(&self, now: Timestamp) -> Result<bool, Fatal> {
        self.drop_history(OLD_VISITS, DROP_VISITS, now).await
    }

    async fn drop_history(
        &self,
        find: &'static str,
        drop: &'static str,
        now: Timestamp,
    ) -> Result<bool, Fatal> {
        let Some((pairs, more)) = self.outdated(find, now).await? else { return Ok(false) };
        let statement = self.statement(drop, params![pairs.as_str()])?;
        self.batch("drop history", vec![statement]).await?;
        Ok(more)
    }

    /// What is outdated, as a JSON list of pairs, and whether there may be more.
    async fn outdated(
        &self,
        sql: &'static str,
        now: Timestamp,
    ) -> Result<Option<(String, bool)>, Failed> {
        let rows: Vec<Row> = self.rows("outdated", sql, params![now]).await?;
        let more = rows.len() == AT_ONCE;
        let pairs: Vec<Outdated> =
            rows.into_iter().map(|row| Outdated(row.tenant_id, row.id)).collect();
        if pairs.is_empty() { Ok(None) } else { Ok(Some((to_json(&pairs)?, more))) }
    }
}
