//! The collector: reads the browser.
//!
//! What the page's script calls is here; how a collection runs is in
//! [`schedule`]; each signal is a file in [`sources`].

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod deadline;
mod digest;
mod family;
mod frame;
mod gpu;
mod handle;
mod js;
mod natives;
mod options;
mod output;
mod page;
mod picture;
mod registry;
mod rounding;
#[cfg(target_arch = "wasm32")]
mod runtime;
mod schedule;
mod scratch;
mod sources;

use alloc::string::String;

use edgeprint_signals::Fingerprint;
use wasm_bindgen::prelude::*;

/// Reads every signal and answers
/// `{ components, fingerprint, coverage, ms }`. Never rejects.
///
/// `options`: `include` and `exclude` (lists of signal names), `timeout`
/// (milliseconds for everything, 3000 unless told).
#[wasm_bindgen]
pub async fn collect(options: JsValue) -> JsValue {
    let lease = handle::Lease::take();
    let page = page::Page::current();
    let started = page.clock.now();
    let options = options::Options::from_js(js::Js::new(options));
    let components = schedule::run(&page, &options).await;
    let ms = page.clock.now() - started;
    let answer = output::answer(&components, &Fingerprint::of(&components), ms).to_js();
    drop(page);
    drop(lease);
    answer
}

/// The collector's version.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}
