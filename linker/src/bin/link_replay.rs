//! Replays a benchmark file from stdin and prints the figures, fast:
//!
//! `gzip -dc population.ndjson.gz | link-replay [--half public] [--every 1,7,20]
//! [--loss 0.3] [--stir twin:0.2,coarsen:canvas:50+twin:0.1] [--certainty 0.98,0.99]
//! [--crossed] [--reliability] [--diagram reliability.svg]`

use std::collections::BTreeSet;
use std::io::{self, Write as _};

use edgeprint_linker::lab::replay::Guess;
use edgeprint_linker::lab::sample::{Sample, read};
use edgeprint_linker::lab::score::Score;
use edgeprint_linker::lab::stir::Stir;
use edgeprint_linker::lab::{course, diagram, replay};
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

/// The weights of a replay, and whose visits it counts: all, or one fold's.
type Part = (Option<BTreeSet<String>>, Weights);

fn main() -> io::Result<()> {
    let arguments = Arguments(std::env::args().collect());
    let half = arguments.text("--half").unwrap_or("public");
    let sample = read(io::stdin().lock(), half, 7);
    let mut out = io::stdout().lock();
    // Each part with what was learnt from the others: nothing was seen before.
    let parts: Vec<Part> = match arguments.has("--crossed") {
        true => course::cross_learn(&sample)
            .into_iter()
            .map(|(fold, weights)| {
                let Weights { calibration, caution, .. } = LEARNT;
                (Some(fold), Weights { calibration, caution, ..weights })
            })
            .collect(),
        false => vec![(None, LEARNT.clone())],
    };
    let of = if arguments.has("--crossed") { "in turn not learnt from" } else { "as shipped" };
    writeln!(out, "{} browsers of the {half} half, weights {of}\n", sample.len())?;
    writeln!(
        out,
        "| days between visits | stirred | certain from | ownership | precision | recall | new_fp |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|")?;
    let mut guesses = Vec::new();
    for stir in arguments.text("--stir").unwrap_or("-").split(',') {
        let mut stirred = sample.clone();
        for (seed, stir) in (10..).zip(stir.split('+')) {
            if let Some(stir) = Stir::parse(stir) {
                stir.apply(&mut stirred, seed);
            }
        }
        guesses.extend(report(&mut out, &arguments, &stirred, stir, &parts)?);
    }
    let rows = replay::reliability(&guesses, LEARNT.calibration);
    if arguments.has("--reliability") {
        writeln!(out, "\n| thought | was right | of |\n|---|---|---|")?;
        for (likely, right, count) in &rows {
            writeln!(out, "| {likely:.3} | {right:.3} | {count} |")?;
        }
    }
    if let Some(path) = arguments.text("--diagram") {
        let title = format!("{} answers on the {half} half, weights {of}", guesses.len());
        std::fs::write(path, diagram::reliability(&rows, &title))?;
    }
    Ok(())
}

fn report(
    out: &mut impl io::Write,
    arguments: &Arguments,
    sample: &Sample,
    stir: &str,
    parts: &[Part],
) -> io::Result<Vec<Guess>> {
    let loss = arguments.number("--loss").unwrap_or(1.0);
    let lost = if loss < 1.0 { format!(", {loss} of tokens lost") } else { String::new() };
    let least: Vec<f64> = match arguments.text("--certainty") {
        Some(list) => list.split(',').flat_map(str::parse).collect(),
        None => vec![LEAST_CERTAINTY],
    };
    let mut guesses = Vec::new();
    for every in arguments.text("--every").unwrap_or("7").split(',').flat_map(str::parse) {
        for least in &least {
            let mut score = Score::default();
            for (fold, weights) in parts {
                let counted = |owner: &str| fold.as_ref().is_none_or(|fold| fold.contains(owner));
                let linker = Linker::new(weights, *least);
                let replay = replay::run_for(sample, every, loss, &linker, counted);
                score.add(&replay.score);
                guesses.extend(replay.guesses);
            }
            let f = score.figures();
            writeln!(
                out,
                "| {every}{lost} | {stir} | {least} | {:.4} | {:.4} | {:.4} | {:.4} |",
                f.ownership, f.precision, f.recall, f.new_fp
            )?;
        }
    }
    Ok(guesses)
}
