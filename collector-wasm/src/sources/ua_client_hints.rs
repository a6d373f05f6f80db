//! Brands, mobile and platform; should agree with the request's client hints.
//!
//! Value, a map: `brands` list of maps {`brand` text, `version` text} in the
//! browser's order, `mobile` flag, `platform` text.
//! Unsupported (`api_missing`) in Firefox and Safari, and on plain http.

use edgeprint_signals::Value;

use crate::js::{self, Js};
use crate::page::{Page, record_of};
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let data = page.get("navigator.userAgentData")?;
    let mut hints = record_of(data, &[("mobile", "mobile"), ("platform", "platform")]);
    hints.put("brands", brands(data, "brands"));
    Ok(hints.done())
}

/// A list of brands with their versions; null where there is none.
pub fn brands(data: Js, key: &str) -> Value {
    let brand = |item| record_of(item, &[("brand", "brand"), ("version", "version")]).done();
    js::get(data, key)
        .map_or(Value::Null, |list| Value::List(js::items(list, 16).map(brand).collect()))
}
