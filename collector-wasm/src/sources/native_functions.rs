//! Native functions and getters that were replaced.
//!
//! Value, a map (status is always `ok`):
//!
//! | key         | type         | meaning |
//! |-------------|--------------|---------|
//! | `checked`   | number       | how many functions were looked at (those the browser has) |
//! | `tampered`  | list of text | `path:check` of each that failed, e.g. `HTMLCanvasElement.prototype.toDataURL:source`, `navigator.webdriver:own`; at most 32; genuine: empty |
//! | `to_string` | list of text | checks that `Function.prototype.toString` itself failed; genuine: empty |
//! | `frame`     | list of text | `path` of functions that this page's `toString` calls native and a fresh frame's does not; genuine: empty; null where no frame could be made |
//! | `frame_differs` | list of text | of `webdriver`, `userAgent`, `platform`, `hardwareConcurrency`, `languages`, `vendor`, `deviceMemory`: what a fresh frame's navigator answers differently; null without a frame |
//!
//! Checks, the same words wherever this crate names one (`natives.rs`):
//! `source` (the text is not `function name() { [native code] }`), `name`
//! (its `name` differs), `own_to_string`, `prototype` (natives have none),
//! `receiver` (a getter answers on a wrong receiver instead of throwing a
//! `TypeError`), `descriptor` (an accessor became a value or gained a setter,
//! or the reverse), `own` (the instance shadows its prototype).
