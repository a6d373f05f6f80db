//! What of a submission is stored, and how.

use edgeprint_signals::ErrorCode;
use edgeprint_signals::wire::{CountDimension, WebhookEvent};

use super::collect::Collected;
use crate::app::App;
use crate::caller::Caller;
use crate::clock::Timestamp;
use crate::error::{Abort, AppError, Fatal};
use crate::ids::DeliveryId;
use crate::limits::Policy;
use crate::store::{
    CachedDevice, DeviceKey, DeviceRecord, EvidenceRecord, Messages, Quota, Spent, Stored,
    SubmissionRecord, Tally, Terms,
};
use crate::tokens::{SPENT_SECONDS, Submission};

/// What webhooks are told of a submission.
pub(super) struct Outbox {
    created: Messages,
    changed: Messages,
}

impl Outbox {
    pub fn of(terms: &Terms) -> Result<Self, Fatal> {
        Ok(Self {
            created: Messages::of(WebhookEvent::SubmissionCreated, &terms.hooks)?,
            changed: Messages::of(WebhookEvent::DeviceRiskChanged, &terms.hooks)?,
        })
    }

    pub fn ids(&self) -> Vec<DeliveryId> {
        self.created.ids().chain(self.changed.ids()).collect()
    }
}

/// Stores a submission with everything that is told of it, and spends its token.
/// `None` if it turns out to be a copy: nothing is stored then.
pub(super) async fn store(
    app: &App,
    caller: &Caller,
    collected: &Collected,
    messages: &Outbox,
) -> Result<Option<DeviceRecord>, AppError> {
    let Collected { submission, terms, print, browser, assessment, decision, request, .. } =
        collected;
    let connection = caller.connection();
    let network = caller.network();
    let evidence = EvidenceRecord::of(request, caller.headers(), *browser)?;
    let record = SubmissionRecord {
        id: caller.request_id(),
        tenant: &submission.tenant.id,
        domain: &submission.site,
        token: &submission.id,
        token_expires_at: end_of_token(caller),
        at: caller.at(),
        fingerprint: &print.text,
        coverage: u32::try_from(print.coverage).unwrap_or(u32::MAX),
        pace: print.pace.as_deref().filter(|_| !decision.copied),
        decision,
        score: assessment.score,
        confidence: assessment.confidence,
        reasons: &assessment.reasons,
        collector: &request.collector,
        origin: submission.origin.as_deref(),
        country: connection.country.as_deref(),
        city: connection.city.as_deref(),
        network: &network,
        address_hash: collected.address_hash.as_deref(),
        network_hash: collected.network_hash.as_deref(),
        evidence: &evidence,
        tallies: &tallies(caller, collected),
        action: request.action.as_deref(),
        linked_id: request.linked_id.as_deref(),
        quota: terms.daily_quota,
        created: &messages.created,
        changed: &messages.changed,
    };
    let store = app.config().store_of(&submission.tenant)?;
    match store.add_submission(&record).await? {
        Stored::Device(device) => Ok(Some(*device)),
        Stored::Copy => Ok(None),
        Stored::TokenSpent => {
            if let Some(pace) = &print.pace {
                store.allow_second_try(record.tenant, pace, record.at).await?;
            }
            Err(ErrorCode::TokenSpent.into())
        }
        Stored::QuotaExceeded => Err(quota_exceeded(caller, terms)),
    }
}

/// Spends the token of a submission that is not stored.
pub(super) async fn spend(
    app: &App,
    caller: &Caller,
    submission: &Submission,
    terms: &Terms,
) -> Result<(), AppError> {
    let Submission { id, tenant, site: domain, .. } = submission;
    let (at, tenant_id) = (caller.at(), &tenant.id);
    let quota = terms.daily_quota.map(|most| Quota { tenant: tenant_id, domain, at, most });
    match app.config().store_of(tenant)?.spend_token(id, end_of_token(caller), quota).await? {
        Spent::Now => Ok(()),
        Spent::Before => Err(ErrorCode::TokenSpent.into()),
        Spent::QuotaExceeded => Err(quota_exceeded(caller, terms)),
    }
}

fn quota_exceeded(caller: &Caller, terms: &Terms) -> AppError {
    let policy = Policy::daily(terms.daily_quota.unwrap_or_default());
    Abort::quota_exceeded(policy, caller.at().seconds_of_day_left()).into()
}

/// When no token that is accepted now is good any more.
fn end_of_token(caller: &Caller) -> Timestamp {
    caller.at().plus_seconds(SPENT_SECONDS)
}

/// What the day's counters learn of a submission.
fn tallies(caller: &Caller, collected: &Collected) -> Vec<Tally> {
    let Collected { assessment, browser, .. } = collected;
    let mut tallies = vec![
        Tally::new(CountDimension::Submissions, "all"),
        Tally::new(CountDimension::RiskLevel, assessment.level.name()),
        Tally::country(caller.connection().country.as_deref()),
        Tally::new(CountDimension::Browser, browser.name()),
    ];
    let flags = assessment.flags().into_iter();
    tallies.extend(flags.map(|flag| Tally::new(CountDimension::Flag, flag)));
    tallies
}

/// Puts the device where backends look first.
pub(super) async fn remember(app: &App, collected: &Collected, device: &DeviceRecord) {
    let Some(cache) = app.config().cache() else { return };
    // A second id leads to the device at once.
    for name in [Some(device.id()), collected.decision.joined.as_ref()].into_iter().flatten() {
        let tenant = collected.submission.tenant.id.clone();
        let key = DeviceKey { tenant, device: name.clone() };
        cache.put::<CachedDevice>(&key, device, CachedDevice::SECONDS).await;
    }
}
