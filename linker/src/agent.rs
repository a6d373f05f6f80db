//! What a user agent says: the family of browser and system, and the version.

use serde::{Deserialize, Serialize};

/// Kinds of devices that resemble one another to a different degree: two
/// phones of one model agree in nearly everything, two desktops rarely do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum Class {
    /// Windows.
    Windows,
    /// macOS.
    Mac,
    /// iPhones and iPads.
    Ios,
    /// Android.
    Android,
    /// Linux, Chrome OS and the rest.
    #[default]
    Other,
    /// Shows everyone the same face on purpose (`privacy.resistFingerprinting`,
    /// Tor Browser): its looks prove nothing.
    Uniform,
}

impl Class {
    /// How many there are.
    pub const COUNT: usize = 6;
}

/// A user agent, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Operating system.
    pub system: &'static str,
    /// Browser.
    pub browser: &'static str,
    /// The browser's version, dotted.
    pub version: String,
    /// The system's version as far as the user agent says it; most freeze it.
    pub system_version: String,
    /// A phone or a tablet.
    pub mobile: bool,
}

/// Marks in the order in which they must be looked for: iOS says "like Mac OS X",
/// Android says "Linux".
const SYSTEMS: &[(&str, &str, bool)] = &[
    ("iPhone", "ios", true),
    ("iPod", "ios", true),
    ("iPad", "ipados", true),
    ("Android", "android", true),
    ("CrOS", "chromeos", false),
    ("Windows Phone", "winphone", true),
    ("Windows", "windows", false),
    ("Mac OS X", "macos", false),
    ("Macintosh", "macos", false),
    ("Linux", "linux", false),
    ("X11", "linux", false),
];

/// Every browser of Chromium's kin also says Chrome, and nearly all say Safari.
const BROWSERS: &[(&str, &str)] = &[
    ("EdgiOS/", "edge"),
    ("EdgA/", "edge"),
    ("Edg/", "edge"),
    ("Edge/", "edge"),
    ("OPR/", "opera"),
    ("OPT/", "opera"),
    ("Opera/", "opera"),
    ("SamsungBrowser/", "samsung"),
    ("YaBrowser/", "yandex"),
    ("Vivaldi/", "vivaldi"),
    ("DuckDuckGo/", "duckduckgo"),
    ("FxiOS/", "firefox"),
    ("Firefox/", "firefox"),
    ("CriOS/", "chrome"),
    ("Chromium/", "chrome"),
    ("Chrome/", "chrome"),
    ("MSIE ", "ie"),
    ("rv:11", "ie"),
    ("Version/", "safari"),
];

const SYSTEM_VERSIONS: &[&str] = &["iPhone OS ", "CPU OS ", "Android ", "Windows NT ", "Mac OS X "];

fn number_at_start(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '_')).collect()
}

/// Reads a user agent. Never fails: what is unknown is `other`.
#[must_use]
pub fn read(text: &str) -> Agent {
    let (system, mobile) = SYSTEMS
        .iter()
        .find(|(mark, ..)| text.contains(mark))
        .map_or(("other", text.contains("Mobile")), |(_, system, mobile)| (*system, *mobile));
    let found = BROWSERS
        .iter()
        .find_map(|(mark, browser)| text.split_once(mark).map(|(_, rest)| (*browser, rest)));
    let (browser, rest) = found.unwrap_or(("other", ""));
    let version = number_at_start(rest);
    let system_version = SYSTEM_VERSIONS
        .iter()
        .find_map(|mark| text.split_once(mark).map(|(_, rest)| number_at_start(rest)))
        .unwrap_or_default();
    // A WebView, or an app's window on the web, is a browser of its own.
    let browser = if text.contains("; wv)") { "webview" } else { browser };
    Agent { system, browser, version, system_version, mobile }
}

impl Agent {
    /// The kind of device.
    #[must_use]
    pub fn class(&self) -> Class {
        match self.system {
            "windows" => Class::Windows,
            "macos" => Class::Mac,
            "ios" | "ipados" => Class::Ios,
            "android" => Class::Android,
            _ => Class::Other,
        }
    }

    /// System, browser and size class as one value.
    #[must_use]
    pub fn family(&self) -> String {
        let size = if self.mobile { "mobile" } else { "desktop" };
        format!("{} {} {size}", self.system, self.browser)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_browsers_that_pretend_to_be_others() {
        let edge = read(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.3.1",
        );
        assert_eq!(
            (edge.family().as_str(), edge.version.as_str()),
            ("windows edge desktop", "143.0.3.1")
        );
        let safari = read(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.7 Mobile/15E148 Safari/604.1",
        );
        assert_eq!(safari.system_version, "18_7");
        assert_eq!(
            (safari.family().as_str(), safari.version.as_str()),
            ("ios safari mobile", "18.7")
        );
        let firefox = read("Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0");
        assert_eq!(firefox.family(), "android firefox mobile");
    }

    #[test]
    fn nonsense_is_other() {
        assert_eq!(read("").family(), "other other desktop");
        assert_eq!(read("Chrome/").version, "");
    }
}
