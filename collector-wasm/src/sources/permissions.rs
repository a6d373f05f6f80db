//! States of permissions, without asking for any.
//!
//! Value, a map of text: `granted`, `denied`, `prompt`, or `unsupported` for
//! `accelerometer`, `background-sync`, `camera`, `clipboard-read`,
//! `geolocation`, `local-fonts`, `microphone`, `midi`, `notifications`,
//! `persistent-storage`, `screen-wake-lock`, `storage-access`; and
//! `notification_permission`: `Notification.permission` (`default` where
//! `notifications` is `prompt`) or null.

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{map, member};
use crate::registry::Source;
use crate::slot;
use crate::text::parts;

const NAMES: &str = "accelerometer background-sync camera clipboard-read geolocation local-fonts microphone midi notifications persistent-storage screen-wake-lock storage-access";

/// How it is read.
pub const SOURCE: Source = Source::Await(start, states);

fn start(page: &Page) -> Js {
    let permissions = page.get("navigator.permissions");
    let before = js::failure();
    let slots = js::list(&[]);
    for name in parts(NAMES, b' ') {
        let descriptor = js::object();
        js::set(descriptor, "name", name.into());
        let slot = slot::of(page, js::call(permissions, "query", &[descriptor]));
        js::push(slots, if js::failed() { Js::NULL } else { slot });
        js::reset(before);
    }
    slots
}

fn states(page: &Page, slots: Js) -> Js {
    let found = map(page.global, "notification_permission=Notification.permission");
    for (name, slot) in parts(NAMES, b' ').zip(js::items(slots, u32::MAX)) {
        // Browsers throw or reject for names that they don't know.
        let known = slot::is_fulfilled(slot);
        let state = if known { member(slot::value(slot), "state") } else { "unsupported".into() };
        js::set(found, name, state);
    }
    found
}
