//! Who may do what: site keys with their origins, secret keys with their
//! scopes, and the operator's token.

mod access;
mod admin;
mod bearer;
mod keys;
mod origins;
mod same;
mod secret;
mod session;
mod site;

pub use access::Access;
pub use admin::Operator;
pub use bearer::Bearer;
pub use keys::{Key, KeyKind};
pub use origins::{AllowedOrigins, InvalidOrigin, Origin};
pub(crate) use same::is_same;
pub use secret::{ApiKey, admit_backend};
pub use session::{CookieName, SESSION_SECONDS, Session};
pub use site::{Site, SiteAccess, admit_page, reduces};
