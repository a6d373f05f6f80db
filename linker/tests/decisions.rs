//! What the linker promises, one visit after another.

#![allow(clippy::expect_used, clippy::indexing_slicing)] // tests may panic

use edgeprint_linker::blocking::keys;
use edgeprint_linker::memory::Memory;
use edgeprint_linker::{
    Attribute, AttributeVector, Change, Class, Decision, Device, Linker, Method, Visit,
};

const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36";
const UPDATED: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.4 Mobile/15E148 Safari/604.1";
const FIREFOX: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// A desktop with a graphics card, a canvas and fonts of its own.
fn desktop(number: u32) -> AttributeVector {
    let mut shows = AttributeVector::default();
    shows.set_user_agent(WINDOWS);
    let own = [
        (Attribute::Gpu, format!("ANGLE (NVIDIA, GeForce RTX {number})")),
        (Attribute::Webgl, format!("webgl {number}")),
        (Attribute::Canvas, format!("canvas {number}")),
        (Attribute::Fonts, format!("Arial,Calibri,Font {number}")),
        (Attribute::Screen, format!("{}x1080x24", 1900 + number % 9)),
        (Attribute::Timezone, format!("Zone/{}", number % 17)),
        (Attribute::Languages, format!("l{},en", number % 13)),
    ];
    for (attribute, text) in own {
        shows.set_text(attribute, &text);
    }
    let common = [
        (Attribute::Cores, ["8", "12", "16"]),
        (Attribute::Memory, ["8", "16", "32"]),
        (Attribute::MediaDevices, ["1/1/1", "0/1/1", "1/0/1"]),
    ];
    for (at, (attribute, texts)) in common.into_iter().enumerate() {
        shows.set_text(attribute, texts[(number as usize / 3_usize.pow(at as u32)) % 3]);
    }
    shows
}

/// A phone of which there are millions.
fn phone() -> AttributeVector {
    let mut shows = AttributeVector::default();
    shows.set_user_agent(IPHONE);
    for (attribute, text) in [
        (Attribute::Gpu, "Apple GPU"),
        (Attribute::Canvas, "same"),
        (Attribute::Webgl, "same"),
        (Attribute::Screen, "393x852x24"),
        (Attribute::Timezone, "America/New_York"),
        (Attribute::Languages, "en-US"),
    ] {
        shows.set_text(attribute, text);
    }
    shows
}

fn visit(
    memory: &mut Memory,
    shows: &AttributeVector,
    token: Option<&str>,
    day: f64,
) -> (String, Decision) {
    memory.link(&Linker::default(), &Visit::new(shows, token, day)).expect("memory does not fail")
}

/// A tenant with a hundred desktops; the ids are theirs.
fn tenant() -> (Memory, Vec<String>) {
    let mut memory = Memory::default();
    let ids = (0..100).map(|number| visit(&mut memory, &desktop(number), None, 0.0).0).collect();
    (memory, ids)
}

#[test]
fn devices_of_their_own_get_ids_of_their_own() {
    let (_, mut ids) = tenant();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 100);
}

#[test]
fn the_same_looks_are_the_same_device() {
    let (mut memory, ids) = tenant();
    let (id, decision) = visit(&mut memory, &desktop(42), None, 7.0);
    assert_eq!((id, decision.method), (ids[42].clone(), Method::Exact));
    assert!(decision.confidence > 0.9 && decision.candidates >= 1);
}

#[test]
fn an_update_and_a_new_canvas_are_followed() {
    let (mut memory, ids) = tenant();
    let mut shows = desktop(42);
    shows.set_user_agent(UPDATED);
    shows.set_text(Attribute::Canvas, "as the new version draws it");
    let (id, decision) = visit(&mut memory, &shows, None, 7.0);
    assert_eq!((id, decision.method), (ids[42].clone(), Method::Linked));
}

#[test]
fn another_machine_in_the_same_room_is_another() {
    let (mut memory, ids) = tenant();
    let mut shows = desktop(42);
    for (attribute, text) in [
        (Attribute::Gpu, "ANGLE (Intel, UHD)"),
        (Attribute::Webgl, "other"),
        (Attribute::Canvas, "other"),
        (Attribute::Fonts, "Arial"),
        (Attribute::Timezone, "Pacific/Auckland"),
    ] {
        shows.set_text(attribute, text);
    }
    let (id, decision) = visit(&mut memory, &shows, None, 7.0);
    assert_eq!(decision.method, Method::New);
    assert!(!ids.contains(&id));
}

#[test]
fn impossible_changes_are_vetoed_whatever_else_agrees() {
    for (attribute, before, after) in [
        (Attribute::Family, "windows chrome desktop", "android chrome mobile"),
        (Attribute::Architecture, "x86", "arm"),
        (Attribute::Model, "Pixel 8", "Pixel 9"),
        (Attribute::Platform, "Win32", "MacIntel"),
    ] {
        let (mut memory, _) = tenant();
        let (mut one, mut other) = (desktop(500), desktop(500));
        one.set_text(attribute, before);
        other.set_text(attribute, after);
        let (known, _) = visit(&mut memory, &one, None, 0.0);
        let (id, decision) = visit(&mut memory, &other, None, 1.0);
        assert!(id != known && decision.method == Method::New, "{attribute:?}");
    }
}

#[test]
fn phones_of_one_model_are_not_merged_on_looks() {
    let (mut memory, _) = tenant();
    for customer in 0..20_u32 {
        let mut shows = phone();
        shows.set_text(Attribute::ColorScheme, if customer % 2 == 0 { "light" } else { "dark" });
        visit(&mut memory, &shows, None, f64::from(customer) / 10.0);
    }
    let mut shows = phone();
    shows.set_text(Attribute::ColorScheme, "light");
    let (_, decision) = visit(&mut memory, &shows, None, 3.0);
    assert_eq!(decision.method, Method::New);
    assert!(decision.sibling.is_some(), "it says whom it may be");
}

#[test]
fn a_face_that_everybody_wears_proves_nothing() {
    let (mut memory, _) = tenant();
    let mut shows = desktop(700);
    shows.set_user_agent(FIREFOX);
    shows.set_text(Attribute::Family, "windows firefox desktop");
    shows.set_class(Class::Uniform);
    let (first, _) = visit(&mut memory, &shows, None, 0.0);
    let (second, decision) = visit(&mut memory, &shows, None, 1.0);
    assert!(first != second && decision.method == Method::New);
    // What its storage kept still counts.
    let (third, decision) = visit(&mut memory, &shows, Some(&first), 2.0);
    assert_eq!((third, decision.method), (first, Method::Token));
}

#[test]
fn twins_are_new_and_less_than_sure() {
    let (mut memory, _) = tenant();
    let (mut one, mut other) = (desktop(800), desktop(800));
    one.set_text(Attribute::ColorScheme, "light");
    other.set_text(Attribute::ColorScheme, "dark");
    for (id, shows) in [("d8001", &one), ("d8002", &other)] {
        memory.learn(shows);
        let device = Device::first_seen(id, shows.clone(), 0.0);
        memory.put(Change { keys: keys(shows), struck: Vec::new(), device });
    }
    // A visit that fits both alike.
    let mut between = desktop(800);
    between.set_text(Attribute::MediaDevices, "9/9/9");
    let (id, decision) = visit(&mut memory, &between, None, 1.0);
    assert_eq!(decision.method, Method::New);
    assert!(id != "d8001" && id != "d8002" && decision.confidence < 0.9);
    assert!(decision.sibling.is_some_and(|sibling| sibling.id.starts_with("d800")));
}

#[test]
fn a_token_survives_every_ordinary_change() {
    let (mut memory, ids) = tenant();
    let mut shows = desktop(42);
    shows.set_user_agent(UPDATED);
    shows.set_text(Attribute::Canvas, "new");
    shows.set_text(Attribute::Screen, "3440x1440x24");
    shows.set_text(Attribute::Timezone, "America/New_York");
    let (id, decision) = visit(&mut memory, &shows, Some(&ids[42]), 30.0);
    assert_eq!((id, decision.method), (ids[42].clone(), Method::Token));
    assert!(!decision.token_moved && decision.confidence > 0.9);
}

#[test]
fn a_token_on_another_machine_has_moved() {
    let (mut memory, ids) = tenant();
    let (id, decision) = visit(&mut memory, &desktop(901), Some(&ids[42]), 1.0);
    assert!(decision.token_moved && decision.method == Method::New && id != ids[42]);
    let (id, decision) = visit(&mut memory, &phone(), Some(&ids[42]), 1.0);
    assert!(decision.token_moved && id != ids[42], "a phone is no desktop");
    // On a machine that is known, it is that machine.
    let (id, decision) = visit(&mut memory, &desktop(7), Some(&ids[42]), 1.0);
    assert!(decision.token_moved);
    assert_eq!(id, ids[7]);
}

/// A copied token on a like machine shows just this: nothing tells it from a
/// browser profile that was moved to a new computer. To take a stranger's token
/// for its owner's is worse than to know an owner twice, so it has moved; and a
/// token that speaks for nobody joins nothing.
#[test]
fn a_token_has_moved_when_the_hardware_changed_all_at_once() {
    let (mut memory, ids) = tenant();
    let mut shows = desktop(42);
    for (attribute, text) in [
        (Attribute::Gpu, "ANGLE (Intel, UHD)"),
        (Attribute::Webgl, "other webgl"),
        (Attribute::Canvas, "other canvas"),
        (Attribute::Fonts, "Georgia,Verdana"),
        (Attribute::Screen, "1366x768x24"),
        (Attribute::Cores, "2"),
    ] {
        shows.set_text(attribute, text);
    }
    // The token was out of sight on the first visit with the new hardware.
    let (second, _) = visit(&mut memory, &shows, None, 1.0);
    let (id, decision) = visit(&mut memory, &shows, Some(&ids[42]), 2.0);
    assert!(decision.token_moved && decision.joined.is_none(), "{decision:?}");
    assert!(id != ids[42]);
    // The id that it got by itself is good as before, with its own token.
    let (id, decision) = visit(&mut memory, &shows, Some(&second), 3.0);
    assert_eq!((id, decision.method), (second, Method::Token));
}

/// A new graphics card, or a driver that draws anew, is the same computer: what
/// went with the card changed, and fonts, cores, memory and the person did not.
#[test]
fn a_new_graphics_card_keeps_the_token_and_joins_the_second_id() {
    let (mut memory, ids) = tenant();
    let mut shows = desktop(42);
    for (attribute, text) in [
        (Attribute::Gpu, "ANGLE (AMD, Radeon RX 9070)"),
        (Attribute::Webgl, "webgl of the new card"),
        (Attribute::Canvas, "canvas of the new card"),
        (Attribute::Screen, "3440x1440x24"),
        (Attribute::NetworkPrefix, "192.0.2.0/24"),
    ] {
        shows.set_text(attribute, text);
    }
    let (second, _) = visit(&mut memory, &shows, None, 1.0);
    assert!(second != ids[42]);
    let (id, decision) = visit(&mut memory, &shows, Some(&ids[42]), 2.0);
    assert_eq!((id, decision.method), (ids[42].clone(), Method::Token));
    assert_eq!(decision.joined, Some(second));
}

#[test]
fn the_network_helps_but_does_not_decide() {
    let (mut memory, _) = tenant();
    let home = |mut shows: AttributeVector| {
        shows.set_text(Attribute::Operator, "AS64500");
        shows.set_text(Attribute::NetworkPrefix, "192.0.2.0/24");
        shows
    };
    let (one, _) = visit(&mut memory, &home(desktop(300)), None, 0.0);
    let (other, decision) = visit(&mut memory, &home(desktop(301)), None, 0.1);
    assert!(one != other && decision.method == Method::New);
}

#[test]
fn a_visit_that_shows_nothing_is_new() {
    let (mut memory, _) = tenant();
    for _ in 0..30 {
        let (_, decision) = visit(&mut memory, &AttributeVector::default(), None, 1.0);
        assert_eq!(decision.method, Method::New);
    }
}

#[test]
fn a_device_goes_to_storage_and_back() {
    let mut device = Device::first_seen("d1", desktop(1), 3.0);
    device.see(&desktop(2), 4.0);
    let text = serde_json::to_string(&device).expect("plain data");
    assert_eq!(serde_json::from_str::<Device>(&text).expect("its own text"), device);
    assert!(text.len() < 4_000, "{}", text.len());
    assert!(!text.contains("NVIDIA"), "values are kept as hashes");
}
