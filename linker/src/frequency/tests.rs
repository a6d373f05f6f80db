//! What counts as common, and what it takes to remember it.

use super::*;
use crate::weights::LEARNT;

fn visit(canvas: u32) -> AttributeVector {
    let mut visit = AttributeVector::default();
    visit.set_text(Attribute::Gpu, "Apple GPU");
    visit.set_text(Attribute::Canvas, &canvas.to_string());
    visit
}

#[test]
fn rare_values_surprise_more() {
    let mut frequencies = Frequencies::default();
    for n in 0..1000_u32 {
        frequencies.count_device(&visit(if n % 2 == 0 { 0 } else { n }), 1.0);
    }
    let common = frequencies.surprise(&visit(0), &LEARNT)[Attribute::Canvas.index()];
    let rare = frequencies.surprise(&visit(77), &LEARNT)[Attribute::Canvas.index()];
    assert!(common < 0.8 && rare > 3.0, "{common} {rare}");
}

#[test]
fn the_sketch_stays_as_small_as_it_is() {
    let mut frequencies = Frequencies::with_width(256);
    let before = frequencies.to_bytes().len();
    for n in 0..90_000_u32 {
        frequencies.count_device(&visit(n), 1.0);
    }
    assert_eq!(frequencies.to_bytes().len(), before);
    assert!(frequencies.counted <= FULL);
    assert!((frequencies.population() - 90_000.0).abs() < 1e-6);
}

#[test]
fn growing_forgets_nothing() {
    let mut frequencies = Frequencies::default();
    let small = frequencies.to_bytes().len();
    for n in 0..2000_u32 {
        frequencies.count_device(&visit(n % 50), 1.0);
    }
    assert!(frequencies.to_bytes().len() >= 4 * (small - 32));
    let hash = visit(7).hash(Attribute::Canvas).unwrap_or_default();
    let shown = frequencies.shown(Attribute::Canvas, hash);
    assert!((40.0..60.0).contains(&shown), "{shown}");
}

#[test]
fn a_sample_stands_for_all() {
    let mut frequencies = Frequencies::default();
    for n in 0..8000_u32 {
        frequencies.count_device(&visit(n), 1.0);
    }
    assert!((frequencies.sampling_rate() - 0.5).abs() < 1e-9);
    let before = frequencies.population();
    frequencies.count_sample();
    frequencies.count_device(&visit(0), 1.0);
    assert!((frequencies.population() - before - 2.0).abs() < 0.01);
}

#[test]
fn bytes_lead_back_and_nonsense_is_refused() {
    let mut frequencies = Frequencies::with_width(64);
    frequencies.count_device(&visit(1), 1.0);
    frequencies.count_visit(0.4);
    let bytes = frequencies.to_bytes();
    let read = Frequencies::from_bytes(&bytes);
    assert_eq!(read.map(|read| read.to_bytes()), Some(bytes.clone()));
    assert_eq!(Frequencies::from_bytes(&bytes[..bytes.len() - 1]), None);
    assert_eq!(Frequencies::from_bytes(b"efq1"), None);
    let read = Frequencies::from_text(&frequencies.to_text());
    assert_eq!(read.map(|read| read.to_bytes()), Some(bytes));
    assert_eq!(Frequencies::from_text("efq1"), None);
}
