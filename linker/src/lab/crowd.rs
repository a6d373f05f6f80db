//! A crowd of any size, to see what a look-up costs in it. Values are drawn with
//! few common and many rare ones, as they are in the world; nothing here says
//! anything about accuracy.

use super::stir::Dice;
use crate::attribute::Attribute;
use crate::vector::AttributeVector;

const FAMILIES: &[(f64, &str)] = &[
    (0.45, "windows chrome desktop"),
    (0.57, "windows edge desktop"),
    (0.67, "macos chrome desktop"),
    (0.73, "macos safari desktop"),
    (0.83, "ios safari mobile"),
    (0.96, "android chrome mobile"),
    (1.0, "linux firefox desktop"),
];

/// Attributes with how many values they have, and how often their parent's
/// value alone settles them.
const VALUES: &[(Attribute, u64, f64)] = &[
    (Attribute::BrowserVersion, 6, 0.0),
    (Attribute::SystemVersion, 12, 0.3),
    (Attribute::Languages, 60, 0.0),
    (Attribute::Timezone, 80, 0.7),
    (Attribute::GpuVendor, 8, 0.5),
    (Attribute::Gpu, 300, 0.0),
    (Attribute::Webgl, 500, 0.8),
    (Attribute::Canvas, 3000, 0.6),
    (Attribute::Cores, 8, 0.5),
    (Attribute::Memory, 5, 0.5),
    (Attribute::Screen, 60, 0.0),
    (Attribute::Available, 200, 0.6),
    (Attribute::PixelRatio, 12, 0.6),
    (Attribute::Audio, 30, 0.8),
    (Attribute::Fonts, 400, 0.3),
    (Attribute::MediaDevices, 12, 0.0),
    (Attribute::ColorScheme, 2, 0.0),
    (Attribute::AdBlocker, 2, 0.0),
];

/// What one of a crowd shows.
#[must_use]
pub fn member(dice: &mut Dice) -> AttributeVector {
    let mut shows = AttributeVector::default();
    let any = dice.share();
    let family = FAMILIES.iter().find(|(up_to, _)| any <= *up_to).map_or("", |(_, name)| name);
    shows.set_text(Attribute::Family, family);
    for (attribute, values, settled) in VALUES.iter().copied() {
        redraw(&mut shows, attribute, values, settled, dice);
    }
    shows
}

/// Some time later: an update, a new canvas, another screen.
#[must_use]
pub fn later(shows: &AttributeVector, dice: &mut Dice) -> AttributeVector {
    let mut shows = shows.clone();
    for attribute in [Attribute::Canvas, Attribute::Screen, Attribute::MediaDevices] {
        if dice.share() < 0.3 {
            redraw(&mut shows, attribute, 3000, 0.0, dice);
        }
    }
    shows
}

fn redraw(
    shows: &mut AttributeVector,
    attribute: Attribute,
    values: u64,
    settled: f64,
    dice: &mut Dice,
) {
    let parent = attribute.info().parent.and_then(|parent| shows.hash(parent)).unwrap_or_default();
    let any = if dice.share() < settled {
        u64::from(parent) % values
    } else {
        // The square makes low numbers common; one in twenty is all alone.
        let alone = dice.share() < 0.05 && values > 100;
        let share = dice.share();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let common = (share * share * values as f64) as u64;
        if alone { dice.roll() } else { common }
    };
    let text = match attribute {
        Attribute::BrowserVersion | Attribute::SystemVersion => format!("{}.0", any % 1000 + 100),
        Attribute::Screen | Attribute::Available => format!("{}x{}", any % 4000, any % 2000),
        Attribute::Fonts | Attribute::Languages => format!("{any},{},common", any / 7),
        _ => any.to_string(),
    };
    shows.set_text(attribute, &text);
}
