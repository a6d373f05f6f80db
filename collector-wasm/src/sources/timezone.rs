//! Time zone by name and by its offsets in January and July.
//!
//! Value, a map: `name` text (IANA, `Europe/Berlin`) or null, `offset` number
//! (minutes now, as `getTimezoneOffset()` counts: UTC+2 is -120), `january` and
//! `july` numbers (the same on the first of these months of this year), and
//! `named` number or null: the offset now that the *named* zone implies;
//! genuine: equals `offset`; `history` list of numbers: the offsets on six days
//! since 1900, which tell zones apart that share a name's offsets today.
//!
//! By `Temporal` where it is (Chromium 144, Firefox 139): `Intl.DateTimeFormat`
//! takes 20 ms at its first use in Chromium 156, `Temporal` a fraction of one.

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{long_text, member, primitive};
use crate::registry::Source;
use crate::text::{join, parts};

/// Days on which zones that agree today did not: before and after standard
/// time, wars, decrees and unions. Times without a zone are local ones.
const HISTORY: &str = "1900-01-01T12:00 1945-06-15T12:00 1970-01-01T12:00 1985-01-15T12:00 1990-07-01T12:00 2011-07-01T12:00";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let now = page.construct("Date", &[]);
    let year = js::step(now, "getFullYear()");
    let found = js::object();
    js::set(found, "offset", offset(now));
    for &(key, month) in &[("january", 0), ("july", 6)] {
        let first = page.construct("Date", &[year, month.into(), 1.into()]);
        js::set(found, key, offset(first));
    }
    let history = js::list(&[]);
    for date in parts(HISTORY, b' ') {
        js::push(history, offset(page.construct("Date", &[date.into()])));
    }
    js::set(found, "history", history);
    let temporal = page.peek("Temporal.Now");
    let name = member(temporal, "timeZoneId()");
    let (name, named) = if name.is_nothing() {
        by_intl(page, now)
    } else {
        let there = join(&["zonedDateTimeISO(", &long_text(name), ").offsetNanoseconds"]);
        (name, js::peek(temporal, &there).as_f64().map(|there| there / -6e10))
    };
    js::set(found, "name", name);
    js::set(found, "named", named.map_or(Js::NULL, Js::from));
    found
}

/// The zone's name and what it implies, without `Temporal`.
fn by_intl(page: &Page, now: Js) -> (Js, Option<f64>) {
    let name = member(page.global, "Intl.DateTimeFormat!.resolvedOptions().timeZone");
    let there = minutes_in(now, &long_text(name)).zip(minutes_in(now, "UTC"));
    (name, there.map(|(there, utc)| utc - there))
}

fn offset(date: Js) -> Js {
    primitive(js::step(date, "getTimezoneOffset()"))
}

/// The time in a zone. In UTC less in the named zone it is what
/// `getTimezoneOffset()` would answer there: spoofers of one often forget the other.
fn minutes_in(now: Js, zone: &str) -> Option<f64> {
    let before = js::failure();
    let options = js::object();
    js::set(options, "timeZone", zone.into());
    // `sv` writes 2026-11-22 00:41:07: the one locale whose dates are easily read.
    let text = js::call(now, "toLocaleString", &["sv".into(), options]);
    js::reset(before);
    minutes(&long_text(text))
}

/// Minutes since some epoch, of `2026-11-22 00:41:07`.
fn minutes(text: &str) -> Option<f64> {
    let mut numbers = [0_i32; 6];
    let mut slots = numbers.iter_mut();
    let mut slot = slots.next()?;
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            *slot = *slot * 10 + i32::from(byte - b'0');
        } else {
            slot = slots.next()?;
        }
    }
    let [year, month, day, hour, minute, _] = numbers;
    // Days of the civil calendar, counted from March so that leap days come last.
    let shifted = month < 3;
    let (year, month) = if shifted { (year - 1, month + 9) } else { (year, month - 3) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    (day > 0).then(|| f64::from(days) * 1440.0 + f64::from(hour * 60 + minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_hold_over_the_ends_of_months_and_years() {
        let gap = |a, b| minutes(a).zip(minutes(b)).map(|(a, b)| a - b);
        assert_eq!(gap("2026-11-22 00:41:07", "2026-11-21 23:41:07"), Some(60.0));
        assert_eq!(gap("2024-03-01 00:00:00", "2024-02-29 18:30:00"), Some(330.0));
        assert_eq!(gap("2027-01-01 01:00:00", "2026-12-31 15:00:00"), Some(600.0));
        assert_eq!(minutes("nonsense"), None);
    }
}
