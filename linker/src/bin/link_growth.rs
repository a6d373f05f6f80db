//! What a look-up costs as the population grows:
//!
//! `cargo run --release -p edgeprint-linker --bin link-growth [-- 1000000]`
//!
//! An object of JSON a line, for `npm run growth`.

use std::io::{self, Write as _};
use std::time::Instant;

use serde_json::json;

use edgeprint_linker::blocking::{KEYS, keys};
use edgeprint_linker::device::Device;
use edgeprint_linker::lab::crowd::{later, member};
use edgeprint_linker::lab::stir::Dice;
use edgeprint_linker::memory::Memory;
use edgeprint_linker::{AttributeVector, Change, Linker, Visit};

const LOOK_UPS: usize = 2_000;
/// Every so many devices one is kept in mind, to come again.
const REMEMBERED: usize = 97;

fn main() -> io::Result<()> {
    let most = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let mut out = io::stdout().lock();
    let mut memory = Memory::default();
    let mut dice = Dice::new(3);
    let mut remembered: Vec<AttributeVector> = Vec::new();
    let mut devices = 0;
    for size in [1_000, 10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= most) {
        while devices < size {
            let shows = member(&mut dice);
            if devices % REMEMBERED == 0 {
                remembered.push(shows.clone());
            }
            devices += 1;
            memory.learn(&shows);
            let device = Device::first_seen(&format!("d{devices}"), shows, 0.0);
            memory.put(Change { keys: keys(&device.latest), struck: Vec::new(), device });
        }
        let (mut times, mut rows) = (Vec::new(), Vec::new());
        for at in 0..LOOK_UPS {
            let known = remembered.get(at % remembered.len().max(1));
            let shows = match known {
                Some(known) if at % 2 == 0 => later(known, &mut dice),
                _ => member(&mut dice),
            };
            let (time, read) = look_up(&memory, &shows);
            times.push(time);
            rows.push(read);
        }
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times.get(LOOK_UPS * share / 100).copied().unwrap_or(0.0);
        #[allow(clippy::cast_precision_loss)]
        let mean = rows.iter().sum::<usize>() as f64 / LOOK_UPS as f64;
        let most = rows.iter().max().copied().unwrap_or(0);
        let line = json!({
            "devices": size,
            "rowsMean": mean,
            "rowsMost": most,
            "p50Ms": at(50),
            "p99Ms": at(99),
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// How many milliseconds a decision takes, and how many rows a store looks at:
/// the population's, the keys' and the devices'.
#[allow(clippy::disallowed_methods)] // a clock is what this program is for
fn look_up(memory: &Memory, shows: &AttributeVector) -> (f64, usize) {
    let start = Instant::now();
    let found = memory.candidates(&keys(shows), None);
    let visit = Visit::new(shows, None, 7.0);
    let decision = Linker::default().decide(&visit, &found, memory.population());
    let time = start.elapsed().as_secs_f64() * 1e3;
    (time, 1 + KEYS + decision.candidates)
}
