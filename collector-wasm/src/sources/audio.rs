//! Samples of a computed sound; never played.
//!
//! Value, a map: `hash` text (32 hex over 500 samples), `sum` number (of their
//! absolute values, to 1e-9). Where noise is added (Safari 17 in private windows,
//! Samsung Internet 26, Brave, extensions) the status is `noisy`, without value:
//! the reason is `readings_differ` where two channels that are alike differ, and
//! `browser_randomises` where samples that we know come back as others, which
//! also shows noise that is the same at every reading. That is why it is no part
//! of the fingerprint: an id would change with a private window or an extension.
//! The reason is `not_ready` where the browser computes no sound in hidden pages.

use alloc::vec::Vec;

use edgeprint_signals::Reason;

use crate::digest;
use crate::js::{self, Js};
use crate::page::Page;
use crate::picture::bytes;
use crate::registry::Source;
use crate::rounding::to_parts;
use crate::slot;

/// What comes before is the same everywhere: the compressor takes its time.
const SETTLED: usize = 4_500 * 4;

/// How it is read.
pub const SOURCE: Source = Source::Await(start, end);

fn start(page: &Page) -> Js {
    js::list(&[render(page)])
}

/// A triangle wave through a compressor, whose arithmetic differs between
/// processors and systems.
fn render(page: &Page) -> Js {
    // One sound goes to both channels. Noise is added to each by itself.
    let args = [2.into(), 5_000.into(), 44_100.into()];
    let context = page.construct("OfflineAudioContext", &args);
    let oscillator = js::step(context, "createOscillator()");
    js::run(oscillator, "type=triangle");
    tune(oscillator, "frequency", 9_876.0);
    let compressor = js::step(context, "createDynamicsCompressor()");
    tune(compressor, "threshold", -52.0);
    tune(compressor, "knee", 38.0);
    tune(compressor, "ratio", 11.5);
    tune(compressor, "attack", 0.0);
    tune(compressor, "release", 0.2);
    js::call(oscillator, "connect", &[compressor]);
    js::call(compressor, "connect", &[js::get(context, "destination")]);
    js::step(oscillator, "start()");
    slot::of(page, js::step(context, "startRendering()"))
}

fn tune(node: Js, parameter: &str, value: f64) {
    js::set(js::get(node, parameter), "value", value.into());
}

fn end(page: &Page, slots: Js) -> Js {
    let buffer = slot::value(js::at(slots, 0));
    let samples = |channel| bytes(page, js::step(buffer, channel));
    let (first, second) = (samples("getChannelData(0)"), samples("getChannelData(1)"));
    let settled = first.get(SETTLED..).unwrap_or_default();
    page.excuse_hidden();
    if settled.iter().all(|byte| *byte == 0) {
        js::fail(Reason::Empty);
    } else if first != second {
        js::fail(Reason::ReadingsDiffer);
    } else if !samples_are_honest(page) {
        js::fail(Reason::BrowserRandomises);
    }
    let found = js::object();
    if !js::failed() {
        js::set(found, "hash", digest::of_bytes(settled));
        js::set(found, "sum", to_parts(sum(settled), 1e9).into());
    }
    found
}

/// Puts samples into a buffer and reads them back. Where that cannot be done
/// (Safari before 14.1 constructs no buffers) nothing speaks against honesty.
fn samples_are_honest(page: &Page) -> bool {
    let before = js::failure();
    let mut put = known_samples();
    let slice = page.get("Uint8Array.prototype.slice");
    let raw = js::apply_to_bytes(slice, &mut put, &[]);
    let samples = page.construct("Float32Array", &[js::get(raw, "buffer")]);
    let options = js::object();
    js::set(options, "length", js::get(samples, "length"));
    js::set(options, "sampleRate", 44_100.into());
    let buffer = page.construct("AudioBuffer", &[options]);
    js::call(buffer, "copyToChannel", &[samples, 0.into()]);
    let honest = bytes(page, js::step(buffer, "getChannelData(0)")) == put || js::failed();
    js::reset(before);
    honest
}

/// Small ones, next to which the least noise is not rounded away.
fn known_samples() -> Vec<u8> {
    let mut samples = Vec::new();
    for n in 0..256_u16 {
        samples.extend_from_slice(&(f32::from(n) / 131_072.0).to_le_bytes());
    }
    samples
}

/// The sum of the samples' absolute values.
fn sum(samples: &[u8]) -> f64 {
    let mut sum = 0.0;
    for sample in samples.chunks_exact(4) {
        if let Ok(bytes) = sample.try_into() {
            sum += f64::from(f32::from_le_bytes(bytes).abs());
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_samples_differ_and_are_small() {
        let samples = known_samples();
        assert_eq!(samples.len(), 1024);
        assert!(sum(&samples) > 0.0 && sum(&samples) < 0.5);
    }

    #[test]
    fn the_sum_is_of_absolute_values() {
        let samples = [0.5_f32.to_le_bytes(), (-0.25_f32).to_le_bytes()].concat();
        assert_eq!(sum(&samples), 0.75);
    }
}
