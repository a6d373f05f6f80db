//! Submissions and visits as stored, and a submission with its evidence.

use edgeprint_signals::RiskLevel;
use edgeprint_signals::wire::{
    Event, EventDetail, EventEvidence, FlagReason, Identity, IdentityMethod, Visit,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::d1::{Store, params};
use super::scan::Placed;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeviceId, RequestId, TenantId};
use crate::query::Position;

/// Some submissions of a device with their evidence, newest first.
pub(super) const IN_FULL: &str =
    "SELECT t.*, s.retention_days, e.headers, e.components, e.custom, e.metadata
    FROM events t INDEXED BY events_by_device LEFT JOIN site_retention s ON s.domain_id = t.domain_id
        LEFT JOIN evidence e ON e.tenant_id = t.tenant_id AND e.event_id = t.id
    WHERE t.tenant_id = ?1 AND t.device_id = ?2 AND (t.created_at, t.id) < (?3, ?4)
    ORDER BY t.created_at DESC, t.id DESC LIMIT ?5";

/// A submission as stored.
#[derive(Clone, Debug, Deserialize)]
pub struct EventRecord {
    id: String,
    domain_id: String,
    device_id: String,
    created_at: Timestamp,
    fingerprint: String,
    coverage: u32,
    score: u8,
    confidence: f64,
    reasons: String,
    identity_method: IdentityMethod,
    identity_confidence: f64,
    identity_candidates: u32,
    collector: String,
    origin: Option<String>,
    country: Option<String>,
    city: Option<String>,
    network: String,
    action: Option<String>,
    linked_id: Option<String>,
    retention_days: Option<u32>,
    // Beside the event, where they are asked for.
    #[serde(default)]
    headers: Option<String>,
    #[serde(default)]
    components: Option<String>,
    #[serde(default)]
    custom: Option<String>,
    #[serde(default)]
    metadata: Option<String>,
}

/// A visit as stored.
#[derive(Clone, Debug, Deserialize)]
pub struct VisitRecord {
    id: String,
    domain_id: String,
    device_id: String,
    created_at: Timestamp,
    origin: Option<String>,
    country: Option<String>,
    city: Option<String>,
    network: Option<String>,
    retention_days: Option<u32>,
}

impl EventRecord {
    /// Its place among the submissions of its device.
    #[must_use]
    pub fn place(&self) -> Position {
        self.position("created_at")
    }

    /// Whether it may still be shown: it ends with the retention of its site.
    #[must_use]
    pub fn is_kept(&self, now: Timestamp) -> bool {
        self.retention_days.is_none_or(|days| now <= self.created_at.plus_days(days))
    }

    /// The submission as backends see it.
    ///
    /// # Errors
    /// When what is stored is not what was stored.
    pub fn into_event(self) -> Result<Event, Fatal> {
        let reasons: Vec<FlagReason> = read(&self.reasons)?;
        Ok(Event {
            request_id: self.id,
            device_id: self.device_id,
            domain_id: self.domain_id,
            created_at: self.created_at.to_iso(),
            fingerprint: self.fingerprint,
            coverage: self.coverage,
            score: self.score,
            risk_level: RiskLevel::of_score(self.score),
            confidence: self.confidence,
            flags: reasons.iter().map(|reason| reason.flag.clone()).collect(),
            reasons,
            identity: Identity {
                method: self.identity_method,
                confidence: self.identity_confidence,
                candidates: self.identity_candidates,
            },
            collector: self.collector,
            origin: self.origin,
            country: self.country,
            city: self.city,
            network: read(&self.network)?,
            action: self.action,
            linked_id: self.linked_id,
        })
    }

    /// The submission with what it rested on.
    ///
    /// # Errors
    /// When what is stored is not what was stored.
    pub fn into_detail(mut self) -> Result<EventDetail, Fatal> {
        let evidence = match (self.headers.take(), self.components.take()) {
            (Some(headers), Some(components)) => Some(EventEvidence {
                headers: read(&headers)?,
                components: read(&components)?,
                custom: self.custom.take().as_deref().map(read).transpose()?,
                metadata: self.metadata.take().as_deref().map(read).transpose()?,
            }),
            _ => None,
        };
        Ok(EventDetail { event: self.into_event()?, evidence })
    }
}

impl VisitRecord {
    /// Whether it may still be shown: it ends with the retention of its site.
    #[must_use]
    pub fn is_kept(&self, now: Timestamp) -> bool {
        self.retention_days.is_none_or(|days| now <= self.created_at.plus_days(days))
    }

    /// The visit as backends see it.
    ///
    /// # Errors
    /// When what is stored is not what was stored.
    pub fn into_visit(self) -> Result<Visit, Fatal> {
        Ok(Visit {
            request_id: self.id,
            device_id: self.device_id,
            domain_id: self.domain_id,
            created_at: self.created_at.to_iso(),
            origin: self.origin,
            country: self.country,
            city: self.city,
            network: self.network.as_deref().map(read).transpose()?.unwrap_or_default(),
        })
    }
}

impl Placed for EventRecord {
    fn position(&self, _: &str) -> Position {
        Position { key: self.created_at.as_ms(), id: self.id.clone() }
    }
}

impl Placed for VisitRecord {
    fn position(&self, _: &str) -> Position {
        Position { key: self.created_at.as_ms(), id: self.id.clone() }
    }
}

impl Store {
    /// A submission of a tenant with its evidence, whether it is within its retention or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn event(
        &self,
        tenant: &TenantId,
        id: &RequestId,
    ) -> Result<Option<EventRecord>, Fatal> {
        let sql = "SELECT t.*, s.retention_days, e.headers, e.components, e.custom, e.metadata
            FROM events t LEFT JOIN site_retention s ON s.domain_id = t.domain_id
                LEFT JOIN evidence e ON e.tenant_id = t.tenant_id AND e.event_id = t.id
            WHERE t.tenant_id = ?1 AND t.id = ?2";
        Ok(self.row("event", sql, params![tenant.as_str(), id.as_str()]).await?)
    }

    /// Some submissions of a device with their evidence, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn events_in_full(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
        before: Option<&Position>,
        most: u32,
    ) -> Result<Vec<EventRecord>, Fatal> {
        // Later than any time that a submission can have.
        let key = before.map_or(i64::from(u32::MAX) * 1000, |place| place.key);
        let id = before.map_or("", |place| place.id.as_str());
        let params = params![tenant.as_str(), device.as_str(), Timestamp::from_ms(key), id, most];
        Ok(self.rows("events in full", IN_FULL, params).await?)
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fatal> {
    serde_json::from_str(text).map_err(|_| Fatal::Broken("stored JSON can be read"))
}
