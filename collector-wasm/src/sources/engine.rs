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
//! | `type_error`  | text   | message of `Reflect.construct(1, [])` |
//! | `stack`       | text   | `v8` (`    at …`), `at` (`…@…`), `none` |
