//! Locale, calendar and numbering system of the Intl constructors.
//!
//! Value, a map: `locale` text (that of `DateTimeFormat`), `calendar`,
//! `numbering_system` text, `disagreeing` list of text: constructors whose
//! locale differs from `locale`; genuine: empty.

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::map;
use crate::registry::Source;
use crate::text::{join, parts};

const OTHERS: &str = "Collator ListFormat NumberFormat PluralRules RelativeTimeFormat";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

/// One constructor a turn: each loads its data on first use, which takes
/// Chromium up to tens of milliseconds.
fn read(page: &Page) -> Js {
    let (done, mut found) = page.progress.get();
    if done == 0 {
        let dates = page.get("Intl.DateTimeFormat!.resolvedOptions()");
        found = map(dates, "locale;calendar;numbering_system=numberingSystem");
        js::set(found, "disagreeing", js::list(&[]));
    } else if let Some(class) = parts(OTHERS, b' ').nth(done - 1) {
        let other = page.peek(&join(&["Intl.", class, "!.resolvedOptions().locale"]));
        if !other.is_undefined() && other != js::get(found, "locale") {
            js::push(js::get(found, "disagreeing"), class.into());
        }
    } else {
        return page.finish(found);
    }
    if js::failed() { page.finish(found) } else { page.go_on(done + 1, found) }
}
