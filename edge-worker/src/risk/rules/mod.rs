//! Every rule: one file each, one line here.

use super::{Category, Group, Rule};
use crate::evidence::Evidence;

mod webdriver;

/// Every rule, by what it looks at.
pub static RULES: &[&Rule] = &[&webdriver::RULE];
