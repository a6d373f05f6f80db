//! Global objects that only certain browsers have.
//!
//! Value: list of text, names found, in the order of the list below; for
//! members of `navigator` the name is `navigator.brave` and so on.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Present(
    "chrome safari webkit ApplePaySession __crWeb __gCrWeb __firefox__ mozInnerScreenX opr oprt opera yandex __yb __ybro __edgeTrackingPreventionStatistics samsungAr ucweb UCShellJava puffinDevice MiuiBrowser QQBrowser __dcapp__ vivaldi duckduckgo navigator.brave navigator.duckduckgo navigator.vivaldi",
);
