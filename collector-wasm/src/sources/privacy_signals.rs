//! What the person asked not to be done.
//!
//! Value, a map: `do_not_track` text (`1`, `0`, `unspecified`) or null,
//! `global_privacy_control` flag or null.

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.get("navigator")?;
    Ok(page
        .record(&[
            ("do_not_track", "navigator.doNotTrack"),
            ("global_privacy_control", "navigator.globalPrivacyControl"),
        ])
        .done())
}
