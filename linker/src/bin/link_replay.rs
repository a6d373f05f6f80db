//! Replays a benchmark file from stdin and prints the figures, fast:
//!
//! `gzip -dc population.ndjson.gz | link-replay [--half public] [--every 1,7,20]
//! [--loss 0.3] [--stir twin:0.1,coarsen:canvas:50] [--crossed] [--reliability]`

use std::io::{self, Write as _};

use edgeprint_linker::Class;
use edgeprint_linker::calibration::calibrate;
use edgeprint_linker::lab::sample::{Sample, read};
use edgeprint_linker::lab::stir::Stir;
use edgeprint_linker::lab::{course, replay};
use edgeprint_linker::linker::{LEAST_CERTAINTY, Linker};
use edgeprint_linker::weights::{LEARNT, Weights};

struct Arguments(Vec<String>);

impl Arguments {
    fn text(&self, name: &str) -> Option<&str> {
        let at = self.0.iter().position(|argument| argument == name)?;
        self.0.get(at + 1).map(String::as_str)
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.text(name)?.parse().ok()
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|argument| argument == name)
    }
}

fn main() -> io::Result<()> {
    let arguments = Arguments(std::env::args().collect());
    let sample = read(io::stdin().lock(), arguments.text("--half").unwrap_or("public"), 7);
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:>5} {:>7} {:>9} {:>9} {:>7} {:>7}",
        "every", "visits", "ownership", "precision", "recall", "new_fp"
    )?;
    if !arguments.has("--crossed") {
        return report(&mut out, &arguments, sample, &LEARNT);
    }
    // Each half with what was learnt from the other: nothing was seen before.
    let [one, two] = course::halves(&sample);
    for (seen, unseen) in [(&one, &two), (&two, &one)] {
        let weights = Weights {
            calibration: LEARNT.calibration,
            caution: LEARNT.caution,
            ..course::learn(seen)
        };
        report(&mut out, &arguments, unseen.clone(), &weights)?;
    }
    Ok(())
}

fn report(
    out: &mut impl io::Write,
    arguments: &Arguments,
    mut sample: Sample,
    weights: &Weights,
) -> io::Result<()> {
    for (seed, stir) in (10..).zip(arguments.text("--stir").unwrap_or("").split(',')) {
        if let Some(stir) = Stir::parse(stir) {
            stir.apply(&mut sample, seed);
        }
    }
    let loss = arguments.number("--loss").unwrap_or(1.0);
    let least: Vec<f64> = match arguments.text("--certainty") {
        Some(list) => list.split(',').flat_map(str::parse).collect(),
        None => vec![LEAST_CERTAINTY],
    };
    for every in arguments.text("--every").unwrap_or("7").split(',').flat_map(str::parse) {
        for least in &least {
            let replay = replay::run(&sample, every, loss, &Linker::new(weights, *least));
            let f = replay.figures;
            writeln!(
                out,
                "{every:>5} {:>7} {:>9.4} {:>9.4} {:>7.4} {:>7.4}  at {least}",
                replay.visits, f.ownership, f.precision, f.recall, f.new_fp
            )?;
            if arguments.has("--by-class") {
                for class in [Class::Windows, Class::Mac, Class::Ios, Class::Android, Class::Other]
                {
                    let of_class = replay.guesses.iter().filter(|guess| guess.class == class);
                    let of_class: Vec<_> = of_class.copied().collect();
                    for (likely, right, count) in
                        replay::reliability(&of_class, weights.calibration)
                    {
                        writeln!(
                            out,
                            "      {class:?} thought {likely:.3}  was {right:.3}  of {count}"
                        )?;
                    }
                }
            }
            if arguments.has("--reliability") {
                for (likely, right, count) in
                    replay::reliability(&replay.guesses, weights.calibration)
                {
                    writeln!(out, "      thought {likely:.3}  was {right:.3}  of {count}")?;
                }
            }
        }
    }
    writeln!(out, "      certain at most {:.4}", calibrate(weights.calibration, 99.0))
}
