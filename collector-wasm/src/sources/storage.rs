//! Which stores can be used.
//!
//! Value, a map: `local`, `session`, `indexed_db`, `caches` text (`ok`,
//! `missing`, or `denied` where touching it throws), `cookies` flag
//! (`navigator.cookieEnabled`). Nothing is written.

use edgeprint_signals::Reason;

use crate::page::Page;
use crate::registry::Reading;

const STORES: [(&str, &str); 4] = [
    ("local", "localStorage"),
    ("session", "sessionStorage"),
    ("indexed_db", "indexedDB"),
    ("caches", "caches"),
];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let mut record = page.record(&[("cookies", "navigator.cookieEnabled")]);
    for (key, name) in STORES {
        record.put(
            key,
            match page.get(name) {
                Ok(store) if !store.is_null() => "ok",
                Ok(_) | Err(Reason::ApiMissing) => "missing",
                Err(_) => "denied",
            },
        );
    }
    Ok(record.done())
}
