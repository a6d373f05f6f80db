//! The chrome object: there, genuine, and its members.
//!
//! Value, a map (status is always `ok`; in browsers without it `present` is false):
//!
//! | key          | type           | meaning |
//! |--------------|----------------|---------|
//! | `present`    | flag           | `window.chrome` is an object |
//! | `members`    | list of text   | own property names; desktop Chrome: `loadTimes`, `csi`, `app`; on https sites with extensions also `runtime`; at most 16 |
//! | `checks`     | list of text   | `loadTimes:<check>` and `csi:<check>` that failed, see `natives.rs`; genuine: empty |
//! | `descriptor` | text or null   | flags of the property on `window`: `w`ritable, `e`numerable, `c`onfigurable; genuine Chromium: `"we"` |
//! | `runtime`    | flag           | `chrome.runtime` is there |
