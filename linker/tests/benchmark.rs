//! The linking benchmark's short form, on a small population that was made up:
//! that the replay and the programs work. Figures that say something come from
//! `npm run link-bench` and a real population.

#![allow(clippy::expect_used, clippy::indexing_slicing)] // tests may panic

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use edgeprint_linker::lab::replay::{self, reliability};
use edgeprint_linker::lab::sample::{Sample, read};
use edgeprint_linker::weights::LEARNT;
use edgeprint_linker::{Linker, Method};
use serde_json::{Value as Json, json};

const SMALL: &str = include_str!("../../tests/linking/small.ndjson");

fn sample() -> Sample {
    read(SMALL.as_bytes(), "public", 7)
}

#[test]
fn browsers_that_change_are_recognised_and_newcomers_are_new() {
    for every in [1.0, 7.0, 20.0] {
        let figures = replay::run(&sample(), every, 1.0, &Linker::default()).figures;
        assert!(figures.precision > 0.999 && figures.ownership > 0.999, "{every} {figures:?}");
        assert!(figures.recall > 0.85 && figures.new_fp < 0.001, "{every} {figures:?}");
    }
}

#[test]
fn what_tokens_keep_is_not_lost() {
    let figures = replay::run(&sample(), 7.0, 0.3, &Linker::default()).figures;
    assert!(figures.precision > 0.999 && figures.recall > 0.85, "{figures:?}");
}

#[test]
fn confidence_is_a_share_and_every_answer_is_in_the_diagram() {
    let guesses = replay::run(&sample(), 7.0, 1.0, &Linker::default()).guesses;
    let rows = reliability(&guesses, LEARNT.calibration);
    assert_eq!(rows.iter().map(|(_, _, count)| count).sum::<usize>(), guesses.len());
    assert!(rows.iter().all(|(likely, right, _)| *likely <= 1.0 && *right <= 1.0));
}

#[test]
fn link_eval_speaks_the_benchmarks_protocol() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_link-eval"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut asking = child.stdin.take().expect("it is piped");
    let mut answers = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut ask = |line: &str| -> Json {
        writeln!(asking, "{line}").expect("the program reads");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("the program answers");
        serde_json::from_str(&answer).expect("an answer is JSON")
    };
    let first: Json = serde_json::from_str(SMALL.lines().next().expect("it has lines"))
        .expect("a record is JSON");
    let visit = |seq: u32, day: f64, cookie: Option<&str>| {
        json!({"seq": seq, "ts": day * 86_400.0, "cookie": cookie, "fp": first["fp"]}).to_string()
    };
    let new = ask(&visit(0, 1.0, None));
    let id = new["id"].as_str().expect("an id is text").to_owned();
    assert_eq!(new["method"], json!(Method::New));
    let kept = ask(&visit(1, 2.0, Some(&id)));
    assert_eq!((&kept["id"], &kept["method"]), (&new["id"], &json!(Method::Token)));
    // What is no visit is answered too: the benchmark waits for a line.
    assert!(ask("no JSON")["error"].is_string());
    assert!(ask("{}")["id"].is_string());
    let known = ask(&visit(2, 3.0, None));
    assert_eq!(known["id"], new["id"]);
    drop(asking);
    assert!(child.wait().expect("it ends").success());
}
