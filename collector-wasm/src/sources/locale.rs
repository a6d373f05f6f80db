//! The locale of the Intl constructors.
//!
//! Value, a map: `locale` text.
//!
//! By `PluralRules`, since Chromium 156 answers for it at once. Each of the
//! others, `DateTimeFormat` first of all, looks through the data of every locale
//! there is when it is first used: 20 ms of the page's main thread, six times that on a
//! slow phone. Their calendar and numbers follow from the locale but for few people.

use crate::js::Js;
use crate::page::Page;
use crate::reading::map;
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    map(page.get("Intl.PluralRules!.resolvedOptions()"), "locale")
}
