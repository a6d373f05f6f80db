//! The older form of the user agent; should agree with it.
//!
//! Value: text. In Chromium and WebKit it is the user agent without `Mozilla/`;
//! in Firefox only `5.0 (X11)` and such.

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.text("navigator.appVersion").map(Into::into)
}
