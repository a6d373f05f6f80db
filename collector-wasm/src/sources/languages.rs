//! Preferred languages.
//!
//! Value, a map: `language` text, `languages` list of text (at most 16).

use crate::js;
use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let languages = page.get("navigator.languages")?;
    let mut record = page.record(&[("language", "navigator.language")]);
    record.put("languages", js::texts(languages));
    Ok(record.done())
}
