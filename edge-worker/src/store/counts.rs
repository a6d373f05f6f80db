//! Counters by day, for charts. They hold no identifier, and stay when what
//! they were counted from is erased or past its retention.
//!
//! Every value is one of a small set, so a site has some dozens of rows a day.

use edgeprint_signals::wire::CountDimension;
use serde::Serialize;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params, to_json};
use crate::clock::Timestamp;
use crate::ids::{RequestId, TenantId};
use crate::query::UNKNOWN;

/// One to be added to a counter: what is counted, and which value of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally(CountDimension, String);

impl Tally {
    /// One more of this value.
    #[must_use]
    pub fn new(dimension: CountDimension, value: impl Into<String>) -> Self {
        Self(dimension, value.into())
    }

    /// One more from this country; what cannot be a country's code is `unknown`.
    #[must_use]
    pub fn country(code: Option<&str>) -> Self {
        let is_code =
            |code: &&str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphanumeric());
        Self::new(CountDimension::Country, code.filter(is_code).unwrap_or(UNKNOWN))
    }
}

/// Counts a submission, in the batch that stores it. How its device was told
/// is known there only.
pub(super) fn of_submission(
    store: &Store,
    tenant: &TenantId,
    event: &RequestId,
    at: Timestamp,
    tallies: &[Tally],
) -> Result<D1PreparedStatement, Failed> {
    store.statement(
        "INSERT INTO daily_counts (tenant_id, domain_id, day, dimension, value, count)
        SELECT e.tenant_id, e.domain_id, ?3, t.value ->> 0, t.value ->> 1, 1
            FROM events e, json_each(?4) t WHERE e.tenant_id = ?1 AND e.id = ?2
        UNION ALL
        SELECT e.tenant_id, e.domain_id, ?3, 'identity', e.identity_method, 1
            FROM events e WHERE e.tenant_id = ?1 AND e.id = ?2
        UNION ALL
        SELECT e.tenant_id, e.domain_id, ?3, 'device',
            IIF(e.identity_method = 'new', 'new', 'returning'), 1
            FROM events e WHERE e.tenant_id = ?1 AND e.id = ?2
        ON CONFLICT DO UPDATE SET count = count + 1",
        params![tenant.as_str(), event.as_str(), at.to_day().as_str(), to_json(tallies)?.as_str()],
    )
}

/// Counts a visit, if the batch stored it.
pub(super) fn of_visit(
    store: &Store,
    tenant: &TenantId,
    visit: &RequestId,
    at: Timestamp,
) -> Result<D1PreparedStatement, Failed> {
    store.statement(
        "INSERT INTO daily_counts (tenant_id, domain_id, day, dimension, value, count)
        SELECT tenant_id, domain_id, ?3, 'visits', 'all', 1
            FROM visits WHERE tenant_id = ?1 AND id = ?2
        ON CONFLICT DO UPDATE SET count = count + 1",
        params![tenant.as_str(), visit.as_str(), at.to_day().as_str()],
    )
}
