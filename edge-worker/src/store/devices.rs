//! Devices: looked up by backends, touched by visits.

use edgeprint_signals::RiskLevel;
use edgeprint_signals::wire::{Device, FlagReason, Identity, IdentityMethod, Network};
use serde::{Deserialize, Serialize};

use super::counts;
use super::d1::{Store, params, rows_of, to_json};
use super::scan::Placed;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeviceId, DomainId, RequestId, TenantId};
use crate::query::{DeviceFilter, DeviceSort, Position};

/// SQL: whether device `d`, last seen on site `s`, is within its retention at a time.
macro_rules! kept {
    ($now:literal) => {
        concat!(
            "(s.retention_days IS NULL OR d.last_seen_at >= ",
            $now,
            " - s.retention_days * 86400000)"
        )
    };
}
pub(super) use kept;

/// SQL: the device that an id names now: itself, or the one it was joined with.
macro_rules! current_device {
    ($tenant:literal, $id:literal) => {
        concat!(
            "COALESCE((SELECT device_id FROM joined_devices WHERE tenant_id = ",
            $tenant,
            " AND old_id = ",
            $id,
            "), ",
            $id,
            ")"
        )
    };
}
pub(super) use current_device;

/// SQL: a device's row and the retention of the site where it was last seen.
macro_rules! returning_device {
    () => {
        " RETURNING *, (SELECT retention_days FROM site_retention s WHERE s.domain_id = devices.domain_id)
            AS retention_days"
    };
}
pub(super) use returning_device;

/// A device as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeviceRecord {
    id: DeviceId,
    domain_id: String,
    first_seen_domain_id: String,
    score: u8,
    confidence: f64,
    reasons: String,
    identity_method: IdentityMethod,
    identity_confidence: f64,
    #[serde(default)]
    identity_candidates: u32,
    country: Option<String>,
    city: Option<String>,
    network: String,
    created_at: Timestamp,
    last_submitted_at: Timestamp,
    last_seen_at: Timestamp,
    visit_count: u32,
    retention_days: Option<u32>,
    fingerprint: Option<String>,
}

/// A visit to be stored.
#[derive(Debug)]
#[allow(missing_docs)] // the columns of the table
pub struct Visit<'a> {
    pub id: &'a RequestId,
    pub tenant: &'a TenantId,
    pub domain: &'a DomainId,
    pub device: &'a DeviceId,
    pub at: Timestamp,
    pub origin: Option<&'a str>,
    pub country: Option<&'a str>,
    pub city: Option<&'a str>,
    pub network: &'a Network,
    pub address_hash: Option<&'a str>,
}

impl DeviceRecord {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &DeviceId {
        &self.id
    }

    /// The fingerprint of its last submission.
    #[must_use]
    pub fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }

    /// Its place in a list.
    #[must_use]
    pub fn place(&self, filter: &DeviceFilter) -> Position {
        self.position(filter.sort.column())
    }

    /// How the id was decided at the last submission.
    #[must_use]
    pub const fn identity(&self) -> Identity {
        Identity {
            method: self.identity_method,
            confidence: self.identity_confidence,
            candidates: self.identity_candidates,
        }
    }

    /// Whether it may still be shown: it ends with the retention of the site
    /// where it was last seen.
    #[must_use]
    pub fn is_kept(&self, now: Timestamp) -> bool {
        self.retention_days.is_none_or(|days| now <= self.last_seen_at.plus_days(days))
    }

    /// The device as backends see it.
    ///
    /// # Errors
    /// When what is stored is not what was stored.
    pub fn to_device(&self) -> Result<Device, Fatal> {
        let broken = |_| Fatal::Broken("stored JSON can be read");
        let reasons: Vec<FlagReason> = serde_json::from_str(&self.reasons).map_err(broken)?;
        let network: Network = serde_json::from_str(&self.network).map_err(broken)?;
        Ok(Device {
            device_id: self.id.to_string(),
            domain_id: self.domain_id.clone(),
            score: self.score,
            risk_level: RiskLevel::of_score(self.score),
            confidence: self.confidence,
            flags: reasons.iter().map(|reason| reason.flag.clone()).collect(),
            country: self.country.clone(),
            city: self.city.clone(),
            created_at: self.created_at.to_iso(),
            last_submitted_at: self.last_submitted_at.to_iso(),
            last_seen_at: self.last_seen_at.to_iso(),
            identity: self.identity(),
            reasons,
            network,
            first_seen_domain_id: self.first_seen_domain_id.clone(),
            visit_count: self.visit_count,
        })
    }
}

impl DeviceSort {
    /// The column that holds what is ordered by.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Created => "created_at",
            Self::LastSeen => "last_seen_at",
            Self::Score => "score",
        }
    }
}

impl Placed for DeviceRecord {
    fn position(&self, key: &str) -> Position {
        let key = match key {
            "last_seen_at" => self.last_seen_at.as_ms(),
            "score" => self.score.into(),
            _ => self.created_at.as_ms(),
        };
        Position { key, id: self.id.to_string() }
    }
}

impl Store {
    /// A device of a tenant, whether it is within its retention or not. By an
    /// id that was joined with it, too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn device(
        &self,
        tenant: &TenantId,
        id: &DeviceId,
    ) -> Result<Option<DeviceRecord>, Fatal> {
        let sql = concat!(
            "SELECT d.*, s.retention_days
            FROM devices d LEFT JOIN site_retention s ON s.domain_id = d.domain_id
            WHERE d.tenant_id = ?1 AND d.id = ",
            current_device!("?1", "?2")
        );
        Ok(self.row("device", sql, params![tenant.as_str(), id.as_str()]).await?)
    }

    /// Stores a visit and touches its device; `None` if the device is gone.
    ///
    /// # Errors
    /// When the database fails, and then nothing is stored.
    pub async fn add_visit(&self, visit: Visit<'_>) -> Result<Option<DeviceRecord>, Fatal> {
        let (tenant, device) = (visit.tenant.as_str(), visit.device.as_str());
        let touch = self.statement(
            concat!(
                "UPDATE devices SET domain_id = ?3, last_seen_at = ?4, visit_count = visit_count + 1
                WHERE tenant_id = ?1 AND id = ",
                current_device!("?1", "?2"),
                " AND EXISTS (
                    SELECT 1 FROM devices d LEFT JOIN site_retention s ON s.domain_id = d.domain_id
                    WHERE d.tenant_id = ?1 AND d.id = devices.id AND ",
                kept!("?4"),
                ")",
                returning_device!()
            ),
            params![tenant, device, visit.domain.as_str(), visit.at],
        )?;
        // The time shows that the statement before found the device within its retention.
        let insert = self.statement(
            concat!(
                "INSERT INTO visits (tenant_id, id, domain_id, device_id, created_at, address_hash,
                    origin, country, city, network)
                SELECT tenant_id, ?3, domain_id, id, last_seen_at, ?5, ?6, ?7, ?8, ?9 FROM devices
                WHERE tenant_id = ?1 AND last_seen_at = ?4 AND id = ",
                current_device!("?1", "?2")
            ),
            params![
                tenant,
                device,
                visit.id.as_str(),
                visit.at,
                visit.address_hash,
                visit.origin,
                visit.country,
                visit.city,
                to_json(visit.network)?.as_str(),
            ],
        )?;
        let count = counts::of_visit(self, visit.tenant, visit.id, visit.at)?;
        let results = self.batch("visit", vec![touch, insert, count]).await?;
        let touched = results.first().ok_or(Fatal::Broken("a batch answers each statement"))?;
        Ok(rows_of("visit", touched)?.pop())
    }
}
