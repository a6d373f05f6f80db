//! D1 and KV: the only place that knows SQL and key names.
//!
//! The [`Directory`] is one database and knows every tenant; a [`Store`] is the
//! shard in which a tenant's data lies. They are types apart, so that neither
//! can be asked for what is in the other.
//!
//! D1 is the truth. KV holds what may be some minutes old, and every value in
//! it can be had from D1, so a failing KV slows an answer down and no more.

mod api_keys;
mod audit;
mod cache;
mod counts;
mod d1;
mod deliveries;
mod devices;
mod erasure;
mod evidence;
mod histories;
mod joins;
mod links;
mod lists;
mod messages;
mod pages;
mod retention;
mod scan;
mod shapes;
mod siblings;
mod signing_keys;
mod site_retention;
mod sites;
mod spent_tokens;
mod stats;
mod submissions;
mod telling;
mod tenants;
mod terms;
mod usage;
mod velocity;
mod webhooks;

pub use api_keys::ApiKeyRecord;
pub use audit::Audit;
pub use cache::{
    Cache, CachedAccess, CachedDevice, DeviceKey, EndedSession, Family, SiteAccessKey, Until,
};
pub use counts::Tally;
pub use d1::{Database, Directory, Everybodys, Store, Tenants};
pub use deliveries::{Due, Outcome};
pub use devices::{DeviceRecord, Visit};
pub use erasure::Erased;
pub use evidence::EvidenceRecord;
pub use histories::{EventRecord, VisitRecord};
pub use lists::Slice;
pub use messages::{Hook, Messages};
pub use pages::{Cursor, DEFAULT_LIMIT, MAX_LIMIT, Page as Portion, PageOf};
pub use scan::Page;
pub use signing_keys::SigningKeyRecord;
pub use sites::{SiteRecord, SiteSettings};
pub use spent_tokens::Spent;
pub use submissions::{Stored, SubmissionRecord};
pub use tenants::{Filled, TenantRecord};
pub use terms::{CachedTerms, Terms};
pub use usage::Quota;
pub use webhooks::{MAX_WEBHOOKS, WebhookRecord};

/// Every statement that reads or drops many rows, for the test that asks the
/// database how it would run them.
#[must_use]
pub fn statements() -> Vec<String> {
    let others = retention::STATEMENTS.into_iter().chain([
        stats::COUNTS,
        histories::IN_FULL,
        velocity::DROP_ARRIVALS,
        deliveries::DROP_ENDED,
    ]);
    let others = others.chain(evidence::STATEMENTS).chain(siblings::FORGET_SIBLINGS);
    lists::statements()
        .into_iter()
        .chain(erasure::statements())
        .chain(joins::statements())
        .chain(links::statements())
        .chain(others.map(String::from))
        .collect()
}
