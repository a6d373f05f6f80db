//! Samples of a computed sound; never played.
//!
//! Value, a map: `hash` text (32 hex over 500 samples), `sum` number (of their
//! absolute values, to 1e-9). Computed twice: where the two differ the status
//! is `noisy` (Safari 17 in private windows, Brave, extensions), without value.
//! The reason is `not_ready` where the browser computes no sound in hidden pages.

use alloc::vec::Vec;

use edgeprint_signals::{Reason, Value};
use js_sys::Float32Array;
use wasm_bindgen::JsCast;

use crate::deadline::{Timer, within};
use crate::digest;
use crate::js::{self, Js};
use crate::page::{Page, Record};
use crate::registry::{Pending, slow};
use crate::rounding::to_parts;

const DEADLINE_MS: f64 = 1000.0;
const RATE: u32 = 44_100;
const LENGTH: u32 = 5_000;
/// What comes before is the same everywhere: the compressor takes its time.
const SETTLED: usize = 4_500;

/// Starts reading it.
pub fn read(page: &Page) -> Pending {
    let (first, second) = (js::settle(render(page)), js::settle(render(page)));
    let timer = Timer::start(page.global, DEADLINE_MS);
    let hidden = page.text("document.visibilityState").is_ok_and(|state| state == "hidden");
    let both = async move {
        let (first, second) = (samples(first.await?)?, samples(second.await?)?);
        if first == second { Ok(value(&first)) } else { Err(Reason::ReadingsDiffer) }
    };
    slow(async move {
        within(timer, both).await.map_err(|reason| match reason {
            Reason::SignalDeadline if hidden => Reason::NotReady,
            reason => reason,
        })
    })
}

/// A triangle wave through a compressor, whose arithmetic differs between
/// processors and systems. Answers the promise of the sound.
fn render(page: &Page) -> Result<Js, Reason> {
    let context = page.construct("OfflineAudioContext", &[1.into(), LENGTH.into(), RATE.into()])?;
    let oscillator = js::call(context, "createOscillator", &[])?;
    js::set(oscillator, "type", "triangle".into());
    tune(oscillator, "frequency", 9_876.0)?;

    let compressor = js::call(context, "createDynamicsCompressor", &[])?;
    for (parameter, value) in
        [("threshold", -52.0), ("knee", 38.0), ("ratio", 11.5), ("attack", 0.0), ("release", 0.2)]
    {
        tune(compressor, parameter, value)?;
    }
    js::call(oscillator, "connect", &[compressor])?;
    js::call(compressor, "connect", &[js::get(context, "destination")?])?;
    js::call(oscillator, "start", &[0.into()])?;
    js::call(context, "startRendering", &[])
}

fn tune(node: Js, parameter: &str, value: f64) -> Result<(), Reason> {
    js::set(js::get(node, parameter)?, "value", value.into());
    Ok(())
}

fn samples(buffer: Js) -> Result<Vec<f32>, Reason> {
    let data = js::call(buffer, "getChannelData", &[0.into()])?;
    let all = data.to_js().dyn_ref::<Float32Array>().ok_or(Reason::UnexpectedType)?.to_vec();
    let settled = all.get(SETTLED..).unwrap_or_default();
    if settled.iter().all(|sample| *sample == 0.0) {
        Err(Reason::Empty)
    } else {
        Ok(settled.into())
    }
}

fn value(samples: &[f32]) -> Value {
    let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let sum: f64 = samples.iter().map(|sample| f64::from(sample.abs())).sum();
    let mut record = Record::new();
    record.put("hash", digest::of_bytes(&bytes));
    record.put("sum", to_parts(sum, 1e9));
    record.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_of_absolute_values() {
        let value = value(&[0.5, -0.25]);
        assert_eq!(value.get("sum"), Some(&Value::Number(0.75)));
        assert_eq!(value.get("hash").and_then(Value::as_str).map(str::len), Some(32));
    }
}
