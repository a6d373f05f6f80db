//! What the person asked not to be done.
//!
//! Value, a map: `do_not_track` text (`1`, `0`, `unspecified`) or null,
//! `global_privacy_control` flag or null.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source =
    Source::Map("navigator", "do_not_track=doNotTrack;global_privacy_control=globalPrivacyControl");
