//! The screen contradicts itself or the window on it.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "emulated_screen",
    category: Category::Automation,
    group: Group::Screen,
    weight: 60,
    about: "A desktop's screen is wider than high, yet says that it stands upright: automation \
            tools that set a page's size (Puppeteer by default) leave this behind. Or the page fills \
            the screen to the pixel and its window does not, since a size was made up for both \
            (Playwright by default, injected fingerprints).",
    advice: "Treat like automation, unless developers with emulated devices are your visitors.",
    look_alikes: "Screens that are turned say so and are higher than wide. Firefox with \
                  resistFingerprinting says landscape always, and is left alone. What blurs the screen \
                  (Firefox's protection, Brave) gives page, window and screen about one size; \
                  so does a window in full-screen mode.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let frame = evidence.value(SignalId::ScreenFrame)?;
    let number = |key| frame.get(key).and_then(Value::as_f64);
    let screen = number("width").zip(number("height"))?;
    let upright =
        frame.get("orientation").and_then(Value::as_str).is_some_and(|o| o.starts_with("portrait"));
    if !evidence.user_agent().is_desktop() {
        None
    } else if screen.0 > screen.1 && upright {
        Some("The screen is wider than high, yet says that it stands upright.".to_owned())
    } else {
        made_up_for_the_page(evidence, screen)
            .then(|| "The page fills the screen, its window does not.".to_owned())
    }
}

/// How far window and screen may be apart: Windows gives maximised windows eight
/// pixels more on each side, and Brave adds a few to each size.
const FRAME: f64 = 24.0;

fn made_up_for_the_page(evidence: &Evidence, screen: (f64, f64)) -> bool {
    let size = |width, height| {
        let number = |key| evidence.member(SignalId::Window, key).and_then(Value::as_f64);
        number(width).zip(number(height))
    };
    let page = size("inner_width", "inner_height");
    // Without a window its size is zero.
    let window = size("outer_width", "outer_height").filter(|window| *window != (0.0, 0.0));
    page == Some(screen)
        && window.is_some_and(|(width, height)| {
            (width - screen.0).abs() > FRAME || (height - screen.1).abs() > FRAME
        })
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

    fn window(inner: (u32, u32), outer: (u32, u32)) -> Case {
        screen(1280, 720, "landscape-primary").set(
            SignalId::Window,
            json!({"inner_width": inner.0, "inner_height": inner.1, "outer_width": outer.0,
                "outer_height": outer.1}),
        )
    }

    #[test]
    fn a_page_that_fills_the_screen_in_a_window_that_does_not_is_told() {
        assert!(window((1280, 720), (1288, 805)).raises(&RULE));
        assert!(window((1280, 720), (945, 1060)).raises(&RULE));
    }

    #[test]
    fn full_screen_and_sizes_that_a_browser_blurs_stay_quiet() {
        assert!(!window((1280, 720), (1280, 720)).raises(&RULE));
        assert!(!window((1280, 720), (1296, 736)).raises(&RULE));
        assert!(!window((1280, 720), (0, 0)).raises(&RULE));
        assert!(!window((1280, 593), (1280, 720)).raises(&RULE));
    }

    #[test]
    fn turned_ordinary_and_blurred_screens_stay_quiet() {
        assert!(!screen(1080, 1920, "portrait-primary").raises(&RULE));
        assert!(!screen(1920, 1080, "landscape-primary").raises(&RULE));
        assert!(!screen(900, 1400, "landscape-primary").raises(&RULE));
    }
}
