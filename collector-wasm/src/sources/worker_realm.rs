//! What a worker says of the browser; should agree with the page.
//!
//! Value, a map: `user_agent`, `platform`, `timezone` (IANA) text; `languages`
//! list of text; `cores` number, rounded as `hardware_concurrency` is;
//! `gpu_renderer` text, without versions, as in `webgl`. Null where the browser
//! has no such member.
//!
//! `excluded` where the caller has no script that a worker may start with,
//! `denied` where the browser does not start it, `api_missing` without workers.

use edgeprint_signals::Reason;

use super::hardware_concurrency::rounded;
use crate::gpu;
use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{long_text, map, texts};
use crate::registry::Source;
use crate::slot;

/// How it is read.
pub const SOURCE: Source = Source::Await(start, end);

const MEMBERS: &str = "user_agent;platform;cores;timezone;gpu_renderer";

fn start(page: &Page) -> Js {
    if page.worker.is_nothing() {
        return js::fail(Reason::Excluded);
    }
    // All that may fail comes before the worker: what has failed is not ended.
    let slot = js::list(&[]);
    let (told, failed) = slot::fillers(page, slot);
    let worker = page.construct("Worker", &[page.worker]);
    js::set(worker, "onmessage", told);
    js::set(worker, "onerror", failed);
    js::set(slot, "worker", worker);
    js::list(&[slot])
}

fn end(page: &Page, slots: Js) -> Js {
    let slot = js::at(slots, 0);
    js::peek(slot, "worker.terminate()");
    if slot::is_settled(slot) && !slot::is_fulfilled(slot) {
        js::fail(Reason::Denied);
    }
    let told = js::get(slot::value(slot), "data");
    let found = map(told, MEMBERS);
    if let Some(cores) = js::peek(found, "cores").as_f64() {
        js::set(found, "cores", rounded(page, cores).into());
    }
    let renderer = long_text(js::peek(found, "gpu_renderer"));
    if !renderer.is_empty() {
        js::set(found, "gpu_renderer", gpu::stable_name(&renderer).into());
    }
    js::set(found, "languages", texts(js::peek(told, "languages")));
    found
}
