//! States of permissions, without asking for any.
//!
//! Value, a map of text: `granted`, `denied`, `prompt`, or `unsupported` for
//! `accelerometer`, `background-sync`, `camera`, `clipboard-read`,
//! `geolocation`, `local-fonts`, `microphone`, `midi`, `notifications`,
//! `persistent-storage`, `screen-wake-lock`, `storage-access`; and
//! `notification_permission`: `Notification.permission` (`default` where
//! `notifications` is `prompt`) or null.

use edgeprint_signals::{Reason, Value};

use crate::deadline::{Timer, within};
use crate::js::{self, Js};
use crate::page::Page;
use crate::registry::{Pending, slow};

const DEADLINE_MS: f64 = 800.0;
const NAMES: [&str; 12] = [
    "accelerometer",
    "background-sync",
    "camera",
    "clipboard-read",
    "geolocation",
    "local-fonts",
    "microphone",
    "midi",
    "notifications",
    "persistent-storage",
    "screen-wake-lock",
    "storage-access",
];

/// Starts reading it.
pub fn read(page: &Page) -> Pending {
    let mut record = page.record(&[("notification_permission", "Notification.permission")]);
    let asked = page.get("navigator.permissions").map(|permissions| {
        // All are asked before the first is waited for, so each is listened to from here on.
        NAMES.map(|name| (name, js::settle(js::call(permissions, "query", &[descriptor(name)]))))
    });
    let timer = Timer::start(page.global, DEADLINE_MS);
    let answers = async move {
        for (name, asked) in asked? {
            record.put(name, state(asked).await);
        }
        Ok::<_, Reason>(record.done())
    };
    slow(within(timer, answers))
}

fn descriptor(name: &str) -> Js {
    let descriptor = js::object();
    js::set(descriptor, "name", name.into());
    descriptor
}

/// Browsers throw or reject for names that they don't know.
async fn state(asked: impl Future<Output = Result<Js, Reason>>) -> Value {
    match asked.await {
        Ok(status) => js::value_at(status, "state"),
        Err(_) => Value::from("unsupported"),
    }
}
