//! The platform the browser was built for.
//!
//! Value: text, `navigator.platform`. An iPad or iPhone that asks for desktop
//! sites says `MacIntel`; there it is `iPad` or `iPhone`.

use crate::family::Family;
use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let platform = page.text("navigator.platform")?;
    // Since iPadOS 13 (and with "Request Desktop Website" on iPhones) Safari
    // poses as a Mac's. No Mac has a touch screen, and no iPad is slim.
    let touches = page.number("navigator.maxTouchPoints").unwrap_or(0.0);
    if platform == "MacIntel" && touches > 1.0 && page.family() == Family::Webkit {
        let side = |path| page.number(path).unwrap_or(1.0);
        return Ok(posing_mac(side("screen.width"), side("screen.height")).into());
    }
    Ok(platform.into())
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
