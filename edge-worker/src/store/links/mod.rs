//! What the linker remembers, in D1: two reads and one write a submission.

mod at_hand;
mod forgetting;
mod reading;
mod writing;

pub(super) use forgetting::STRIKE_DEVICES;
pub(super) use reading::statements;
