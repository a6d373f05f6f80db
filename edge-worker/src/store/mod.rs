//! D1 and KV: the only place that knows SQL and key names.
//!
//! The [`Directory`] is one database and knows every tenant; a [`Store`] is the
//! shard in which a tenant's data lies. They are types apart, so that neither
//! can be asked for what is in the other.
//!
//! D1 is the truth. KV holds what may be some minutes old, and every value in
//! it can be had from D1, so a failing KV slows an answer down and no more.

mod api_keys;
mod cache;
mod d1;
mod devices;
mod links;
mod site_retention;
mod sites;
mod spent_tokens;
mod submissions;
mod tenants;

pub use api_keys::NewApiKey;
pub use cache::{Cache, CachedAccess, CachedDevice, DeviceKey, Family, SiteAccessKey, Until};
pub use d1::{Database, Directory, Everybodys, Store, Tenants};
pub use devices::{DeviceRecord, Visit};
pub use sites::{NewSite, SiteRecord, SiteSettings};
pub use submissions::{Stored, SubmissionRecord};
pub use tenants::Filled;
