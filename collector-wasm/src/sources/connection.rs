//! Effective network type and round-trip time.
//!
//! Value, a map (null where absent): `effective_type` text (`4g`), `type` text,
//! `rtt` number (ms, multiples of 25; headless Chromium once said 0),
//! `downlink` number, `save_data` flag. Unsupported in Firefox and Safari.

use crate::page::{Page, record_of};
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let connection = page.get("navigator.connection")?;
    Ok(record_of(
        connection,
        &[
            ("effective_type", "effectiveType"),
            ("type", "type"),
            ("rtt", "rtt"),
            ("downlink", "downlink"),
            ("save_data", "saveData"),
        ],
    )
    .done())
}
