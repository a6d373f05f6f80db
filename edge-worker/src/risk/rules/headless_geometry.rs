//! A window and a screen that no desktop gives a person.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Engine;

pub(super) static RULE: Rule = Rule {
    flag: "headless_geometry",
    category: Category::Automation,
    group: Group::Headless,
    weight: 35,
    about: "Window and screen have the sizes that a browser without a window makes up.",
    advice: "Take it as a hint.",
    look_alikes: "Kiosks and full-screen windows fill the screen too; screens of these very sizes \
                  are rare by now. Firefox in a window that fills a small laptop's screen is left \
                  alone, since the laptop has a touchpad.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    if !evidence.user_agent().is_desktop() {
        return None;
    }
    let screen = pair(evidence, SignalId::ScreenFrame, "width", "height")?;
    let available = pair(evidence, SignalId::ScreenFrame, "avail_width", "avail_height")?;
    let outer = pair(evidence, SignalId::Window, "outer_width", "outer_height")?;
    let inner = pair(evidence, SignalId::Window, "inner_width", "inner_height")?;
    if outer == (0.0, 0.0) && inner > (0.0, 0.0) {
        return Some("The window has no outer size.".to_owned());
    }
    let agent = evidence.user_agent().engine;
    let made_up = MADE_UP.iter().any(|(engine, size)| *engine == agent && *size == screen);
    // Firefox's window fills its made-up screen without full-screen mode, as that of a
    // person does on a small laptop without panels, who has a mouse or a touchpad.
    let fills = outer == screen && inner.1 < outer.1 && no_pointer(evidence);
    (made_up && available == screen && (agent == Engine::Blink || fills))
        .then(|| "The screen has the size that headless browsers make up.".to_owned())
}

/// The screens of headless Chromium (`--headless=new`, seen in 156) and of
/// headless Firefox (seen in 153 ESR).
const MADE_UP: [(Engine, (f64, f64)); 2] =
    [(Engine::Blink, (800.0, 600.0)), (Engine::Gecko, (1366.0, 768.0))];

fn no_pointer(evidence: &Evidence) -> bool {
    let any = evidence.member(SignalId::Pointer, "any").and_then(Value::as_list);
    any.is_some_and(<[Value]>::is_empty)
}

fn pair(evidence: &Evidence, id: SignalId, first: &str, second: &str) -> Option<(f64, f64)> {
    let number = |key| evidence.member(id, key).and_then(Value::as_f64);
    number(first).zip(number(second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn made_up_sizes_are_told() {
        let screen = json!({"width": 800, "height": 600, "avail_width": 800, "avail_height": 600});
        assert!(Case::chrome().set(SignalId::ScreenFrame, screen).raises(&RULE));
        let window = json!({"inner_width": 800, "inner_height": 600, "outer_width": 0,
            "outer_height": 0});
        assert!(Case::chrome().set(SignalId::Window, window).raises(&RULE));
    }

    #[test]
    fn firefox_without_a_window_is_told_and_a_small_laptop_is_not() {
        let screen =
            json!({"width": 1366, "height": 768, "avail_width": 1366, "avail_height": 768});
        let nothing = json!({"pointer": "none", "hover": "none", "any": []});
        let sized = |outer: u32| {
            let window = json!({"inner_width": 1366, "inner_height": 682, "outer_width": 1366,
                "outer_height": outer});
            Case::firefox()
                .set(SignalId::ScreenFrame, screen.clone())
                .set(SignalId::Window, window)
        };
        let headless = |outer| sized(outer).set(SignalId::Pointer, nothing.clone());
        assert!(headless(768).raises(&RULE));
        assert!(!headless(740).raises(&RULE));
        // Seen in Firefox ESR 153 on a desktop without panels.
        assert!(!sized(768).raises(&RULE));
    }

    #[test]
    fn desktops_and_phones_stay_quiet() {
        assert!(!Case::chrome().raises(&RULE));
        let phone = json!({"width": 800, "height": 600, "avail_width": 800, "avail_height": 600});
        assert!(!Case::chrome_android().set(SignalId::ScreenFrame, phone).raises(&RULE));
    }
}
