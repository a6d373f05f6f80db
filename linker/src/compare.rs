//! How much two values agree.

use crate::attribute::{Attribute, Kind};
use crate::device::Device;
use crate::value::{Detail, Value};
use crate::vector::AttributeVector;

/// How much a visit's value agrees with a device's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// As at the last visit.
    Same,
    /// As at an earlier visit: a docked laptop, a way back from abroad.
    Known,
    /// Changed as such a value changes: a version's next step, one more font.
    Close,
    /// Changed to something that others show too.
    Far,
    /// Changed to something that nobody ever showed.
    Fresh,
    /// Changed from something that only this device showed to something common:
    /// who adds noise to a canvas seldom stops.
    Settled,
    /// Changed against the usual direction: an older version.
    Backward,
}

/// How many levels there are.
pub const LEVELS: usize = 7;

impl Level {
    /// Every level, in order.
    pub const ALL: [Self; LEVELS] = [
        Self::Same,
        Self::Known,
        Self::Close,
        Self::Far,
        Self::Fresh,
        Self::Settled,
        Self::Backward,
    ];

    /// Its place in the order.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// A browser's or a system's major version rises about this often.
const DAYS_PER_STEP: f64 = 25.0;
/// Steps that come at once when an update was put off.
const STEPS_AT_ONCE: f64 = 2.0;

/// Compares an attribute of a visit with a device. Nothing when either lacks it.
/// `shown` counts the devices that ever showed a value.
#[must_use]
pub fn compare(
    attribute: Attribute,
    device: &Device,
    visit: &AttributeVector,
    days: f64,
    shown: impl Fn(u32) -> f64,
) -> Option<Level> {
    let before = device.latest.get(attribute)?;
    let after = visit.get(attribute)?;
    if before.hash == after.hash {
        return Some(Level::Same);
    }
    if attribute.info().kind != Kind::Version && device.has_shown(attribute, after.hash) {
        return Some(Level::Known);
    }
    match changed(attribute.info().kind, before, after, days) {
        Level::Far if shown(after.hash) < 1.0 => Some(Level::Fresh),
        Level::Far if shown(before.hash) < 2.0 && shown(after.hash) > 2.0 => Some(Level::Settled),
        level => Some(level),
    }
}

fn changed(kind: Kind, before: &Value, after: &Value, days: f64) -> Level {
    let close = match (kind, &before.detail, &after.detail) {
        (Kind::Version, Detail::Version(old), Detail::Version(new)) => {
            if new < old {
                return Level::Backward;
            }
            steps(*old, *new) <= STEPS_AT_ONCE + days.max(0.0) / DAYS_PER_STEP
        }
        (Kind::Set, Detail::Members(old), Detail::Members(new)) => {
            let common = common_members(old, new);
            let only_grew_or_shrank = common == old.len() || common == new.len();
            let share = jaccard(old, new);
            share >= 0.9 || (only_grew_or_shrank && share >= 0.5)
        }
        (Kind::Words, Detail::Members(old), Detail::Members(new)) => jaccard(old, new) >= 0.75,
        (Kind::List, Detail::Members(old), Detail::Members(new)) => is_rearranged(old, new),
        (Kind::Size, Detail::Size(w, h), Detail::Size(u, v)) => is_rescaled((*w, *h), (*u, *v)),
        (Kind::Offset, Detail::Number(old), Detail::Number(new)) => old.abs_diff(*new) == 60,
        _ => false,
    };
    if close { Level::Close } else { Level::Far }
}

/// Major versions between two versions; smaller numbers count as none.
fn steps(old: [u16; 4], new: [u16; 4]) -> f64 {
    let ([old, ..], [new, ..]) = (old, new);
    f64::from(new.saturating_sub(old))
}

/// The first language stays, or the same languages come in another order.
fn is_rearranged(old: &[u32], new: &[u32]) -> bool {
    let same_first = old.first() == new.first() && !old.is_empty();
    let contains_all = new.len() == old.len() && old.iter().all(|language| new.contains(language));
    same_first || contains_all
}

/// Turned by 90°, zoomed (both sides scaled alike), or a task bar's height apart.
fn is_rescaled((w, h): (u32, u32), (u, v): (u32, u32)) -> bool {
    if (w, h) == (v, u) || (w == u && h.abs_diff(v) <= 120) || (h == v && w.abs_diff(u) <= 120) {
        return true;
    }
    let (a, b) = (u64::from(w) * u64::from(v), u64::from(h) * u64::from(u));
    w > 0 && h > 0 && u > 0 && v > 0 && a.abs_diff(b) * 200 <= a.max(b)
}

fn common_members(old: &[u32], new: &[u32]) -> usize {
    old.iter().filter(|member| new.binary_search(member).is_ok()).count()
}

#[allow(clippy::cast_precision_loss)]
fn jaccard(old: &[u32], new: &[u32]) -> f64 {
    let common = common_members(old, new);
    let all = old.len() + new.len() - common;
    if all == 0 { 1.0 } else { common as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(attribute: Attribute, old: &str, new: &str, days: f64) -> Option<Level> {
        let (mut before, mut after) = (AttributeVector::default(), AttributeVector::default());
        before.set_text(attribute, old);
        after.set_text(attribute, new);
        compare(attribute, &Device::first_seen("a", before, 0.0), &after, days, |_| 2.0)
    }

    #[test]
    fn versions_climb_and_do_not_leap() {
        let version = |old, new, days| level(Attribute::BrowserVersion, old, new, days);
        assert_eq!(version("143.0", "143.0", 0.0), Some(Level::Same));
        assert_eq!(version("143.0", "143.0.2", 1.0), Some(Level::Close));
        assert_eq!(version("143.0", "145.0", 1.0), Some(Level::Close));
        assert_eq!(version("143.0", "153.0", 1.0), Some(Level::Far));
        assert_eq!(version("143.0", "153.0", 250.0), Some(Level::Close));
        assert_eq!(version("143.0", "142.0", 100.0), Some(Level::Backward));
    }

    #[test]
    fn fonts_are_added_and_removed() {
        let fonts = |old, new| level(Attribute::Fonts, old, new, 1.0);
        assert_eq!(fonts("Arial,Menlo", "Menlo,Arial"), Some(Level::Same));
        assert_eq!(fonts("Arial,Menlo", "Arial,Menlo,Optima"), Some(Level::Close));
        assert_eq!(fonts("Arial,Menlo", "Segoe UI,Optima"), Some(Level::Far));
    }

    #[test]
    fn languages_keep_the_first_or_the_set() {
        let languages = |old, new| level(Attribute::Languages, old, new, 1.0);
        assert_eq!(languages("en-US,en", "en-US,en,es"), Some(Level::Close));
        assert_eq!(languages("en-US,en", "en,en-US"), Some(Level::Close));
        assert_eq!(languages("en-US,en", "ja,en-US"), Some(Level::Far));
    }

    #[test]
    fn screens_turn_and_scale() {
        let screen = |old, new| level(Attribute::Screen, old, new, 1.0);
        assert_eq!(screen("800x1280x24", "1280x800x24"), Some(Level::Close));
        assert_eq!(screen("1920x1080x24", "1536x864x24"), Some(Level::Close));
        assert_eq!(screen("1920x1080x24", "1280x1024x24"), Some(Level::Far));
        assert_eq!(screen("0x0", "1280x1024"), Some(Level::Far));
    }

    #[test]
    fn renderers_agree_in_words() {
        let gpu = |old, new| level(Attribute::Gpu, old, new, 1.0);
        let m1 = "ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)";
        let m1_again = "ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version) ";
        assert_eq!(gpu(m1, m1_again), Some(Level::Close));
        assert_eq!(gpu(m1, "ANGLE (NVIDIA, GeForce RTX 4070 Direct3D11)"), Some(Level::Far));
    }

    #[test]
    fn summer_time_is_an_hour() {
        assert_eq!(level(Attribute::Offset, "-60", "-120", 1.0), Some(Level::Close));
        assert_eq!(level(Attribute::Offset, "-60", "300", 1.0), Some(Level::Far));
        assert_eq!(level(Attribute::Offset, "-60", "soon", 1.0), None);
    }

    #[test]
    fn what_was_shown_before_is_known() {
        let (mut home, mut docked) = (AttributeVector::default(), AttributeVector::default());
        home.set_text(Attribute::Screen, "1536x864x32");
        docked.set_text(Attribute::Screen, "3440x1440x24");
        let mut device = Device::first_seen("a", home.clone(), 0.0);
        device.see(&docked, 1.0);
        assert_eq!(compare(Attribute::Screen, &device, &home, 1.0, |_| 2.0), Some(Level::Known));
    }
}
