//! Learns the weights from the public half of a benchmark file on stdin, and
//! prints `learnt.rs`:
//!
//! `gzip -dc population.ndjson.gz | cargo run --release -p edgeprint-linker --bin link-learn > learnt.rs`

use std::io::{self, Write as _};

use edgeprint_linker::lab::sample::read;
use edgeprint_linker::lab::{course, emit};

/// As the benchmark and the paper: browsers with more than six fingerprints.
const LEAST_SPELLS: usize = 7;

fn main() -> io::Result<()> {
    let sample = read(io::stdin().lock(), "public", LEAST_SPELLS);
    let crossed = course::cross_learn(&sample);
    let (caution, calibration) = course::calibration(&course::cross_examine(&sample, &crossed));
    let mut weights = course::learn(&sample);
    weights.caution = caution;
    writeln!(io::stderr(), "learnt from {} browsers", sample.len())?;
    io::stdout().write_all(emit::source(&weights, &calibration).as_bytes())
}
