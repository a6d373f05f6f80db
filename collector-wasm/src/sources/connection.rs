//! Effective network type and round-trip time.
//!
//! Value, a map (null where absent): `effective_type` text (`4g`), `type` text,
//! `rtt` number (ms, multiples of 25; headless Chromium once said 0),
//! `downlink` number, `save_data` flag. Unsupported in Firefox and Safari.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Map(
    "navigator.connection",
    "effective_type=effectiveType;type;rtt;downlink;save_data=saveData",
);
