//! Who built the browser's engine.
//!
//! Value, a map: `vendor` text (`Google Inc.`, `Apple Computer, Inc.`, empty in
//! Firefox), `vendor_sub` text, `product_sub` text (`20030107` in Chromium and
//! Safari, `20100101` in Firefox).

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source =
    Source::Map("navigator", "vendor;vendor_sub=vendorSub;product_sub=productSub");
