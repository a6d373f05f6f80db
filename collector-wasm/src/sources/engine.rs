//! How the JavaScript engine words things.
//!
//! Value, a map:
//!
//! | key           | type   | meaning |
//! |---------------|--------|---------|
//! | `family`      | text   | `chromium`, `gecko`, `webkit` or `unknown`: told by counting features, never by the user agent |
//! | `eval_length` | number | length of `eval`'s source text: 33 in V8, 37 in Gecko and WebKit |
//! | `native_text` | text   | source text of `eval`: one line in V8, three in the others |
//! | `range_error` | text   | message of `(0).toFixed(-1)` |
//! | `type_error`  | text   | message of `Object.defineProperty(1)` |
//! | `stack`       | text   | `v8` (`    at …`), `at` (`…@…`), `none` |

use edgeprint_signals::Value;

use crate::js::{self, Js};
use crate::page::{Page, Record};
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let to_string = page.get("Function.prototype.toString")?;
    let source = js::value(js::apply(to_string, page.get("eval")?, &[])?);
    let length = source.as_str().map_or(0, |source| source.chars().count());
    let to_fixed = page.get("Number.prototype.toFixed")?;

    let define = page.get("Object.defineProperty")?;
    let mut record = Record::new();
    record.put("family", page.family());
    record.put("eval_length", u32::try_from(length).unwrap_or(u32::MAX));
    record.put("native_text", source);
    record.put("range_error", message(js::thrown_by(to_fixed, 0.into(), &[(-1).into()])));
    record.put("type_error", message(js::thrown_by(define, Js::UNDEFINED, &[1.into()])));
    record.put("stack", stack(page));
    Ok(record.done())
}

fn message(thrown: Option<Js>) -> Value {
    thrown.map_or(Value::Null, |error| js::value_at(error, "message"))
}

fn stack(page: &Page) -> &'static str {
    let stack = page.construct("Error", &[]).and_then(|error| js::get(error, "stack"));
    match stack.ok().and_then(js::text) {
        Some(stack) if stack.contains("\n    at ") => "v8",
        Some(stack) if stack.contains('@') => "at",
        _ => "none",
    }
}
