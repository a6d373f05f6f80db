//! The page's values as readings: cleaned, bounded, put together, compared.
//!
//! A reading stays on the page's side until it is hashed: its texts cross the
//! border once, for cleaning, and nothing is built twice.

use alloc::string::String;
use alloc::vec::Vec;

use edgeprint_signals::{Reason, canonical};
use js_sys::JsString;
use wasm_bindgen::JsCast;

use crate::digest;
use crate::js::{self, Js};
use crate::text::{cut, join, parts};

/// The longest text that is taken from the page, in bytes of UTF-8.
const MAX_TEXT: usize = 1024;

/// The most texts that are taken from one list.
const MAX_ITEMS: u32 = 16;

/// A longer JavaScript string is not even copied.
const MAX_COPY: u32 = 1 << 20;

/// Text of up to a million characters, for hashing and searching; empty for
/// what is none. Lone surrogates become U+FFFD on the way.
#[inline(never)]
pub fn long_text(value: Js) -> String {
    let value = value.value();
    match value.dyn_ref::<JsString>() {
        Some(text) if text.length() <= MAX_COPY => value.as_string().unwrap_or_default(),
        _ => String::new(),
    }
}

/// Bounded text; a failure where the value is none.
#[inline(never)]
pub fn text(value: Js) -> Js {
    if value.value().is_string() {
        glued(&[&long_text(value)])
    } else {
        js::fail(Reason::UnexpectedType)
    }
}

/// Texts put together, bounded.
#[inline(never)]
pub fn glued(texts: &[&str]) -> Js {
    let text = join(texts);
    let mut end = MAX_TEXT.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().into()
}

/// A number; a failure where the value is none.
#[inline(never)]
pub fn number(value: Js) -> f64 {
    let number = value.as_f64().filter(|number| number.is_finite());
    number.unwrap_or_else(|| {
        js::fail(Reason::UnexpectedType);
        0.0
    })
}

/// A primitive. `null` for nothing and for numbers that JSON has not; of an
/// object, function or symbol only its kind.
#[inline(never)]
pub fn primitive(value: Js) -> Js {
    let js = value.value();
    if let Some(number) = js.as_f64() {
        return if number.is_finite() { value } else { Js::NULL };
    }
    if value.is_nothing() {
        return Js::NULL;
    }
    if value.as_bool().is_some() {
        return value;
    }
    if js.is_string() {
        return text(value);
    }
    Js::from(if js.is_function() { "function" } else { "object" })
}

/// A primitive at a path; `null` where it is absent or throws. Before the path
/// may stand what else is wanted: `?` whether something is there, `+` a list's
/// texts, `#` the digest of something's JSON.
#[inline(never)]
pub fn member(of: Js, path: &str) -> Js {
    if let Some(path) = path.strip_prefix('?') {
        return js::has(of, path).into();
    }
    if let Some(path) = path.strip_prefix('+') {
        return texts(js::peek(of, path));
    }
    if let Some(path) = path.strip_prefix('#') {
        return json_digest(js::peek(of, path));
    }
    primitive(js::peek(of, path))
}

/// The digest of a value's JSON; `null` of what has none.
fn json_digest(value: Js) -> Js {
    let text = long_text(json(value));
    if text.is_empty() { Js::NULL } else { digest::of_bytes(text.as_bytes()) }
}

/// A value's JSON; `undefined` of what has none.
#[inline(never)]
pub fn json(value: Js) -> Js {
    let before = js::failure();
    js::reset(None);
    let json = js::get(crate::page::global(), "JSON");
    let text = js::call(json, "stringify", &[value]);
    js::reset(before);
    text
}

/// A list's first items, as primitives; of no list, a primitive.
#[inline(never)]
pub fn texts(of: Js) -> Js {
    if !of.is_object() {
        return primitive(of);
    }
    let texts = js::list(&[]);
    for item in js::items(of, MAX_ITEMS) {
        js::push(texts, primitive(item));
    }
    texts
}

/// A map by a table: `key=path` or, where the two are alike, `key`, between semicolons.
#[inline(never)]
pub fn map(of: Js, table: &str) -> Js {
    let map = js::object();
    for entry in parts(table, b';') {
        let (key, path) = cut(entry, b'=');
        js::set(map, key, member(of, if path.is_empty() { key } else { path }));
    }
    map
}

/// Writes a reading's canonical form.
#[inline(never)]
pub fn write(out: &mut Vec<u8>, reading: Js) {
    let value = reading.value();
    if value.is_string() {
        canonical::write_text(out, &long_text(reading));
    } else if let Some(number) = value.as_f64() {
        canonical::write_number(out, number);
    } else if let Some(flag) = reading.as_bool() {
        canonical::write_flag(out, flag);
    } else if value.is_array() {
        let count = js::length(reading, u32::MAX);
        canonical::write_list_head(out, count as usize);
        for index in 0..count {
            write(out, js::at(reading, index));
        }
    } else if reading.is_object() {
        let keys = keys(reading);
        canonical::write_map_head(out, keys.len());
        for key in &keys {
            canonical::write_text(out, key);
            write(out, js::get(reading, key));
        }
    } else {
        canonical::write_null(out);
    }
}

/// The names of a map's members, in canonical order.
#[inline(never)]
pub fn keys(map: Js) -> Vec<String> {
    let found = js::call(js::get(crate::page::global(), "Reflect"), "ownKeys", &[map]);
    let mut keys: Vec<String> = Vec::new();
    for key in js::items(found, u32::MAX) {
        let key = long_text(key);
        let at = keys.iter().filter(|other| **other < key).count();
        keys.insert(at, key);
    }
    keys
}
