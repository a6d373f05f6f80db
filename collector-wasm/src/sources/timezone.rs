//! Time zone by name and by its offsets in January and July.
//!
//! Value, a map: `name` text (IANA, `Europe/Berlin`) or null, `offset` number
//! (minutes now, as `getTimezoneOffset()` counts: UTC+2 is -120), `january` and
//! `july` numbers (the same on the first of these months of this year), and
//! `named` number or null: the offset now that the *named* zone implies;
//! genuine: equals `offset`.

use edgeprint_signals::{Reason, Value};

use crate::js::{self, Js};
use crate::page::{Page, Record};
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let now = page.construct("Date", &[])?;
    let year = js::call(now, "getFullYear", &[])?;
    let first_of = |month: u32| {
        let date = page.construct("Date", &[year, month.into(), 1.into()])?;
        offset(date)
    };
    let mut record = Record::new();
    record.put("offset", offset(now)?);
    record.put("january", first_of(0)?);
    record.put("july", first_of(6)?);
    let name = name(page);
    record.put("named", name.ok().and_then(|name| named_offset(page, now, name).ok()));
    record.put("name", name.ok().map_or(Value::Null, js::value));
    Ok(record.done())
}

fn offset(date: Js) -> Result<Value, Reason> {
    js::call(date, "getTimezoneOffset", &[]).map(js::value)
}

fn name(page: &Page) -> Result<Js, Reason> {
    let format = page.construct("Intl.DateTimeFormat", &[])?;
    js::get(js::call(format, "resolvedOptions", &[])?, "timeZone")
}

/// What `getTimezoneOffset()` would answer in the named zone: the time it is
/// in UTC less the time it is there. Spoofers of one often forget the other.
fn named_offset(page: &Page, now: Js, name: Js) -> Result<f64, Reason> {
    let minutes_in = |zone: Js| {
        let options = js::object();
        js::set(options, "timeZone", zone);
        // `sv` writes 2026-11-22 00:41:07: the one locale whose dates parse.
        let text = js::call(now, "toLocaleString", &["sv".into(), options])?;
        js::text(text).and_then(|text| minutes(&text)).ok_or(Reason::UnexpectedType)
    };
    let _ = page;
    Ok(minutes_in("UTC".into())? - minutes_in(name)?)
}

/// Minutes since some epoch, of `2026-11-22 00:41:07`.
fn minutes(text: &str) -> Option<f64> {
    let mut parts = text.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse::<i32>().ok());
    let mut next = || parts.next().flatten();
    let (year, month, day, hour, minute) = (next()?, next()?, next()?, next()?, next()?);
    // Days of the civil calendar, counted from March so that leap days come last.
    let shifted = month < 3;
    let (year, month) = if shifted { (year - 1, month + 9) } else { (year, month - 3) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    Some(f64::from(days) * 1440.0 + f64::from(hour * 60 + minute))
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
