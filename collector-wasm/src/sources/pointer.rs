//! Kinds of pointer and whether they hover.
//!
//! Value, a map: `pointer` and `hover` text (of the main pointer: `fine`,
//! `coarse`, `none`; `hover`, `none`), `any` list of text: of `fine`,
//! `coarse`, `hover`, those that some pointer of the device satisfies.

use edgeprint_signals::{Reason, Value};

use crate::page::{Page, Record};
use crate::registry::Reading;

const ANY: [(&str, &str); 3] = [
    ("fine", "(any-pointer:fine)"),
    ("coarse", "(any-pointer:coarse)"),
    ("hover", "(any-hover:hover)"),
];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.media("(pointer)").ok_or(Reason::ApiMissing)?;
    let any = ANY.iter().filter(|(_, query)| page.media(query) == Some(true));
    let mut record = Record::new();
    record.put("pointer", page.media_choice("pointer", &["fine", "coarse", "none"]));
    record.put("hover", page.media_choice("hover", &["hover", "none"]));
    record.put("any", Value::List(any.map(|(name, _)| Value::from(*name)).collect()));
    Ok(record.done())
}
