//! Touch points and events.
//!
//! Value, a map: `points` number (`navigator.maxTouchPoints`), `event` flag
//! (touch events can be made), `start` flag (`ontouchstart` is there).

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Map(
    "self",
    "points=navigator.maxTouchPoints;event=?document.createEvent(TouchEvent);start=?ontouchstart",
);
