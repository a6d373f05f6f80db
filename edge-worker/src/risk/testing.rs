//! Submissions of honest browsers, for tests. Values as real browsers gave them.

use std::cell::OnceCell;

use edgeprint_signals::{Component, Components, Reason, SignalId, Status, Value};
use serde_json::json;

use super::{RULES, Rule};
use crate::evidence::{Agent, Connection, Evidence, RequestHeaders, Traffic};

/// A submission that tests bend.
#[derive(Clone)]
pub struct Case {
    pub components: Components,
    pub headers: RequestHeaders,
    pub connection: Connection,
    pub input: Option<Value>,
}

const CHROME: &str = "Chrome/131.0.0.0";
const BRANDS: &str = r#""Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24""#;
const IOS: &str = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1";

impl Case {
    /// Chrome on Windows.
    pub fn chrome() -> Self {
        let agent = format!(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
             {CHROME} Safari/537.36"
        );
        Self::blink(&agent, "Win32", "Windows", false)
            .set(SignalId::Plugins, plugins(5))
            .set(SignalId::ChromeObject, chrome_object())
    }

    /// Chrome on an Android phone.
    pub fn chrome_android() -> Self {
        let agent = format!(
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
             {CHROME} Mobile Safari/537.36"
        );
        Self::blink(&agent, "Linux armv81", "Android", true).phone()
    }

    /// An app's view of a page on Android: no client hints, no `chrome` object.
    pub fn webview() -> Self {
        let agent = format!(
            "Mozilla/5.0 (Linux; Android 14; SM-S911B; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
             Version/4.0 {CHROME} Mobile Safari/537.36"
        );
        let mut case = Self::blink(&agent, "Linux armv81", "Android", true).phone();
        case.headers.sec_ch_ua = None;
        case.headers.sec_ch_ua_mobile = None;
        case.headers.sec_ch_ua_platform = None;
        case.status(SignalId::UaClientHints, Status::Unsupported, Reason::ApiMissing)
            .status(SignalId::UaHighEntropy, Status::Unsupported, Reason::ApiMissing)
            .member(SignalId::ChromeObject, "present", json!(false))
    }

    /// Firefox on Linux.
    pub fn firefox() -> Self {
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        Self::base(agent, "Linux x86_64")
            .set(SignalId::AppVersion, json!("5.0 (X11)"))
            .set(
                SignalId::Vendor,
                json!({"vendor": "", "vendor_sub": "", "product_sub": "20100101"}),
            )
            .set(SignalId::Plugins, plugins(5))
            .set(SignalId::Engine, json!({"family": "gecko", "eval_length": 37, "stack": "at"}))
            .set(SignalId::Oscpu, json!("Linux x86_64"))
    }

    /// Safari on a Mac; an iPad that asks for desktop pages says the same.
    pub fn safari() -> Self {
        let agent =
            format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {IOS} Safari/605.1.15");
        Self::webkit(&agent, "MacIntel").set(SignalId::Plugins, plugins(5))
    }

    /// An iPad in desktop mode: a Mac with touch.
    pub fn ipad() -> Self {
        Self::safari().set(SignalId::Touch, json!({"points": 5, "event": true, "start": true})).set(
            SignalId::Pointer,
            json!({"pointer": "coarse", "hover": "none", "any": ["coarse"]}),
        )
    }

    /// Safari on an iPhone.
    pub fn iphone() -> Self {
        let agent = format!(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {IOS} Mobile/15E148 \
             Safari/604.1"
        );
        Self::webkit(&agent, "iPhone").phone().set(SignalId::Plugins, plugins(0))
    }

    /// No readings, no headers, no connection.
    pub fn nothing() -> Self {
        Self {
            components: Components::new(),
            headers: RequestHeaders::default(),
            connection: Connection::default(),
            input: None,
        }
    }

    /// Every honest browser of this file.
    pub fn honest() -> Vec<(&'static str, Self)> {
        vec![
            ("chrome", Self::chrome()),
            ("chrome_android", Self::chrome_android()),
            ("webview", Self::webview()),
            ("firefox", Self::firefox()),
            ("safari", Self::safari()),
            ("ipad", Self::ipad()),
            ("iphone", Self::iphone()),
        ]
    }

    fn blink(agent: &str, platform: &str, hint: &str, mobile: bool) -> Self {
        let list = json!([
            {"brand": "Google Chrome", "version": "131"},
            {"brand": "Chromium", "version": "131"},
            {"brand": "Not_A Brand", "version": "24"}
        ]);
        let mut case = Self::base(agent, platform)
            .set(SignalId::AppVersion, json!(agent.trim_start_matches("Mozilla/")))
            .set(SignalId::Vendor, json!({"vendor": "Google Inc.", "product_sub": "20030107"}))
            .set(
                SignalId::UaClientHints,
                json!({"brands": list, "mobile": mobile, "platform": hint}),
            )
            .set(SignalId::UaHighEntropy, json!({"full_version_list": list}))
            .set(SignalId::Plugins, plugins(0))
            .set(SignalId::ChromeObject, chrome_object())
            .set(SignalId::Engine, json!({"family": "chromium", "eval_length": 33, "stack": "v8"}));
        case.headers.sec_ch_ua = Some(BRANDS.into());
        case.headers.sec_ch_ua_mobile = Some(if mobile { "?1" } else { "?0" }.into());
        case.headers.sec_ch_ua_platform = Some(format!("\"{hint}\""));
        case
    }

    fn webkit(agent: &str, platform: &str) -> Self {
        Self::base(agent, platform)
            .set(SignalId::AppVersion, json!(agent.trim_start_matches("Mozilla/")))
            .set(
                SignalId::Vendor,
                json!({"vendor": "Apple Computer, Inc.", "product_sub": "20030107"}),
            )
            .set(SignalId::Engine, json!({"family": "webkit", "eval_length": 37, "stack": "at"}))
    }

    fn base(agent: &str, platform: &str) -> Self {
        let text = |text: &str| Some(text.to_owned());
        let headers = RequestHeaders {
            user_agent: text(agent),
            accept: text("*/*"),
            accept_language: text("de-DE,de;q=0.9,en;q=0.8"),
            accept_encoding: text("gzip, deflate, br"),
            sec_fetch_site: text("cross-site"),
            sec_fetch_mode: text("cors"),
            sec_fetch_dest: text("empty"),
            origin: text("https://shop.example"),
            trustworthy: Some(true),
            ..RequestHeaders::default()
        };
        let connection = Connection {
            tls_version: text("TLSv1.3"),
            timezone: text("Europe/Berlin"),
            utc_offset: Some(-60).into(),
            ..Connection::default()
        };
        let mut components = Components::new();
        for id in SignalId::ALL {
            components.set(*id, Component::absent(Status::Skipped, Reason::Excluded));
        }
        let case = Self { components, headers, connection, input: None };
        let zone = json!({"name": "Europe/Berlin", "offset": -60, "named": -60});
        let window = json!({"inner_width": 1280, "inner_height": 800, "outer_width": 1296,
            "outer_height": 939, "screen_x": 20, "screen_y": 10});
        let frame = json!({"width": 1920, "height": 1080, "avail_width": 1920,
            "avail_height": 1040, "avail_left": 0, "avail_top": 0});
        case.set(SignalId::UserAgent, json!(agent))
            .set(SignalId::Platform, json!(platform))
            .set(SignalId::Languages, json!({"language": "de-DE", "languages": ["de-DE", "en"]}))
            .set(SignalId::Timezone, zone)
            .set(SignalId::Touch, json!({"points": 0, "event": false, "start": false}))
            .set(
                SignalId::Pointer,
                json!({"pointer": "fine", "hover": "hover", "any": ["fine", "hover"]}),
            )
            .set(SignalId::Window, window)
            .set(SignalId::ScreenFrame, frame)
            .set(
                SignalId::Webdriver,
                json!({"value": false, "own": false, "descriptor": "accessor", "checks": [],
                    "getter_value": false}),
            )
            .set(SignalId::AutomationGlobals, json!([]))
            .set(
                SignalId::NativeFunctions,
                json!({"checked": 60, "tampered": [], "to_string": [], "frame": [],
                    "frame_differs": []}),
            )
            .set(
                SignalId::PageState,
                json!({"focused": true, "visibility": "visible", "framed": false, "secure": true}),
            )
            .set(
                SignalId::Permissions,
                json!({"notifications": "prompt", "notification_permission": "default"}),
            )
            .set(SignalId::Webgl, json!({"vendor": "V", "renderer": "R", "software": false}))
    }

    fn phone(self) -> Self {
        self.set(SignalId::Touch, json!({"points": 5, "event": true, "start": true}))
            .set(
                SignalId::Pointer,
                json!({"pointer": "coarse", "hover": "none", "any": ["coarse"]}),
            )
            .set(SignalId::Permissions, json!({}))
            .member(SignalId::ChromeObject, "members", json!(["loadTimes", "csi"]))
    }

    /// With another value of a signal.
    pub fn set(mut self, id: SignalId, value: serde_json::Value) -> Self {
        let mut component = Component::ok(value_of(value));
        component.ms = 0.3;
        self.components.set(id, component);
        self
    }

    /// With another member of a signal's map.
    pub fn member(mut self, id: SignalId, key: &str, value: serde_json::Value) -> Self {
        let entries = match self.components.value(id) {
            Some(Value::Map(entries)) => entries.clone(),
            _ => Vec::new(),
        };
        let changed = entries.into_iter().chain([(key.to_owned(), value_of(value))]).collect();
        self.components.set(id, Component::ok(Value::map(changed)));
        self
    }

    /// With a signal that could not be read.
    pub fn status(mut self, id: SignalId, status: Status, reason: Reason) -> Self {
        self.components.set(id, Component::absent(status, reason));
        self
    }

    /// With other headers.
    pub fn headers(mut self, change: impl FnOnce(&mut RequestHeaders)) -> Self {
        change(&mut self.headers);
        self
    }

    /// With another connection.
    pub fn connection(mut self, change: impl FnOnce(&mut Connection)) -> Self {
        change(&mut self.connection);
        self
    }

    /// With numbers on input: those of a person with mouse and keys, as Chromium 156 told them of
    /// X's XTEST, but for these.
    pub fn input(mut self, others: &[(&str, f64)]) -> Self {
        let mut numbers = json!({"untrusted": 0, "mouse": 41, "touch": 0, "pen": 0, "moves": 35,
            "coalesced": 1, "displaced": 0, "clicks": 3, "jumps": 0, "instant": 0, "keys": 12,
            "keysInstant": 0, "keyGaps": 11, "keyGap": 200.3, "keyGapDeviation": 20.3});
        for (name, number) in others {
            numbers[*name] = json!(number);
        }
        self.input = Some(value_of(numbers));
        self
    }

    /// With the same user agent in page and header.
    pub fn agent(self, agent: &str) -> Self {
        self.set(SignalId::UserAgent, json!(agent))
            .set(SignalId::AppVersion, json!(agent.trim_start_matches("Mozilla/")))
            .headers(|headers| headers.user_agent = Some(agent.to_owned()))
    }

    /// The evidence.
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            components: &self.components,
            headers: &self.headers,
            connection: &self.connection,
            token_moved: false,
            copied: false,
            traffic: Traffic::default(),
            input: self.input.as_ref(),
            agent: &Agent::Nobody,
            claims: OnceCell::new(),
        }
    }

    /// Whether a rule raises its flag.
    pub fn raises(&self, rule: &Rule) -> bool {
        (rule.check)(&self.evidence()).is_some()
    }

    /// The flags that all rules together raise.
    pub fn flags(&self) -> Vec<&'static str> {
        RULES.iter().filter(|rule| self.raises(rule)).map(|rule| rule.flag).collect()
    }
}

fn value_of(value: serde_json::Value) -> Value {
    serde_json::from_value(value).unwrap()
}

fn plugins(count: u32) -> serde_json::Value {
    json!({"count": count, "mime_types": count.min(2), "pdf_viewer": count > 0, "genuine": true})
}

fn chrome_object() -> serde_json::Value {
    json!({"present": true, "members": ["loadTimes", "csi", "app"], "checks": [],
        "descriptor": "we", "runtime": false})
}
