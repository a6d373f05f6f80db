//! What promises will yield, without code of ours that they call: a slot is a
//! list of the page's own that `Reflect.set` is told to fill.
//!
//! A promise is listened to from now on, since a rejection that nobody listens
//! to would be reported to the page.

use edgeprint_signals::Reason;

use crate::js::{self, Js};
use crate::page::Page;

const VALUE: u32 = 0;
const ERROR: u32 = 1;

/// A slot for what a promise yields.
#[inline(never)]
pub fn of(page: &Page, promise: Js) -> Js {
    let slot = js::list(&[]);
    let (value, error) = fillers(page, slot);
    js::call(promise, "then", &[value, error]);
    js::set(slot, "promise", promise);
    slot
}

/// Functions that put what they are called with into a slot: as its value, and as its failure.
#[inline(never)]
pub fn fillers(page: &Page, slot: Js) -> (Js, Js) {
    let set = page.peek("Reflect.set");
    let fill = |at: u32| js::call(set, "bind", &[Js::NULL, slot, at.into()]);
    (fill(VALUE), fill(ERROR))
}

/// Whether nothing is to come any more.
pub fn is_settled(slot: Js) -> bool {
    js::length(slot, 2) > 0
}

/// Whether a value came.
pub fn is_fulfilled(slot: Js) -> bool {
    !slot.is_nothing() && js::length(slot, 2) != 2
}

/// What came: a value, or the failure.
#[inline(never)]
pub fn value(slot: Js) -> Js {
    if js::length(slot, 2) > ERROR {
        js::fail(js::reason_of(&js::at(slot, ERROR).value()));
    }
    if !is_settled(slot) {
        js::fail(Reason::SignalDeadline);
    }
    let value = js::at(slot, VALUE);
    if value.is_nothing() { js::fail(Reason::Empty) } else { value }
}

/// Whether all slots of a list are settled; none is a slot that never was.
pub fn all_settled(slots: Js) -> bool {
    js::items(slots, u32::MAX).all(|slot| slot.is_nothing() || is_settled(slot))
}
