//! The older form of the user agent; should agree with it.
//!
//! Value: text. In Chromium and WebKit it is the user agent without `Mozilla/`;
//! in Firefox only `5.0 (X11)` and such.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Text("navigator.appVersion");
