//! The platform the browser was built for.
//!
//! Value: text, `navigator.platform`. An iPad or iPhone that asks for desktop
//! sites says `MacIntel`; there it is `iPad` or `iPhone`.

use crate::family::Family;
use crate::js::Js;
use crate::page::Page;
use crate::reading::{long_text, text};
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let platform = text(page.get("navigator.platform"));
    // Since iPadOS 13 (and with "Request Desktop Website" on iPhones) Safari
    // poses as a Mac's. No Mac has a touch screen, and no iPad is slim.
    let number = |path, without| page.peek(path).as_f64().unwrap_or(without);
    if long_text(platform) == "MacIntel"
        && number("navigator.maxTouchPoints", 0.0) > 1.0
        && page.family() == Family::Webkit
    {
        return posing_mac(number("screen.width", 1.0), number("screen.height", 1.0)).into();
    }
    platform
}

/// Which device poses as a Mac: iPads are 4:3 to 3:2, iPhones 16:9 and slimmer.
fn posing_mac(width: f64, height: f64) -> &'static str {
    if width.max(height) / width.min(height) < 1.6 { "iPad" } else { "iPhone" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tablets_and_phones_that_pose_as_macs_are_told_apart() {
        assert_eq!(posing_mac(1024.0, 1366.0), "iPad");
        assert_eq!(posing_mac(744.0, 1133.0), "iPad");
        assert_eq!(posing_mac(375.0, 667.0), "iPhone");
        assert_eq!(posing_mac(430.0, 932.0), "iPhone");
    }
}
