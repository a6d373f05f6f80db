//! The present offset of a named time zone, by the runtime's own zone data.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Minutes from the zone's local time to UTC, as `getTimezoneOffset()` counts
/// them (UTC+1 is -60); `None` for a zone that the runtime does not know.
pub fn now(zone: &str) -> Option<i32> {
    parse(&formatted(zone).ok()?)
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
    fn offsets_are_counted_as_javascript_does() {
        assert_eq!(parse("11/22/2026, GMT"), Some(0));
        assert_eq!(parse("11/22/2026, GMT+01:00"), Some(-60));
        assert_eq!(parse("11/22/2026, GMT-03:30"), Some(210));
        assert_eq!(parse("11/22/2026, GMT\u{2212}8"), Some(480));
        assert_eq!(parse("11/22/2026"), None);
        assert_eq!(parse("GMT?"), None);
    }
}
