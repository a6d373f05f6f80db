//! From what a submission shows to what the linker compares: one table.
//!
//! Every signal is either in [`TABLE`] or in [`UNUSED`], with the reason; a
//! test holds this, so a new signal must be put into one of them.

use edgeprint_linker::{Attribute, AttributeVector, Class};
use edgeprint_signals::{SignalId, Value};

use crate::evidence::{Connection, Evidence, Family};

/// An attribute, the signal that it is read from, and how. Where two lines name
/// one attribute, the first that yields a value counts.
type Line = (Attribute, SignalId, fn(&Value) -> Option<String>);

/// What the linker compares, and where it comes from. The user agent is read
/// apart from these ([`looks`]): into family, version and the system's version.
const TABLE: &[Line] = &[
    (Attribute::Architecture, SignalId::UaHighEntropy, architecture),
    (Attribute::Model, SignalId::UaHighEntropy, |value| named(value, "model")),
    (Attribute::SystemVersion, SignalId::UaHighEntropy, |value| named(value, "platform_version")),
    (Attribute::Platform, SignalId::Platform, plain),
    (Attribute::Languages, SignalId::Languages, languages),
    (Attribute::Timezone, SignalId::Timezone, |value| named(value, "name")),
    // January's: summer time is no journey.
    (Attribute::Offset, SignalId::Timezone, |value| plain(value.get("january")?)),
    (Attribute::GpuVendor, SignalId::Webgl, |value| named(value, "vendor")),
    (Attribute::Gpu, SignalId::Webgl, |value| named(value, "renderer")),
    (Attribute::Webgl, SignalId::WebglParameters, whole),
    (Attribute::Canvas, SignalId::CanvasText, |value| named(value, "text")),
    (Attribute::Canvas, SignalId::Canvas, |value| named(value, "geometry")),
    (Attribute::Cores, SignalId::HardwareConcurrency, plain),
    (Attribute::Memory, SignalId::DeviceMemory, plain),
    (Attribute::Screen, SignalId::Screen, screen),
    (Attribute::Available, SignalId::ScreenFrame, available),
    (Attribute::PixelRatio, SignalId::Window, |value| plain(value.get("device_pixel_ratio")?)),
    (Attribute::Gamut, SignalId::ColorGamut, plain),
    (Attribute::Touch, SignalId::Touch, |value| plain(value.get("points")?)),
    (Attribute::Audio, SignalId::Audio, |value| named(value, "hash")),
    (Attribute::Fonts, SignalId::Fonts, joined),
    (Attribute::Plugins, SignalId::Plugins, whole),
    (Attribute::MediaDevices, SignalId::MediaDevices, media_devices),
    (Attribute::DoNotTrack, SignalId::PrivacySignals, whole),
    (Attribute::Storage, SignalId::Storage, |value| named(value, "local")),
    (Attribute::ColorScheme, SignalId::DisplayPreferences, |value| named(value, "color_scheme")),
];

/// Attributes that the table has no line for.
#[cfg(test)]
const UNREAD: &[(Attribute, &str)] = &[
    (Attribute::Family, "read from the user agent"),
    (Attribute::BrowserVersion, "read from the user agent"),
    (Attribute::Encoding, "read from the request"),
    (Attribute::Handshake, "the network's"),
    (Attribute::Operator, "the network's"),
    (Attribute::NetworkPrefix, "the network's"),
    (Attribute::HeaderOrder, "Workers sort the headers"),
    (Attribute::Accept, "always */* where a page's script asks"),
    (Attribute::AdBlocker, "not collected"),
];

/// Signals that the linker has no use for, and why.
#[cfg(test)]
const UNUSED: &[(SignalId, &str)] = &[
    (SignalId::UserAgent, "read apart from the table"),
    (SignalId::AppVersion, "says what the user agent says"),
    (SignalId::UaClientHints, "says what the user agent says"),
    (SignalId::Vendor, "follows from the family"),
    (SignalId::Oscpu, "follows from the platform"),
    (SignalId::VendorGlobals, "follows from the family"),
    (SignalId::Locale, "follows from the languages"),
    (SignalId::CpuArchitecture, "follows from the platform"),
    (SignalId::HeapLimit, "follows from the memory"),
    (SignalId::Connection, "changes by the minute"),
    (SignalId::Pointer, "follows from the family; a mouse comes and goes"),
    (SignalId::FontPreferences, "follows from the fonts"),
    (SignalId::Codecs, "follows from family and version"),
    (SignalId::SpeechVoices, "loaded late, so it differs from visit to visit"),
    (SignalId::Permissions, "per site and by the visit"),
    (SignalId::Math, "follows from family and version"),
    (SignalId::Engine, "follows from family and version"),
    (SignalId::Webdriver, "evidence for risk"),
    (SignalId::AutomationGlobals, "evidence for risk"),
    (SignalId::ChromeObject, "evidence for risk"),
    (SignalId::NativeFunctions, "evidence for risk"),
    (SignalId::PageState, "the page's, not the device's"),
    (SignalId::PlatformFeatures, "follows from family, version and platform"),
    (SignalId::KeyboardLayout, "switched by the hour where people write in two languages"),
    (SignalId::Webgpu, "follows from family and version"),
    (SignalId::TextMetrics, "follows from the fonts"),
    (SignalId::WebrtcCodecs, "follows from family and version"),
    (SignalId::WorkerRealm, "evidence for risk"),
    (SignalId::Clock, "differs from reading to reading"),
];

/// What a submission shows, as the linker compares it. `prefix` is the network
/// that it came from.
#[must_use]
pub fn looks(evidence: &Evidence, prefix: Option<&str>) -> AttributeVector {
    let mut vector = AttributeVector::default();
    for (attribute, signal, read) in TABLE.iter().copied() {
        if vector.get(attribute).is_none()
            && let Some(text) = evidence.value(signal).and_then(read)
        {
            vector.set_text(attribute, &text);
        }
    }
    let agent = evidence.page_user_agent().or(evidence.headers.user_agent.as_deref());
    if let Some(agent) = agent {
        vector.set_user_agent(agent);
    }
    if let Some(encoding) = evidence.accept_encoding() {
        vector.set_text(Attribute::Encoding, encoding);
    }
    set_network(&mut vector, evidence.connection, prefix);
    if is_uniform(evidence) {
        vector.set_class(Class::Uniform);
    }
    vector
}

fn set_network(vector: &mut AttributeVector, connection: &Connection, prefix: Option<&str>) {
    let ciphers = connection.ja4.as_deref().or(connection.tls_client_ciphers_sha1.as_deref());
    if let Some(ciphers) = ciphers {
        let version = connection.tls_version.as_deref().unwrap_or_default();
        vector.set_text(Attribute::Handshake, &format!("{version} {ciphers}"));
    }
    if let Some(asn) = connection.asn {
        vector.set_text(Attribute::Operator, &asn.to_string());
    }
    if let Some(prefix) = prefix {
        vector.set_text(Attribute::NetworkPrefix, prefix);
    }
}

/// Firefox with `privacy.resistFingerprinting`, and Tor Browser: everyone is in
/// one time zone (UTC, since Firefox 128 that of Reykjavik) and draws noise.
fn is_uniform(evidence: &Evidence) -> bool {
    const EVERYBODYS: [&str; 3] = ["UTC", "Etc/UTC", "Atlantic/Reykjavik"];
    let zone = evidence.member(SignalId::Timezone, "name").and_then(Value::as_str);
    evidence.user_agent().family == Family::Firefox
        && zone.is_none_or(|zone| EVERYBODYS.contains(&zone))
        && evidence.value(SignalId::Canvas).is_none()
}

/// A number, a flag or a text that says something.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Text(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}

fn named(value: &Value, name: &str) -> Option<String> {
    plain(value.get(name)?)
}

/// All of a value, whatever its shape.
fn whole(value: &Value) -> Option<String> {
    serde_json::to_string(value).ok()
}

/// Names in a list. The comma separates them, so none may hold one.
fn joined(value: &Value) -> Option<String> {
    let names = value.as_list()?.iter().filter_map(Value::as_str);
    Some(names.map(|name| name.replace(',', " ")).collect::<Vec<_>>().join(","))
}

fn languages(value: &Value) -> Option<String> {
    joined(value.get("languages")?).filter(|names| !names.is_empty())
}

fn architecture(value: &Value) -> Option<String> {
    let architecture = named(value, "architecture")?;
    Some(format!("{architecture} {}", named(value, "bitness").unwrap_or_default()))
}

fn screen(value: &Value) -> Option<String> {
    let side = |name| named(value, name);
    Some(format!("{}x{}x{}", side("long")?, side("short")?, side("color_depth")?))
}

fn available(value: &Value) -> Option<String> {
    Some(format!("{}x{}", named(value, "avail_width")?, named(value, "avail_height")?))
}

fn media_devices(value: &Value) -> Option<String> {
    let count = |name| named(value, name);
    Some(format!("{}/{}/{}", count("audioinput")?, count("audiooutput")?, count("videoinput")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn every_signal_is_used_or_it_is_said_why_not() {
        for id in SignalId::ALL {
            let used = TABLE.iter().any(|(_, signal, _)| signal == id);
            let unused = UNUSED.iter().any(|(signal, why)| signal == id && !why.is_empty());
            assert!(
                used != unused,
                "{}: give it a line in TABLE or in UNUSED, in this file",
                id.name()
            );
        }
    }

    #[test]
    fn every_attribute_is_read_or_it_is_said_why_not() {
        for attribute in Attribute::ALL {
            let read = TABLE.iter().any(|(other, ..)| other == attribute);
            let unread = UNREAD.iter().any(|(other, why)| other == attribute && !why.is_empty());
            assert!(read != unread, "{}", attribute.info().name);
        }
    }

    #[test]
    fn a_browser_shows_nearly_everything() {
        let case = Case::chrome();
        let vector = looks(&case.evidence(), Some("203.0.113.0/24"));
        for attribute in [Attribute::Family, Attribute::BrowserVersion, Attribute::Platform] {
            assert!(vector.get(attribute).is_some(), "{}", attribute.info().name);
        }
    }

    #[test]
    fn a_dead_reading_is_no_value_and_odd_shapes_are_survived() {
        let odd = [json!(null), json!([]), json!({"languages": ["", 1]}), json!({"long": {}})];
        for value in odd {
            for id in SignalId::ALL {
                let case = Case::chrome().set(*id, value.clone());
                let vector = looks(&case.evidence(), None);
                assert!(vector.get(Attribute::NetworkPrefix).is_none());
            }
        }
        let vector = looks(&Case::nothing().evidence(), None);
        assert!(vector.get(Attribute::Fonts).is_none() && vector.get(Attribute::Screen).is_none());
    }

    #[test]
    fn who_resists_fingerprinting_is_everybody() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";
        let resisting = Case::chrome()
            .agent(firefox)
            .set(SignalId::Canvas, json!(null))
            .set(SignalId::Timezone, json!({"name": "Atlantic/Reykjavik", "january": 0}));
        // A null is a value; what is noisy has none.
        let mut components = resisting.evidence().components.clone();
        let noisy = edgeprint_signals::Component::absent(
            edgeprint_signals::Status::Noisy,
            edgeprint_signals::Reason::ReadingsDiffer,
        );
        components.set(SignalId::Canvas, noisy);
        let evidence = Evidence { components: &components, ..resisting.evidence() };
        assert_eq!(looks(&evidence, None).class(), Class::Uniform);
        assert_ne!(looks(&Case::chrome().evidence(), None).class(), Class::Uniform);
    }
}
