//! A small parser of user agent strings: only what rules compare.

/// The engine that a user agent names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// Chromium and its kin, from Chrome 28 on.
    Blink,
    /// Firefox, except on iOS.
    Gecko,
    /// Safari, WebKitGTK, and every browser on iOS.
    WebKit,
    /// None that is known.
    #[default]
    Unknown,
}

/// The browser that a user agent names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // each is the browser of its name
pub enum Family {
    Chrome,
    /// Chrome or Chromium that says it has no window.
    HeadlessChrome,
    /// Android's `WebView`, or an app's frame around it.
    WebView,
    Edge,
    Opera,
    Samsung,
    Yandex,
    Vivaldi,
    /// `QtWebEngine`: Chromium without Google's parts.
    QtWebEngine,
    /// Electron or CEF: Chromium inside a desktop application.
    Embedded,
    Firefox,
    Safari,
    /// Not a browser, or one that is not told apart.
    #[default]
    Other,
}

impl Family {
    /// Every one.
    pub const ALL: [Self; 13] = [
        Self::Chrome,
        Self::HeadlessChrome,
        Self::WebView,
        Self::Edge,
        Self::Opera,
        Self::Samsung,
        Self::Yandex,
        Self::Vivaldi,
        Self::QtWebEngine,
        Self::Embedded,
        Self::Firefox,
        Self::Safari,
        Self::Other,
    ];

    /// Its name in counters and filters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::HeadlessChrome => "headless_chrome",
            Self::WebView => "webview",
            Self::Edge => "edge",
            Self::Opera => "opera",
            Self::Samsung => "samsung",
            Self::Yandex => "yandex",
            Self::Vivaldi => "vivaldi",
            Self::QtWebEngine => "qtwebengine",
            Self::Embedded => "embedded",
            Self::Firefox => "firefox",
            Self::Safari => "safari",
            Self::Other => "other",
        }
    }
}

/// The operating system that a user agent names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // each is the system of its name
pub enum Os {
    Windows,
    MacOs,
    /// iPhone, iPod, and iPads that ask for mobile pages.
    Ios,
    Android,
    ChromeOs,
    Linux,
    #[default]
    Unknown,
}

/// What a user agent string claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UserAgent {
    /// The browser.
    pub family: Family,
    /// The engine.
    pub engine: Engine,
    /// The engine's major version: Chromium's or Gecko's; Safari's for `WebKit`.
    pub version: Option<u32>,
    /// The operating system.
    pub os: Os,
    /// Whether it says that it runs on a phone (tablets mostly don't).
    pub mobile: bool,
}

/// The mark of a browser among those that name Chrome as well; the first hit counts.
const CHROMIUM_KIN: [(&str, Family); 17] = [
    ("HeadlessChrome/", Family::HeadlessChrome),
    ("Edg/", Family::Edge),
    ("EdgA/", Family::Edge),
    ("OPR/", Family::Opera),
    ("OPT/", Family::Opera),
    ("SamsungBrowser/", Family::Samsung),
    ("YaBrowser/", Family::Yandex),
    ("Vivaldi/", Family::Vivaldi),
    ("QtWebEngine/", Family::QtWebEngine),
    ("Electron/", Family::Embedded),
    ("; wv)", Family::WebView),
    ("UCBrowser/", Family::Other),
    ("MiuiBrowser/", Family::Other),
    ("HuaweiBrowser/", Family::Other),
    ("MQQBrowser/", Family::Other),
    ("Whale/", Family::Other),
    ("DuckDuckGo/", Family::Other),
];

impl UserAgent {
    /// Parses a user agent string; any string gives an answer.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (family, engine, version) = browser(text);
        Self { family, engine, version, os: system(text), mobile: text.contains("Mobi") }
    }

    /// Whether it claims a Chromium of at least this version.
    #[must_use]
    pub fn is_chromium(&self, at_least: u32) -> bool {
        self.engine == Engine::Blink && self.version.is_some_and(|v| v >= at_least)
    }

    /// Whether it claims an operating system of desktops and laptops.
    #[must_use]
    pub fn is_desktop(&self) -> bool {
        matches!(self.os, Os::Windows | Os::MacOs | Os::ChromeOs | Os::Linux)
    }

    /// Whether it claims a Firefox of at least this version.
    #[must_use]
    pub fn is_firefox(&self, at_least: u32) -> bool {
        self.engine == Engine::Gecko && self.version.is_some_and(|v| v >= at_least)
    }

    /// Whether it claims a Safari (not merely `WebKit`) of at least this version.
    #[must_use]
    pub fn is_safari(&self, at_least: u32) -> bool {
        self.family == Family::Safari && self.version.is_some_and(|v| v >= at_least)
    }
}

fn browser(text: &str) -> (Family, Engine, Option<u32>) {
    // Every browser on iOS is WebKit underneath, whatever it is called (CriOS, FxiOS, …).
    if system(text) == Os::Ios {
        let family = if names_another_ios_app(text) { Family::Other } else { Family::Safari };
        return (family, Engine::WebKit, number_after(text, "Version/"));
    }
    if text.contains("Gecko/") && text.contains("Firefox/") {
        return (Family::Firefox, Engine::Gecko, number_after(text, "Firefox/"));
    }
    if let Some(version) = number_after(text, "Chrome/").or(number_after(text, "Chromium/")) {
        let kin = CHROMIUM_KIN.iter().find(|(mark, _)| text.contains(mark));
        return (kin.map_or(Family::Chrome, |(_, family)| *family), Engine::Blink, Some(version));
    }
    if text.contains("AppleWebKit/") {
        let safari = text.contains("Safari/") && system(text) == Os::MacOs;
        let family = if safari { Family::Safari } else { Family::Other };
        return (family, Engine::WebKit, number_after(text, "Version/"));
    }
    (Family::Other, Engine::Unknown, None)
}

fn names_another_ios_app(text: &str) -> bool {
    // In-app web views say neither "Version/" nor "Safari/".
    !text.contains("Safari/")
        || ["CriOS/", "FxiOS/", "EdgiOS/", "OPiOS/", "OPT/", "GSA/", "YaBrowser/", "DuckDuckGo/"]
            .iter()
            .any(|mark| text.contains(mark))
}

fn system(text: &str) -> Os {
    // Order matters: Windows Phone named Android, ChromeOS names X11, Android names Linux.
    if text.contains("Windows") {
        Os::Windows
    } else if ["iPhone", "iPad", "iPod"].iter().any(|device| text.contains(device)) {
        Os::Ios
    } else if text.contains("Android") {
        Os::Android
    } else if text.contains("CrOS") {
        Os::ChromeOs
    } else if text.contains("Macintosh") || text.contains("Mac OS X") {
        Os::MacOs
    } else if text.contains("Linux") || text.contains("X11") {
        Os::Linux
    } else {
        Os::Unknown
    }
}

/// The number right behind a mark: `HeadlessChrome/` counts as `Chrome/` too.
fn number_after(text: &str, mark: &str) -> Option<u32> {
    let (_, rest) = text.split_once(mark)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHROME_TAIL: &str = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0";

    #[test]
    fn the_great_families_are_told_apart() {
        let cases = [
            ("(Windows NT 10.0; Win64; x64)", "Safari/537.36", Family::Chrome, Os::Windows),
            ("(X11; Linux x86_64)", "Safari/537.36 Edg/131.0.0.0", Family::Edge, Os::Linux),
            ("(X11; CrOS x86_64 14541.0.0)", "Safari/537.36", Family::Chrome, Os::ChromeOs),
            ("(Linux; Android 10; K; wv)", "Mobile Safari/537.36", Family::WebView, Os::Android),
            ("(Linux; Android 10; K)", "Mobile Safari/537.36", Family::Chrome, Os::Android),
        ];
        for (system, tail, family, os) in cases {
            let ua = UserAgent::parse(&format!("Mozilla/5.0 {system} {CHROME_TAIL} {tail}"));
            assert_eq!((ua.family, ua.engine, ua.os), (family, Engine::Blink, os), "{system}");
            assert!(ua.is_chromium(131) && !ua.is_chromium(132));
            assert_eq!(ua.mobile, tail.starts_with("Mobile"));
        }
    }

    #[test]
    fn headless_chrome_names_itself() {
        let ua = UserAgent::parse(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
             HeadlessChrome/156.0.0.0 Safari/537.36",
        );
        assert_eq!((ua.family, ua.version), (Family::HeadlessChrome, Some(156)));
    }

    #[test]
    fn firefox_is_gecko_except_on_ios() {
        let desktop = UserAgent::parse(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        );
        assert_eq!((desktop.family, desktop.engine), (Family::Firefox, Engine::Gecko));
        assert!(desktop.is_firefox(140));
        let ios = UserAgent::parse(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 \
             (KHTML, like Gecko) FxiOS/124.0 Mobile/15E148 Safari/605.1.15",
        );
        assert_eq!((ios.family, ios.engine, ios.os), (Family::Other, Engine::WebKit, Os::Ios));
        assert!(ios.mobile);
    }

    #[test]
    fn safari_has_its_own_version() {
        let ua = UserAgent::parse(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 \
             (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
        );
        assert!(ua.is_safari(17) && !ua.is_safari(18));
        assert_eq!(ua.os, Os::MacOs);
        let gtk = UserAgent::parse(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) \
             Version/16.0 Safari/605.1.15",
        );
        assert_eq!((gtk.family, gtk.engine), (Family::Other, Engine::WebKit));
    }

    #[test]
    fn what_is_no_browser_is_unknown() {
        for text in ["", "curl/8.5.0", "Mozilla/5.0", "Chrome/", "python-requests/2.31"] {
            let ua = UserAgent::parse(text);
            assert_eq!((ua.family, ua.engine, ua.version), Default::default(), "{text}");
        }
    }
}
