//! Locale, calendar and numbering system of the Intl constructors.
//!
//! Value, a map: `locale` text (that of `DateTimeFormat`), `calendar`,
//! `numbering_system` text, `disagreeing` list of text: constructors whose
//! locale differs from `locale`; genuine: empty.

use edgeprint_signals::Value;

use crate::js::{self, Js};
use crate::page::{Page, record_of};
use crate::registry::Reading;

const OTHERS: [&str; 5] =
    ["Collator", "ListFormat", "NumberFormat", "PluralRules", "RelativeTimeFormat"];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let intl = page.get("Intl")?;
    let dates = js::call(js::construct(js::get(intl, "DateTimeFormat")?, &[])?, OPTIONS, &[])?;
    let locale = js::value_at(dates, "locale");
    let disagrees = |class: &&str| locale_of(intl, class).is_some_and(|other| other != locale);
    let disagreeing = OTHERS.iter().copied().filter(disagrees).map(Value::from).collect();

    let mut record =
        record_of(dates, &[("calendar", "calendar"), ("numbering_system", "numberingSystem")]);
    record.put("disagreeing", Value::List(disagreeing));
    record.put("locale", locale);
    Ok(record.done())
}

const OPTIONS: &str = "resolvedOptions";

fn locale_of(intl: Js, class: &str) -> Option<Value> {
    let format = js::construct(js::get(intl, class).ok()?, &[]).ok()?;
    Some(js::value_at(js::call(format, OPTIONS, &[]).ok()?, "locale"))
}
