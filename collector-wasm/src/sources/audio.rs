//! Samples of a computed sound; never played.
//!
//! Value, a map: `hash` text (32 hex over 500 samples), `sum` number (of their
//! absolute values, to 1e-9). Read from two channels that are alike: where they
//! differ the status is `noisy` (Safari 17 in private windows, extensions),
//! without value.
//! The reason is `not_ready` where the browser computes no sound in hidden pages.

use edgeprint_signals::Reason;

use crate::digest;
use crate::js::{self, Js};
use crate::page::Page;
use crate::picture::bytes;
use crate::reading::long_text;
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
    if js::failure() == Some(Reason::SignalDeadline)
        && long_text(page.peek("document.visibilityState")) == "hidden"
    {
        js::reset(Some(Reason::NotReady));
    }
    if settled.iter().all(|byte| *byte == 0) {
        js::fail(Reason::Empty);
    } else if first != second {
        js::fail(Reason::ReadingsDiffer);
    }
    let found = js::object();
    if !js::failed() {
        js::set(found, "hash", digest::of_bytes(settled));
        js::set(found, "sum", to_parts(sum(settled), 1e9).into());
    }
    found
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
    fn the_sum_is_of_absolute_values() {
        let samples = [0.5_f32.to_le_bytes(), (-0.25_f32).to_le_bytes()].concat();
        assert_eq!(sum(&samples), 0.75);
    }
}
