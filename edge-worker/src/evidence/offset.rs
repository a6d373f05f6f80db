//! The present offset of a named time zone, by the runtime's own zone data.

use core::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::clock::Timestamp;

/// Zones change their offsets at such borders at most.
const QUARTER_MS: i64 = 15 * 60 * 1000;

/// Zones that are remembered: more than most deployments have visitors from at a time.
const MAX_ZONES: usize = 64;

#[derive(Default)]
struct Known {
    quarter: i64,
    zones: Vec<(String, Option<i32>)>,
}

thread_local! {
    /// What this quarter of an hour's requests have asked for.
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Minutes from the zone's local time to UTC, as `getTimezoneOffset()` counts
/// them (UTC+1 is -60); `None` for a zone that the runtime does not know, and
/// where there is no such runtime.
pub fn now(zone: &str) -> Option<i32> {
    if !cfg!(target_arch = "wasm32") {
        return None;
    }
    let quarter = Timestamp::now().as_ms().div_euclid(QUARTER_MS);
    KNOWN.with_borrow_mut(|known| known.offset(quarter, zone, asked))
}

/// Asks the runtime, which loads a zone's data each time.
fn asked(zone: &str) -> Option<i32> {
    parse(&formatted(zone).ok()?)
}

impl Known {
    fn offset(
        &mut self,
        quarter: i64,
        zone: &str,
        ask: impl Fn(&str) -> Option<i32>,
    ) -> Option<i32> {
        if self.quarter != quarter || self.zones.len() >= MAX_ZONES {
            *self = Self { quarter, zones: Vec::new() };
        }
        if let Some((_, offset)) = self.zones.iter().find(|(name, _)| name == zone) {
            return *offset;
        }
        let offset = ask(zone);
        self.zones.push((zone.into(), offset));
        offset
    }
}

/// The date now, ending in the zone's offset: `11/22/2026, GMT+01:00`.
fn formatted(zone: &str) -> Result<String, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &zone.into())?;
    Reflect::set(&options, &"timeZoneName".into(), &"longOffset".into())?;
    // Not `Intl::DateTimeFormat::new`: that would panic on what it throws for unknown zones.
    let constructor: Function =
        Reflect::get(&Reflect::get(&js_sys::global(), &"Intl".into())?, &"DateTimeFormat".into())?
            .dyn_into()?;
    let arguments = Array::of2(&"en-US".into(), &options);
    let format: Intl::DateTimeFormat = Reflect::construct(&constructor, &arguments)?.dyn_into()?;
    let text = format.format().call1(&JsValue::UNDEFINED, &Date::new_0())?;
    text.as_string().ok_or(JsValue::UNDEFINED)
}

/// Reads `… GMT`, `… GMT+5:30`, `… GMT-08:00`.
fn parse(text: &str) -> Option<i32> {
    let (_, offset) = text.rsplit_once("GMT")?;
    if offset.is_empty() {
        return Some(0);
    }
    // ICU writes a minus as U+2212 in some locales.
    let (sign, digits) = match offset.split_at_checked(1) {
        Some(("+", digits)) => (-1, digits),
        Some(("-", digits)) => (1, digits),
        _ => (1, offset.strip_prefix('\u{2212}')?),
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    Some(sign * (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_asked_for_once_in_a_quarter_of_an_hour() {
        let mut known = Known::default();
        assert_eq!(known.offset(7, "Europe/Berlin", |_| Some(-60)), Some(-60));
        assert_eq!(known.offset(7, "Nowhere", |_| None), None);
        assert_eq!(known.offset(7, "Europe/Berlin", |_| Some(-120)), Some(-60));
        assert_eq!(known.offset(8, "Europe/Berlin", |_| Some(-120)), Some(-120));
        for zone in 0..1000 {
            known.offset(8, &zone.to_string(), |_| None);
            assert!(known.zones.len() <= MAX_ZONES);
        }
    }

    #[test]
    fn offsets_are_counted_as_javascript_does() {
        assert_eq!(parse("11/22/2026, GMT"), Some(0));
        assert_eq!(parse("11/22/2026, GMT+01:00"), Some(-60));
        assert_eq!(parse("11/22/2026, GMT-03:30"), Some(210));
        assert_eq!(parse("11/22/2026, GMT\u{2212}8"), Some(480));
        assert_eq!(parse("11/22/2026"), None);
        assert_eq!(parse("GMT?"), None);
    }
}
