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

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{long_text, primitive};
use crate::registry::Source;
use crate::text::has;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let to_string = page.get("Function.prototype.toString");
    let source = js::apply(to_string, page.get("eval"), js::list(&[]));
    let to_fixed = page.get("Number.prototype.toFixed");
    let define = page.get("Object.defineProperty");
    let range_error = js::thrown_by(to_fixed, 0.into(), &[(-1.0).into()], "message");
    let type_error = js::thrown_by(define, Js::NULL, &[1.into()], "message");
    let found = js::object();
    let length = u32::try_from(long_text(source).len()).unwrap_or_default();
    js::set(found, "eval_length", length.into());
    js::set(found, "native_text", primitive(source));
    js::set(found, "family", page.family().name().into());
    js::set(found, "range_error", primitive(range_error));
    js::set(found, "type_error", primitive(type_error));
    js::set(found, "stack", stack(page).into());
    found
}

fn stack(page: &Page) -> &'static str {
    let stack = long_text(page.peek("Error!.stack"));
    if has(&stack, "\n    at ") {
        "v8"
    } else if has(&stack, "@") {
        "at"
    } else {
        "none"
    }
}
