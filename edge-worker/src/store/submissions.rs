//! The one transaction that stores a submission.

use edgeprint_signals::wire::{FlagReason, IdentityMethod, Network};
use serde::Deserialize;
use serde::de::IgnoredAny;
use worker::D1PreparedStatement;

use super::counts::{self, Tally};
use super::d1::{Failed, Store, params, rows_of, to_json};
use super::devices::{DeviceRecord, current_device, returning_device};
use super::evidence::EvidenceRecord;
use super::messages::Messages;
use super::spent_tokens::is_spent;
use super::usage::{Quota, is_used_up};
use super::velocity::day_before;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::identity::{Claim, Decision};
use crate::ids::{DeviceId, DomainId, RequestId, TenantId, TokenId};

/// SQL: the device that a submission belongs to, once its looks are claimed: the
/// one decided on, unless it was erased since; the claim's; or a new one.
macro_rules! decided_device {
    ($spare:literal) => {
        concat!(
            "COALESCE((SELECT id FROM devices WHERE tenant_id = ?1 AND id = ",
            current_device!("?1", "?2"),
            "), (SELECT device_id FROM fingerprints WHERE tenant_id = ?1 AND fingerprint = ?3), ",
            $spare,
            ")"
        )
    };
}
pub(super) use decided_device;

/// How long two submissions of one device can overlap, in seconds.
const AT_ONCE_SECONDS: f64 = 30.0;

/// How long after a submission its browser may send the same once more, in seconds.
const SECOND_TRY_SECONDS: f64 = 60.0;

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
    pub pace: Option<&'a str>,
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
    pub network_hash: Option<&'a str>,
    pub evidence: &'a EvidenceRecord,
    pub tallies: &'a [Tally],
    pub action: Option<&'a str>,
    pub linked_id: Option<&'a str>,
    pub quota: Option<u32>,
    pub created: &'a Messages,
    pub changed: &'a Messages,
}

impl SubmissionRecord<'_> {
    /// The looks that it claims, if it does.
    pub(super) fn claimed(&self) -> Option<&str> {
        self.decision.claim.as_ref().map(|claim| claim.looks.as_str())
    }
}

#[derive(Deserialize)]
struct Dropped {
    #[serde(rename = "device_id")]
    _device: IgnoredAny,
}

/// What became of a submission.
#[derive(Debug)]
pub enum Stored {
    /// It is stored, under this device.
    Device(Box<DeviceRecord>),
    /// Its token was spent before, and nothing was written.
    TokenSpent,
    /// A submission of its pace was stored meanwhile, and nothing was written.
    Copy,
    /// The site's quota is used up, and nothing was written.
    QuotaExceeded,
}

impl SubmissionRecord<'_> {
    fn quota(&self) -> Option<Quota<'_>> {
        let Self { tenant, domain, at, .. } = *self;
        self.quota.map(|most| Quota { tenant, domain, at, most })
    }
}

impl Store {
    /// Stores a submission: all of it or nothing.
    ///
    /// 1. The token is spent. Spent before, it takes the whole batch with it.
    /// 2. A new device claims its looks, unless another did so just now, and is counted.
    /// 3. A second id that was found out is joined with its device.
    /// 4. The device is added or brought up to date: the one that was decided
    ///    on, or the one that claimed the looks first.
    /// 5. The event is added, with what it rests on, and counted. If another of its
    ///    pace was added just now, that takes the whole batch with it.
    /// 6. The linker's memory of the device and of the tenant is brought up to date.
    ///
    /// A site with a quota counts the submission first; beyond the quota that
    /// takes the whole batch with it, too. Webhooks' messages go along in the batch.
    ///
    /// # Errors
    /// When the database fails, and then nothing is stored.
    pub async fn add_submission(&self, new: &SubmissionRecord<'_>) -> Result<Stored, Fatal> {
        // A device that was known may be erased meanwhile: nothing brings its id back.
        let is_new = new.decision.identity.method == IdentityMethod::New;
        let spare = if is_new { new.decision.device.clone() } else { DeviceId::mint()? };
        let mut statements = vec![self.spending(new.token, new.token_expires_at)?];
        statements.extend(new.quota().map(|quota| self.counting(quota)).transpose()?);
        if let Some(claim) = &new.decision.claim {
            statements.push(self.claim_looks(new, claim)?);
        }
        if is_new {
            statements.push(self.counting_arrival(new)?);
        }
        if let Some(left) = &new.decision.left {
            statements.push(self.counting_stranger(new.tenant, left, new.at)?);
        }
        if let Some(old) = &new.decision.joined {
            statements.extend(self.joining(new.tenant, old, &new.decision.device)?);
        }
        statements.extend(self.telling_change(new)?);
        let device_at = statements.len();
        statements.push(self.upsert_device(new, &spare)?);
        statements.push(self.insert_event(new, &spare)?);
        statements.push(self.insert_evidence(new.tenant, new.id, new.evidence)?);
        statements.push(counts::of_submission(self, new.tenant, new.id, new.at, new.tallies)?);
        statements.extend(self.telling_submission(new, &spare)?);
        if let Some(memory) = &new.decision.memory {
            statements.extend(self.remembering(new.tenant, new.fingerprint, memory)?);
        }
        let results = match self.batch("submission", statements).await {
            Err(failed) if is_spent(&failed) => return Ok(Stored::TokenSpent),
            Err(failed) if is_used_up(&failed) => return Ok(Stored::QuotaExceeded),
            Err(failed) if failed.is_duplicate("events.pace") => return Ok(Stored::Copy),
            other => other?,
        };
        let row = results.get(device_at).ok_or(Fatal::Broken("a batch answers each statement"))?;
        let device = rows_of::<DeviceRecord>("submission", row)?.pop();
        let device = device.ok_or(Fatal::Broken("an upsert returns its row"))?;
        Ok(Stored::Device(Box::new(device)))
    }

    /// Looks stay with the device that claimed them first while others may be
    /// under way that did not know it. Who knew it is somebody else.
    fn claim_looks(
        &self,
        new: &SubmissionRecord<'_>,
        claim: &Claim,
    ) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            "INSERT INTO fingerprints (tenant_id, fingerprint, device_id, created_at)
            VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (tenant_id, fingerprint) DO UPDATE
                SET device_id = excluded.device_id, created_at = excluded.created_at
                WHERE created_at < ?5
                    OR device_id IN (SELECT value FROM json_each(?6))
                    OR NOT EXISTS (SELECT 1 FROM devices
                        WHERE tenant_id = ?1 AND id = fingerprints.device_id)",
            params![
                new.tenant.as_str(),
                claim.looks.as_str(),
                new.decision.device.as_str(),
                new.at,
                new.at.as_f64() - 1000.0 * AT_ONCE_SECONDS,
                to_json(&claim.known)?.as_str(),
            ],
        )
    }

    fn upsert_device(
        &self,
        new: &SubmissionRecord<'_>,
        spare: &DeviceId,
    ) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            concat!(
                "INSERT INTO devices (tenant_id, id, domain_id, first_seen_domain_id, score,
                    confidence, reasons, identity_method, identity_confidence,
                    identity_candidates, country, city, network, created_at, last_submitted_at,
                    last_seen_at, visit_count, fingerprint, day_since, day_submissions,
                    day_countries)
                VALUES (?1, ",
                decided_device!("?16"),
                ", ?4, ?4, ?5, ?6, ?7, 'new', ?9, ?15, ?10, ?11, ?12, ?13, ?13, ?13, 1, ?17, ?13, 1,
                    IIF(?10 IS NULL, '[]', json_array(?10)))
                ON CONFLICT (tenant_id, id) DO UPDATE SET
                    domain_id = excluded.domain_id,
                    score = excluded.score,
                    confidence = excluded.confidence,
                    reasons = excluded.reasons,
                    identity_method = IIF(?8 = 'new', 'exact', ?8),
                    identity_confidence = IIF(?8 = 'new', ?14, excluded.identity_confidence),
                    identity_candidates = excluded.identity_candidates,
                    country = excluded.country,
                    city = excluded.city,
                    network = excluded.network,
                    last_submitted_at = excluded.last_submitted_at,
                    last_seen_at = excluded.last_seen_at,
                    visit_count = visit_count + 1,
                    fingerprint = excluded.fingerprint,
                    day_since = IIF(day_since > ?18, day_since, ?13),
                    day_submissions = IIF(day_since > ?18, day_submissions, 0) + 1,
                    day_countries = CASE
                        WHEN day_since <= ?18 THEN excluded.day_countries
                        WHEN ?10 IS NULL OR json_array_length(day_countries) >= 8 OR ?10 IN (
                            SELECT value FROM json_each(day_countries)) THEN day_countries
                        ELSE json_insert(day_countries, '$[#]', ?10) END,
                    day_strangers = IIF(day_since > ?18, day_strangers, 0)",
                returning_device!()
            ),
            params![
                new.tenant.as_str(),
                new.decision.known_device().map(DeviceId::as_str),
                new.claimed(),
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
                new.decision.claim.as_ref().map_or(0.0, |claim| claim.confidence),
                new.decision.identity.candidates,
                spare.as_str(),
                new.fingerprint,
                day_before(new.at),
            ],
        )
    }

    /// The device's row already holds the assessment, and the identity as it
    /// came out in the end.
    fn insert_event(
        &self,
        new: &SubmissionRecord<'_>,
        spare: &DeviceId,
    ) -> Result<D1PreparedStatement, Failed> {
        self.statement(
            concat!(
                "INSERT INTO events (tenant_id, id, domain_id, device_id, created_at, fingerprint,
                    coverage, score, confidence, reasons, identity_method, identity_confidence,
                    identity_candidates, collector, origin, country, city, network, address_hash, action,
                    linked_id, pace)
                SELECT tenant_id, ?4, domain_id, id, last_submitted_at, ?9, ?5, score, confidence,
                    reasons, identity_method, identity_confidence, identity_candidates, ?6, ?7, country, city, network, ?8, ?11, ?12, ?13
                FROM devices WHERE tenant_id = ?1 AND id = ",
                decided_device!("?10")
            ),
            params![
                new.tenant.as_str(),
                new.decision.known_device().map(DeviceId::as_str),
                new.claimed(),
                new.id.as_str(),
                new.coverage,
                new.collector,
                new.origin,
                new.address_hash,
                new.fingerprint,
                spare.as_str(),
                new.action,
                new.linked_id,
                new.pace,
            ],
        )
    }

    /// Lets a submission's readings come once more: its token is refused as spent,
    /// so the browser, whose answer got lost, gets another and sends them again.
    /// That is so once, and not long after they came first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn allow_second_try(
        &self,
        tenant: &TenantId,
        pace: &str,
        at: Timestamp,
    ) -> Result<(), Fatal> {
        let sql = "UPDATE OR IGNORE events SET pace = pace || '+'
            WHERE tenant_id = ?1 AND pace = ?2 AND created_at > ?3";
        let after = at.as_f64() - 1000.0 * SECOND_TRY_SECONDS;
        let statement = self.statement(sql, params![tenant.as_str(), pace, after])?;
        self.batch("second try", vec![statement]).await?;
        Ok(())
    }

    /// Drops up to `most` claims that were made long enough before `now`, and
    /// tells how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_claims(&self, now: Timestamp, most: u32) -> Result<usize, Fatal> {
        let sql = "DELETE FROM fingerprints WHERE (tenant_id, fingerprint) IN (
                SELECT tenant_id, fingerprint FROM fingerprints
                WHERE created_at < ?1 ORDER BY created_at LIMIT ?2)
            RETURNING device_id";
        let before = now.as_f64() - 2000.0 * AT_ONCE_SECONDS;
        let dropped: Vec<Dropped> = self.rows("drop claims", sql, params![before, most]).await?;
        Ok(dropped.len())
    }
}
