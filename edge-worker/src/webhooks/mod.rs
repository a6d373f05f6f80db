//! Webhooks by the Standard Webhooks convention: messages wait in an outbox
//! that is written in the transaction of what they tell of, are tried at once
//! and then again by the schedule, and end delivered or dead.

mod address;
mod schedule;
mod send;
mod signature;

pub use address::{Allowed, check_url};
pub use schedule::{MAX_ATTEMPTS, next_try_at};
pub use send::{Outgoing, deliver_due, deliver_now};
pub use signature::Secret;
