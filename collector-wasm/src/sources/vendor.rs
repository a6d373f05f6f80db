//! Who built the browser's engine.
//!
//! Value, a map: `vendor` text (`Google Inc.`, `Apple Computer, Inc.`, empty in
//! Firefox), `vendor_sub` text, `product_sub` text (`20030107` in Chromium and
//! Safari, `20100101` in Firefox).

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.get("navigator")?;
    Ok(page
        .record(&[
            ("vendor", "navigator.vendor"),
            ("vendor_sub", "navigator.vendorSub"),
            ("product_sub", "navigator.productSub"),
        ])
        .done())
}
