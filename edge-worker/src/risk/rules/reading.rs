//! What several rules read from evidence in the same way.

use edgeprint_signals::{SignalId, Value};

use crate::evidence::{Brand, Evidence, Family, brands_of_value};

/// The texts of a list; none where there is no list.
pub fn listed(value: Option<&Value>) -> Vec<&str> {
    let items = value.and_then(Value::as_list).unwrap_or_default();
    items.iter().filter_map(Value::as_str).collect()
}

/// The longest piece of a client's text that a reason repeats.
const SHOWN_CHARS: usize = 60;

/// A client's text as a reason repeats it: quoted, cut, without control characters.
pub fn shown(text: &str) -> String {
    let clean = text.chars().filter(|c| !c.is_control());
    let short: String = clean.clone().take(SHOWN_CHARS).collect();
    let more = if clean.count() > SHOWN_CHARS { "…" } else { "" };
    format!("“{short}{more}”")
}

/// The brands under a member of a client hints signal.
pub fn page_brands(evidence: &Evidence, id: SignalId, key: &str) -> Vec<Brand> {
    let list = evidence.claimed(id).and_then(|value| value.get(key));
    list.map(brands_of_value).unwrap_or_default()
}

/// The paths of functions that were replaced, with the check that failed cut off.
pub fn replaced<'a>(evidence: &Evidence<'a>) -> Vec<&'a str> {
    let member = |key| listed(evidence.member(SignalId::NativeFunctions, key));
    let failed = member("tampered").into_iter().map(|item| item.split(':').next().unwrap_or(item));
    failed.chain(member("frame")).collect()
}

/// Whether a request came over HTTP/2 or 3 without the Priority header (RFC 9218) that the
/// claimed browser adds to a script's requests there. Seen in Chromium 156 and Firefox 153;
/// Chromium has done so since 124, and Firefox at the latest since 140.
pub fn lacks_priority(evidence: &Evidence) -> bool {
    let agent = evidence.user_agent();
    let protocol = evidence.connection.http_protocol.as_deref();
    let sends = matches!(agent.family, Family::Chrome | Family::Edge | Family::Firefox)
        && (agent.is_chromium(130) || agent.is_firefox(140));
    sends && matches!(protocol, Some("HTTP/2" | "HTTP/3")) && evidence.headers.priority.is_none()
}

/// More than any page counts.
const MANY: f64 = 1e6;

/// One of the numbers on input, where the page watched it and the number makes sense.
pub fn count(evidence: &Evidence, name: &str) -> Option<f64> {
    evidence.input?.get(name)?.as_f64().filter(|number| (0.0..=MANY).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn what_a_client_sends_is_cut_and_cleaned() {
        assert_eq!(shown("a\u{7}b\n"), "“ab”");
        assert_eq!(shown(&"x".repeat(1000)).chars().count(), SHOWN_CHARS + 3);
    }

    #[test]
    fn numbers_on_input_are_taken_where_they_make_sense() {
        let told = |number| count(&Case::chrome().input(&[("keys", number)]).evidence(), "keys");
        assert_eq!(told(3.0), Some(3.0));
        assert_eq!((told(-1.0), told(1e300)), (None, None));
        assert_eq!(count(&Case::chrome().evidence(), "keys"), None);
    }

    #[test]
    fn lists_of_any_shape_are_read() {
        assert!(listed(None).is_empty());
        assert!(listed(Some(&Value::from("text"))).is_empty());
        assert_eq!(listed(Some(&vec![Value::Null, "a".into()].into())), ["a"]);
    }

    #[test]
    fn replaced_functions_come_from_both_lists() {
        let case = Case::chrome()
            .member(SignalId::NativeFunctions, "tampered", json!(["a.b:source"]))
            .member(SignalId::NativeFunctions, "frame", json!(["c.d"]));
        assert_eq!(replaced(&case.evidence()), ["a.b", "c.d"]);
    }
}
