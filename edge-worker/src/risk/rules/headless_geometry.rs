//! A window and a screen that no desktop gives a person.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "headless_geometry",
    category: Category::Automation,
    group: Group::Headless,
    weight: 35,
    about: "Window and screen have the sizes that a browser without a window makes up.",
    advice: "Take it as a hint.",
    look_alikes: "Kiosks and full-screen windows fill the screen too; screens of these very sizes \
                  are rare by now.",
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
    let made_up = screen == (800.0, 600.0) && available == screen;
    made_up.then(|| "The screen has the size that headless browsers make up.".to_owned())
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
    fn desktops_and_phones_stay_quiet() {
        assert!(!Case::chrome().raises(&RULE));
        let phone = json!({"width": 800, "height": 600, "avail_width": 800, "avail_height": 600});
        assert!(!Case::chrome_android().set(SignalId::ScreenFrame, phone).raises(&RULE));
    }
}
