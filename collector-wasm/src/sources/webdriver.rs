//! Whether automation is declared, and whether the property is genuine.
//!
//! Value, a map:
//!
//! | key            | type                                | meaning |
//! |----------------|-------------------------------------|---------|
//! | `value`        | flag, null, or `"object"` and such  | `navigator.webdriver`; a `typeof` where it is neither boolean nor undefined |
//! | `own`          | flag                                | `navigator` itself has the property (never so in a genuine browser) |
//! | `descriptor`   | `"accessor"`, `"data"`, `"missing"` | what `Navigator.prototype` has; genuine: `accessor` (all engines since 2018) |
//! | `checks`       | list of text                        | checks of the getter that failed, see `natives.rs`; genuine: empty |
//! | `getter_value` | flag or null                        | what the prototype's getter answers when called on `navigator`; genuine: equals `value` |
//!
//! Status is always `ok`.
