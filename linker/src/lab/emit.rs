//! Writes what was learnt as Rust source.

use std::fmt::Write as _;

use crate::attribute::Attribute;
use crate::weights::Weights;

/// The source of `learnt.rs`.
#[must_use]
pub fn source(weights: &Weights, calibration: &[(f64, f64)]) -> String {
    let mut text = String::from(HEAD);
    for (attribute, line) in Attribute::ALL.iter().zip(&weights.attributes) {
        let _ = write!(
            text,
            "        // {}\n        AttributeWeights {{ toggles: {}, rate: {}, with_update: {}, own_changes: {}, other_levels: {}, agreement_weight: {}, persistence_weight: {}, expected: {} }},\n",
            attribute.info().name,
            short(line.toggles),
            short(line.rate),
            short(line.with_update),
            row(&line.own_changes),
            row(&line.other_levels),
            short(line.agreement_weight),
            short(line.persistence_weight),
            row(&line.expected),
        );
    }
    let points: Vec<String> =
        calibration.iter().map(|(x, y)| format!("({}, {})", short(*x), short(*y))).collect();
    let _ = write!(
        text,
        "    ],\n    bias: {},\n    twins: {},\n    newcomers: {},\n    crowd: {},\n    caution: {},\n    calibration: &[{}],\n}};\n",
        short(weights.bias),
        row(&weights.twins),
        short(weights.newcomers),
        short(weights.crowd),
        row(&weights.caution),
        points.join(", ")
    );
    text
}

const HEAD: &str = "//! Learnt by `link-learn`; not to be edited by hand.

use crate::weights::{AttributeWeights, Weights};

/// What was learnt.
#[rustfmt::skip]
#[allow(clippy::approx_constant, clippy::unreadable_literal)] // numbers happen
pub static LEARNT: Weights = Weights {
    attributes: [
";

/// Four significant digits: more were never known.
fn short(number: f64) -> String {
    let digits = if number == 0.0 { 0.0 } else { number.abs().log10().floor() };
    let scale = 10.0_f64.powf(3.0 - digits);
    format!("{:?}", (number * scale).round() / scale)
}

fn row(numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|number| short(*number)).collect();
    format!("[{}]", numbers.join(", "))
}
