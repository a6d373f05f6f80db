use super::*;
use crate::{Reason, Stability};

/// A desktop with a graphics card and the fonts of an office.
fn desktop() -> Components {
    let mut components = Components::new();
    for id in SignalId::ALL {
        if id.stability() == Stability::Stable {
            components.set(*id, Component::ok("read"));
        }
    }
    components.set(SignalId::Webgl, Component::ok(gpu("NVIDIA GeForce RTX 3060", false)));
    components.set(SignalId::Fonts, Component::ok(vec!["a", "b", "c", "d", "e"]));
    components
}

fn gpu(renderer: &str, software: bool) -> Value {
    Value::map(vec![("renderer".into(), renderer.into()), ("software".into(), software.into())])
}

fn with(id: SignalId, component: Component) -> f64 {
    let mut components = desktop();
    components.set(id, component);
    Confidence::of(&components)
}

#[test]
fn a_full_reading_of_an_ordinary_desktop_is_worth_something() {
    let confidence = Confidence::of(&desktop());
    assert!((0.4..0.99).contains(&confidence), "{confidence}");
}

#[test]
fn machines_that_are_all_alike_are_worth_little() {
    let mut server = desktop();
    server.set(SignalId::Webgl, Component::ok(gpu("SwiftShader", true)));
    server.set(SignalId::Fonts, Component::ok(vec!["DejaVu Sans"]));
    assert!(Confidence::of(&server) < 0.2, "{}", Confidence::of(&server));
    let phone = with(SignalId::Webgl, Component::ok(gpu("Apple GPU", false)));
    assert!(phone < 0.6, "{phone}");
}

#[test]
fn every_stable_signal_that_is_missing_makes_it_less() {
    let all = Confidence::of(&desktop());
    for id in SignalId::ALL.iter().filter(|id| id.stability() == Stability::Stable) {
        for reason in [Reason::Denied, Reason::SignalDeadline, Reason::Excluded, Reason::Threw] {
            let less = with(*id, Component::absent(reason.status(), reason));
            assert!(less < all, "{} {reason:?}", id.name());
        }
    }
}

#[test]
fn noise_and_tampering_are_worse_than_absence() {
    for reason in [Reason::BrowserRandomises, Reason::NotNative] {
        let changed = with(SignalId::Canvas, Component::absent(reason.status(), reason));
        let missing = with(SignalId::Canvas, Component::absent(Status::Skipped, Reason::Excluded));
        assert!(changed < missing, "{reason:?}");
    }
    let elsewhere =
        with(SignalId::CanvasText, Component::absent(Status::Noisy, Reason::ReadingsDiffer));
    assert!(elsewhere < Confidence::of(&desktop()));
}

#[test]
fn nothing_is_worth_next_to_nothing_and_it_stays_in_bounds() {
    assert_eq!(Confidence::of(&Components::new()), 0.001);
    let mut noise = Components::new();
    for id in SignalId::ALL {
        noise.set(*id, Component::absent(Status::Noisy, Reason::ReadingsDiffer));
    }
    assert_eq!(Confidence::of(&noise), 0.001);
}

#[test]
fn every_stable_signal_counts_and_no_other() {
    for id in SignalId::ALL {
        assert_eq!(alike(*id) < 1000, id.stability() == Stability::Stable, "{}", id.name());
        assert!(alike(*id) > 0);
    }
}
