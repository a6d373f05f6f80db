//! What kind of browser this is, told by counting features.
//!
//! The user agent is what a spoofer changes first, so it has no say here. No
//! single feature decides either: each has been removed from its browser, or
//! added to another, at some time.

use crate::js;
use crate::page::Page;
use crate::text::parts;

/// A family of browser engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Chrome, Edge, Opera, Brave, Samsung Internet…
    Chromium,
    /// Firefox and its kin.
    Gecko,
    /// Safari, and every browser on iOS.
    Webkit,
    /// None of them clearly.
    Unknown,
}

impl Family {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Gecko => "gecko",
            Self::Webkit => "webkit",
            Self::Unknown => "unknown",
        }
    }
}

/// Names that only one family has. Checked on Chromium 156, Firefox ESR and WebKitGTK.
const CHROMIUM: &str = "webkitRequestFileSystem webkitResolveLocalFileSystemURL webkitMediaStream BatteryManager webkitSpeechGrammar TrustedTypePolicyFactory";
const GECKO: &str = "mozInnerScreenX onmozfullscreenchange CSSMozDocumentRule CanvasCaptureMediaStream mozRTCPeerConnection scrollByLines";
const WEBKIT: &str = "webkitConvertPointFromNodeToPage CSSPrimitiveValue Counter RGBColor WebKitMediaKeys ApplePayError";

/// Tells the family of the page's browser.
pub fn tell(page: &Page) -> Family {
    let count = |names| parts(names, b' ').filter(|name| js::has(page.global, name)).count();
    decide(count(CHROMIUM), count(GECKO), count(WEBKIT))
}

/// The family with the most of its features, if it has two and leads clearly.
fn decide(chromium: usize, gecko: usize, webkit: usize) -> Family {
    let best = chromium.max(gecko).max(webkit);
    let leads = |count: usize| count == best && best >= 2 && chromium + gecko + webkit < 2 * best;
    if leads(chromium) {
        Family::Chromium
    } else if leads(gecko) {
        Family::Gecko
    } else if leads(webkit) {
        Family::Webkit
    } else {
        Family::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_lead_decides() {
        assert_eq!(decide(6, 0, 0), Family::Chromium);
        assert_eq!(decide(0, 4, 1), Family::Gecko);
        assert_eq!(decide(1, 0, 5), Family::Webkit);
    }

    #[test]
    fn one_feature_or_a_draw_decides_nothing() {
        assert_eq!(decide(1, 0, 0), Family::Unknown);
        assert_eq!(decide(3, 3, 0), Family::Unknown);
        assert_eq!(decide(0, 0, 0), Family::Unknown);
    }
}
