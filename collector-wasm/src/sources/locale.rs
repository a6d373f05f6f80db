//! Locale, calendar and numbering system of the Intl constructors.
//!
//! Value, a map: `locale` text (that of `DateTimeFormat`), `calendar`,
//! `numbering_system` text, `disagreeing` list of text: constructors whose
//! locale differs from `locale`; genuine: empty.

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{map, member};
use crate::registry::Source;
use crate::text::{join, parts};

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let dates = page.get("Intl.DateTimeFormat!.resolvedOptions()");
    let found = map(dates, "locale;calendar;numbering_system=numberingSystem");
    let locale = member(found, "locale");
    let disagreeing = js::list(&[]);
    for class in parts("Collator ListFormat NumberFormat PluralRules RelativeTimeFormat", b' ') {
        let other = page.peek(&join(&["Intl.", class, "!.resolvedOptions().locale"]));
        if !other.is_undefined() && other != locale {
            js::push(disagreeing, class.into());
        }
    }
    js::set(found, "disagreeing", disagreeing);
    found
}
