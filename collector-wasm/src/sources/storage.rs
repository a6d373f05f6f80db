//! Which stores can be used.
//!
//! Value, a map: `local`, `session`, `indexed_db`, `caches` text (`ok`,
//! `missing`, or `denied` where touching it throws), `cookies` flag
//! (`navigator.cookieEnabled`). Nothing is written.

use edgeprint_signals::Reason;

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::map;
use crate::registry::Source;
use crate::text::{cut, parts};

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let found = map(page.global, "cookies=navigator.cookieEnabled");
    let stores = "local=localStorage;session=sessionStorage;indexed_db=indexedDB;caches=caches";
    for store in parts(stores, b';') {
        let (key, name) = cut(store, b'=');
        let state = match (page.get(name), js::failure()) {
            (_, Some(Reason::ApiMissing)) => "missing",
            (_, Some(_)) => "denied",
            (store, None) if store.is_nothing() => "missing",
            _ => "ok",
        };
        js::reset(None);
        js::set(found, key, state.into());
    }
    found
}
