//! Touch points and events.
//!
//! Value, a map: `points` number (`navigator.maxTouchPoints`), `event` flag
//! (touch events can be made), `start` flag (`ontouchstart` is there).

use crate::js;
use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.get("navigator")?;
    let mut record = page.record(&[("points", "navigator.maxTouchPoints")]);
    record.put("event", page.call("document", "createEvent", &["TouchEvent".into()]).is_ok());
    record.put("start", js::has(page.global, "ontouchstart"));
    Ok(record.done())
}
