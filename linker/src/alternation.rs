//! Two under one id. When a newcomer was taken for a device, both go on visiting
//! under its id, and what the id shows goes to and fro. A docked laptop does
//! that too, with what depends on the dock; two devices do it with things that
//! have nothing to do with one another, all at once. That weighs a little every
//! time, until it is surer than not: then one of them gets an id of its own.

use crate::attribute::Attribute;
use crate::device::Device;
use crate::vector::AttributeVector;

/// What is believed at first, in nats: links are seldom wrong.
const UNSUSPECTED: f64 = -5.0;
/// What is believed of a device whose token was seen: a lot of going to and fro
/// has been seen to be its own.
pub const NEVER: f64 = -50.0;
/// A visit on which nothing goes back: of two, every other visit would.
const NOTHING_WENT_BACK: f64 = -0.7;
/// Every further independent thing that goes back along with the first.
const ONE_MORE: f64 = 1.5;
const THE_FIRST: f64 = -0.3;

/// Attributes that go to and fro together for one reason: a dock, a journey.
const REASONS: &[&[Attribute]] = &[
    &[Attribute::Screen, Attribute::Available, Attribute::PixelRatio, Attribute::Gamut],
    &[Attribute::Timezone, Attribute::Offset],
    &[Attribute::Gpu, Attribute::Webgl, Attribute::Canvas],
    &[Attribute::MediaDevices],
    &[Attribute::Languages],
    &[Attribute::Audio],
    &[Attribute::Fonts],
    &[Attribute::DoNotTrack],
    &[Attribute::AdBlocker],
    &[Attribute::ColorScheme],
];

/// Of a device that nothing is held against.
pub const fn unsuspected() -> f64 {
    UNSUSPECTED
}

/// What a visit adds to the log odds that two share the device's id.
pub fn speaks_for_two(device: &Device, visit: &AttributeVector) -> f64 {
    let back = went_back(device, visit);
    if back == 0 {
        NOTHING_WENT_BACK.max((UNSUSPECTED - device.two).min(0.0))
    } else {
        THE_FIRST + ONE_MORE * f64::from(back - 1)
    }
}

/// Whether the visit is the other of two that share the device's id.
pub fn is_two(device: &Device, visit: &AttributeVector) -> bool {
    went_back(device, visit) > 0 && device.two + speaks_for_two(device, visit) > 0.0
}

/// For how many independent reasons the visit shows what was shown before the
/// latest.
fn went_back(device: &Device, visit: &AttributeVector) -> u32 {
    let is_back = |attribute: &Attribute| {
        visit.hash(*attribute).is_some_and(|hash| {
            device.latest.hash(*attribute) != Some(hash) && device.has_shown(*attribute, hash)
        })
    };
    REASONS.iter().map(|reason| u32::from(reason.iter().any(is_back))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(texts: &[(Attribute, &str)]) -> AttributeVector {
        let mut visit = AttributeVector::default();
        for (attribute, text) in texts {
            visit.set_text(*attribute, text);
        }
        visit
    }

    /// How many visits in turn it takes until two are seen.
    fn turns(one: &AttributeVector, other: &AttributeVector) -> Option<u32> {
        let mut device = Device::first_seen("a", one.clone(), 0.0);
        for turn in 1..200_u32 {
            let shows = if turn % 2 == 1 { other } else { one };
            if is_two(&device, shows) {
                return Some(turn);
            }
            device.see(shows, f64::from(turn));
        }
        None
    }

    #[test]
    fn two_that_differ_in_unrelated_things_are_told_apart() {
        let one = visit(&[
            (Attribute::Canvas, "1"),
            (Attribute::Languages, "en"),
            (Attribute::AdBlocker, "yes"),
        ]);
        let other = visit(&[
            (Attribute::Canvas, "2"),
            (Attribute::Languages, "de"),
            (Attribute::AdBlocker, "no"),
        ]);
        assert!(turns(&one, &other).is_some_and(|turns| turns < 6));
    }

    #[test]
    fn a_laptop_docked_at_weekends_stays_one() {
        let home = visit(&[(Attribute::Screen, "1x1"), (Attribute::PixelRatio, "1")]);
        let docked = visit(&[(Attribute::Screen, "2x2"), (Attribute::PixelRatio, "2")]);
        let mut device = Device::first_seen("a", home.clone(), 0.0);
        for day in 0..400_u32 {
            let shows = if day % 7 == 0 { &docked } else { &home };
            assert!(!is_two(&device, shows));
            device.see(shows, f64::from(day));
        }
    }
}
