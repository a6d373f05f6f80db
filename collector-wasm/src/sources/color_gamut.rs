//! The widest colour gamut.
//!
//! Value: text, `rec2020`, `p3`, `srgb` or `none`.

use edgeprint_signals::Reason;

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.media("(color)").ok_or(Reason::ApiMissing)?;
    let widest = page.media_choice("color-gamut", &["rec2020", "p3", "srgb"]);
    Ok(widest.unwrap_or("none").into())
}
