//! Touch points and events.
//!
//! Value, a map: `points` number (`navigator.maxTouchPoints`), `event` flag
//! (touch events can be made), `start` flag (`ontouchstart` is there).

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::map;
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let found = map(page.get("navigator"), "points=maxTouchPoints");
    let event = js::has(page.global, "document.createEvent(TouchEvent)");
    js::set(found, "event", event.into());
    js::set(found, "start", js::has(page.global, "ontouchstart").into());
    found
}
