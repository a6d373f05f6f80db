//! The screen's orientation contradicts its size.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "emulated_screen",
    category: Category::Automation,
    group: Group::Screen,
    weight: 60,
    about: "A desktop's screen is wider than high, yet says that it stands upright: automation \
            tools that set a page's size (Puppeteer by default) leave this behind.",
    advice: "Treat like automation, unless developers with emulated devices are your visitors.",
    look_alikes: "Screens that are turned say so and are higher than wide. Firefox with \
                  resistFingerprinting says landscape always, and is left alone.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let frame = evidence.value(SignalId::ScreenFrame)?;
    let number = |key| frame.get(key).and_then(Value::as_f64);
    let wide = number("width")? > number("height")?;
    let upright =
        frame.get("orientation").and_then(Value::as_str).is_some_and(|o| o.starts_with("portrait"));
    (evidence.user_agent().is_desktop() && wide && upright)
        .then(|| "The screen is wider than high, yet says that it stands upright.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn screen(width: u32, height: u32, orientation: &str) -> Case {
        Case::chrome().set(
            SignalId::ScreenFrame,
            json!({"width": width, "height": height, "avail_width": width,
                "avail_height": height, "orientation": orientation}),
        )
    }

    #[test]
    fn an_upright_screen_that_is_wide_is_told() {
        assert!(screen(1920, 1080, "portrait-primary").raises(&RULE));
    }

    #[test]
    fn turned_ordinary_and_blurred_screens_stay_quiet() {
        assert!(!screen(1080, 1920, "portrait-primary").raises(&RULE));
        assert!(!screen(1920, 1080, "landscape-primary").raises(&RULE));
        assert!(!screen(900, 1400, "landscape-primary").raises(&RULE));
    }
}
