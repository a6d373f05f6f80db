//! Every rule: one file each, one line in the list here.

mod reading;

use reading::{count, lacks_priority, listed, page_brands, replaced, shown};

use super::{Category, Group, Rule};
use crate::evidence::{Evidence, Family};

macro_rules! rules {
    ($($name:ident)+) => {
        $(mod $name;)+

        /// Every rule, by what it looks at.
        pub static RULES: &[&Rule] = &[$(&$name::RULE),+];

        /// The rules' files, by their names.
        #[cfg(test)]
        const FILES: &[(&str, &str)] =
            &[$((stringify!($name), include_str!(concat!(stringify!($name), ".rs")))),+];
    };
}

rules! {
    verified_bot
    allowed_automation
    agent_signature_invalid
    webdriver
    webdriver_hidden
    webdriver_missing
    automation_framework
    activation_without_input
    headless_browser
    headless_geometry
    no_pointer
    emulated_screen
    permission_contradiction
    device_token_moved
    device_token_shared
    identity_tampering
    native_tampering
    realm_mismatch
    signals_tampered
    user_agent_mismatch
    app_version_mismatch
    client_hints_mismatch
    client_hints_missing
    client_hints_hollow
    engine_mismatch
    chrome_object_fake
    chrome_object_missing
    plugins_inconsistent
    platform_mismatch
    mobile_mismatch
    gpu_system_mismatch
    fonts_system_mismatch
    fetch_metadata
    priority_missing
    encoding_mismatch
    tls_library
    tls_mismatch
    non_browser_client
    incomplete_submission
    evidence_missing
    replayed_submission
    timing_impossible
    accept_language_missing
    language_mismatch
    language_inconsistent
    timezone_inconsistent
    timezone_mismatch
    rendering_noise
    software_gpu
    input_untrusted
    input_displaced
    input_mechanical
    many_countries
    device_burst
    network_burst
    traffic_burst
}

#[cfg(test)]
mod tests {
    use super::super::testing::Case;
    use super::super::{assess, score};
    use super::*;
    use edgeprint_signals::SignalId;
    use serde_json::json;

    #[test]
    fn honest_browsers_raise_no_flag_at_all() {
        for (name, case) in Case::honest() {
            assert_eq!(case.flags(), [""; 0], "{name}");
        }
    }

    #[test]
    fn nothing_known_raises_only_what_tells_a_client_without_a_browser() {
        let nothing = Case::nothing();
        let assessment = assess(&nothing.evidence());
        assert_eq!(assessment.flags(), ["non_browser_client", "incomplete_submission"]);
    }

    #[test]
    fn flags_are_unique_snake_case_and_explained() {
        for (at, rule) in RULES.iter().enumerate() {
            assert!(
                rule.flag.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                "{}",
                rule.flag
            );
            assert!(RULES.iter().skip(at + 1).all(|other| other.flag != rule.flag));
            for text in [rule.about, rule.advice, rule.look_alikes] {
                assert!(text.ends_with('.') && !text.contains('\n'), "{}", rule.flag);
            }
        }
    }

    #[test]
    fn every_rule_has_a_test_that_fires_it_and_one_that_keeps_it_quiet() {
        for (rule, (file, text)) in RULES.iter().zip(FILES) {
            assert_eq!(rule.flag, *file);
            let (_, tests) = text.split_once("#[cfg(test)]").unwrap_or_default();
            let asserts: Vec<&str> =
                tests.split("assert!(").skip(1).map(str::trim_ascii_start).collect();
            assert!(asserts.iter().any(|assert| !assert.starts_with('!')), "{file} never fires");
            assert!(asserts.iter().any(|assert| assert.starts_with('!')), "{file} is never quiet");
        }
    }

    #[test]
    fn weights_keep_to_the_scale() {
        for rule in RULES {
            // Who is welcome is told, and weighs nothing.
            let least = u8::from(rule.group != Group::Welcome);
            assert!((least..=100).contains(&rule.weight), "{}", rule.flag);
        }
    }

    #[test]
    fn values_of_any_shape_are_survived() {
        let odd = [
            json!(null),
            json!(true),
            json!(-1e308),
            json!("\u{0}é“\u{1F600}:.\"\\"),
            json!([null, [[]], {"brand": 1}, "::", ""]),
            json!({"value": [], "tampered": [":"], "brands": {}, "languages": ["-"], "offset": 1e300}),
        ];
        for id in SignalId::ALL {
            for value in &odd {
                for (name, case) in Case::honest() {
                    let score = assess(&case.set(*id, value.clone()).evidence()).score;
                    assert!(score <= 100, "{name} {}", id.name());
                }
            }
        }
    }

    /// A traveller in a virtual machine behind a VPN, with a noise extension.
    #[test]
    fn all_that_honest_people_may_show_stays_below_medium() {
        let weak: Vec<(Group, u8)> = RULES
            .iter()
            .filter(|rule| rule.weight <= score::WEAK)
            .map(|rule| (rule.group, rule.weight))
            .collect();
        let together = score::combine(&weak);
        assert!(
            weak.len() >= 4 && together < 40,
            "one person may show all that weighs {} or less, which makes {together} and has to \
             stay below 40: weigh less, or share a group",
            score::WEAK
        );
    }
}
