//! The collector: reads the browser.
//!
//! What the page's script calls is here; how a collection runs is in
//! [`schedule`]; each signal is a file in [`sources`].

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod digest;
mod family;
mod frame;
mod gpu;
mod handle;
mod js;
mod natives;
mod options;
mod page;
mod picture;
mod reading;
mod registry;
mod rounding;
#[cfg(target_arch = "wasm32")]
mod runtime;
mod schedule;
mod scratch;
mod slot;
mod sources;
mod tampering;
mod text;

use js::Js;
use wasm_bindgen::prelude::*;

/// Reads every signal and answers a promise of
/// `{ components, fingerprint, coverage, confidence, ms }`, which is never rejected.
///
/// `options`: `include` and `exclude` (lists of signals, `canvas`, and members
/// of their values, `canvas.winding`), `timeout` (milliseconds for everything,
/// 3000 unless told), `worker` (an address that a worker may
/// start from).
#[wasm_bindgen]
pub fn collect(options: JsValue) -> JsValue {
    let promise = schedule::start(Js::take(options));
    JsValue::clone(&promise.value())
}

/// The collector's version.
#[wasm_bindgen]
#[must_use]
pub fn version() -> JsValue {
    // Not a `String`, which brings code that gives its memory back.
    JsValue::from_str(env!("CARGO_PKG_VERSION"))
}
