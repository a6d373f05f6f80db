//! Results that depend on the maths library.
//!
//! Value: text, 32 hex over the results of the calls below.

use alloc::vec::Vec;

use edgeprint_signals::Value;

use crate::digest;
use crate::js;
use crate::page::Page;
use crate::registry::Reading;

/// Arguments at which libraries are known to round differently, or which are
/// large enough for the reduction to matter.
const CALLS: [(&str, f64); 18] = [
    ("acos", 0.123_124_234_234_234_24),
    ("acosh", 1e308),
    ("asin", 0.123_124_234_234_234_24),
    ("asinh", 1.0),
    ("atan", 0.5),
    ("atanh", 0.5),
    ("cbrt", 100.0),
    ("cos", 10.000_000_000_123),
    ("cosh", 1.0),
    ("exp", 1.0),
    ("expm1", 1.0),
    ("log1p", 10.0),
    ("log10", 0.1),
    ("sin", -1e300),
    ("sinh", 1.0),
    ("sqrt", 2.0),
    ("tan", -1e300),
    ("tanh", 1.0),
];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let math = page.get("Math")?;
    let mut results = Vec::with_capacity(CALLS.len());
    for (function, argument) in CALLS {
        results.push(js::value(js::call(math, function, &[argument.into()])?));
    }
    Ok(digest::of_value(&Value::List(results)).into())
}
