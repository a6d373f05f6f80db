//! The one transaction that stores a submission.

use edgeprint_signals::wire::{FlagReason, Network};
use serde::Serialize;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params, rows_of};
use super::devices::{DeviceRecord, returning_device};
use super::spent_tokens::is_spent;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::identity::Decision;
use crate::ids::{DeviceId, DomainId, RequestId, TenantId, TokenId};

/// SQL: the device that a submission belongs to, once its fingerprint is claimed.
macro_rules! decided_device {
    () => {
        "COALESCE(?2, (SELECT device_id FROM fingerprints
            WHERE tenant_id = ?1 AND fingerprint = ?3))"
    };
}

/// A submission to be stored.
#[derive(Debug)]
#[allow(missing_docs)] // the columns of the tables
pub struct SubmissionRecord<'a> {
    pub id: &'a RequestId,
    pub tenant: &'a TenantId,
    pub domain: &'a DomainId,
    pub token: &'a TokenId,
    pub token_expires_at: Timestamp,
    pub at: Timestamp,
    pub fingerprint: &'a str,
    pub coverage: u32,
    pub decision: &'a Decision,
    pub score: u8,
    pub confidence: f64,
    pub reasons: &'a [FlagReason],
    pub collector: &'a str,
    pub origin: Option<&'a str>,
    pub country: Option<&'a str>,
    pub city: Option<&'a str>,
    pub network: &'a Network,
    pub address_hash: Option<&'a str>,
}

/// What became of a submission.
#[derive(Debug)]
pub enum Stored {
    /// It is stored, under this device.
    Device(Box<DeviceRecord>),
    /// Its token was spent before, and nothing was written.
    TokenSpent,
}

impl Store {
    /// Stores a submission: all of it or nothing.
    ///
    /// 1. The token is spent. Spent before, it takes the whole batch with it.
    /// 2. The fingerprint is claimed, unless a device has it already.
    /// 3. The device is added or brought up to date: the one that was decided
    ///    on, or the one that claimed the fingerprint first.
    /// 4. The event is added.
    ///
    /// # Errors
    /// When the database fails, and then nothing is stored.
    pub async fn add_submission(&self, new: &SubmissionRecord<'_>) -> Result<Stored, Fatal> {
        let mut statements = vec![self.spending(new.token, new.token_expires_at)?];
        if new.decision.claim.is_some() {
            statements.push(self.claim_fingerprint(new)?);
        }
        let device_at = statements.len();
        statements.push(self.upsert_device(new)?);
        statements.push(self.insert_event(new)?);
        let results = match self.batch("submission", statements).await {
            Err(failed) if is_spent(&failed) => return Ok(Stored::TokenSpent),
            other => other?,
        };
        let row = results.get(device_at).ok_or(Fatal::Broken("a batch answers each statement"))?;
        let device = rows_of::<DeviceRecord>("submission", row)?.pop();
        let device = device.ok_or(Fatal::Broken("an upsert returns its row"))?;
        Ok(Stored::Device(Box::new(device)))
    }

    /// A fingerprint stays with the device that claimed it first, unless that
    /// device is the outdated one that was found before.
    fn claim_fingerprint(&self, new: &SubmissionRecord<'_>) -> Result<D1PreparedStatement, Failed> {
        let outdated = new.decision.claim.as_ref().and_then(|claim| claim.outdated.as_ref());
        self.statement(
            "INSERT INTO fingerprints (tenant_id, fingerprint, device_id, created_at)
            VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (tenant_id, fingerprint) DO UPDATE
                SET device_id = excluded.device_id, created_at = excluded.created_at
                WHERE device_id = ?5",
            params![
                new.tenant.as_str(),
                new.fingerprint,
                new.decision.device.as_str(),
                new.at,
                outdated.map(DeviceId::as_str),
            ],
        )
    }

    fn upsert_device(&self, new: &SubmissionRecord<'_>) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            concat!(
                "INSERT INTO devices (tenant_id, id, domain_id, first_seen_domain_id, score,
                    confidence, reasons, identity_method, identity_confidence, country, city,
                    network, created_at, last_submitted_at, last_seen_at, visit_count)
                VALUES (?1, ",
                decided_device!(),
                ", ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?13, 1)
                ON CONFLICT (tenant_id, id) DO UPDATE SET
                    domain_id = excluded.domain_id,
                    score = excluded.score,
                    confidence = excluded.confidence,
                    reasons = excluded.reasons,
                    identity_method = IIF(?8 = 'new', 'exact', ?8),
                    identity_confidence = excluded.identity_confidence,
                    country = excluded.country,
                    city = excluded.city,
                    network = excluded.network,
                    last_submitted_at = excluded.last_submitted_at,
                    last_seen_at = excluded.last_seen_at,
                    visit_count = visit_count + 1",
                returning_device!()
            ),
            params![
                new.tenant.as_str(),
                new.decision.known_device().map(DeviceId::as_str),
                new.fingerprint,
                new.domain.as_str(),
                u32::from(new.score),
                new.confidence,
                to_json(&new.reasons)?.as_str(),
                new.decision.method_name(),
                new.decision.identity.confidence,
                new.country,
                new.city,
                to_json(new.network)?.as_str(),
                new.at,
            ],
        )
    }

    /// The device's row already holds the assessment, and the identity as it
    /// came out in the end.
    fn insert_event(&self, new: &SubmissionRecord<'_>) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            concat!(
                "INSERT INTO events (tenant_id, id, domain_id, device_id, created_at, fingerprint,
                    coverage, score, confidence, reasons, identity_method, identity_confidence,
                    collector, origin, country, city, network, address_hash)
                SELECT tenant_id, ?4, domain_id, id, last_submitted_at, ?3, ?5, score, confidence,
                    reasons, identity_method, identity_confidence, ?6, ?7, country, city, network, ?8
                FROM devices WHERE tenant_id = ?1 AND id = ",
                decided_device!()
            ),
            params![
                new.tenant.as_str(),
                new.decision.known_device().map(DeviceId::as_str),
                new.fingerprint,
                new.id.as_str(),
                new.coverage,
                new.collector,
                new.origin,
                new.address_hash,
            ],
        )
    }
}

fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, Failed> {
    serde_json::to_string(value).map_err(|error| Failed::to_write(&error))
}
