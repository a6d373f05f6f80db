//! Automation that a site welcomes: agents that sign their requests, and
//! programs that know the site's secret.

mod allowed;
mod directory;
mod signature;
mod word;

pub use allowed::{Allowlist, check_agents, hash_of_secret};
pub use signature::{Signed, Unchecked};
pub use word::{Word, word_of};
