//! A worker says another browser than the page does.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule, page_brands};
use crate::evidence::{Engine, Os, UserAgent};

pub(super) static RULE: Rule = Rule {
    flag: "realm_mismatch",
    category: Category::Tampering,
    group: Group::Natives,
    weight: 35,
    about: "A worker, which scripts in the page do not reach, answers another user agent, platform, \
            languages, time zone, number of cores or graphics card than the page.",
    advice: "Ask for further verification: the page's view of the browser was replaced.",
    look_alikes: "Privacy extensions that blur hardware in pages alone raise it, hence the weight. \
                  Firefox's protection and Chromium's frozen user agent say the same in both. \
                  A worker that did not start, and members that either side lacks, are passed over; \
                  so are platforms in Safari, Android in desktop mode, and hardware in Brave, which \
                  adds noise of its own.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let agent = worker(evidence, "user_agent").and_then(Value::as_str)?;
    // Desktop mode of Android renames the page's system, and not the worker's in every version.
    if UserAgent::parse(agent).os == Os::Android && evidence.user_agent().os != Os::Android {
        return None;
    }
    let what = differing(evidence)?;
    Some(format!("A worker answers another {what} than the page."))
}

fn differing(evidence: &Evidence) -> Option<&'static str> {
    // Safari takes the platform of an iPad in desktop mode from the page's settings.
    let is_safari = evidence.user_agent().engine == Engine::WebKit;
    let brands = page_brands(evidence, SignalId::UaClientHints, "brands");
    let is_brave = brands.iter().any(|brand| brand.name == "Brave");
    let languages = evidence.claimed(SignalId::Languages).and_then(|value| value.get("languages"));
    let timezone = evidence.claimed(SignalId::Timezone).and_then(|value| value.get("name"));
    let renderer = evidence.claimed(SignalId::Webgl).and_then(|value| value.get("renderer"));
    [
        ("user_agent", "user agent", evidence.claimed(SignalId::UserAgent), true),
        ("platform", "platform", evidence.claimed(SignalId::Platform), !is_safari),
        ("languages", "list of languages", languages, true),
        ("timezone", "time zone", timezone, true),
        ("cores", "number of cores", evidence.claimed(SignalId::HardwareConcurrency), !is_brave),
        ("gpu_renderer", "graphics card", renderer, !is_brave),
    ]
    .into_iter()
    .find(|(key, _, page, counts)| *counts && differ(worker(evidence, key), *page))
    .map(|(_, what, ..)| what)
}

fn worker<'a>(evidence: &Evidence<'a>, key: &str) -> Option<&'a Value> {
    evidence.member(SignalId::WorkerRealm, key)
}

/// Whether both sides said something, and not the same.
fn differ(worker: Option<&Value>, page: Option<&Value>) -> bool {
    let says = |value: &&Value| !matches!(value, Value::Null) && value.as_str() != Some("");
    match (worker.filter(says), page.filter(says)) {
        (Some(worker), Some(page)) => worker != page,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use edgeprint_signals::{Reason, Status};
    use serde_json::json;

    /// A case whose worker says what its page says.
    fn agreeing(case: Case) -> Case {
        let text = |id| case.components.value(id).and_then(Value::as_str).unwrap().to_owned();
        let (agent, platform) = (text(SignalId::UserAgent), text(SignalId::Platform));
        case.set(SignalId::HardwareConcurrency, json!(8)).set(
            SignalId::WorkerRealm,
            json!({"user_agent": agent, "platform": platform, "languages": ["de-DE", "en"],
                "cores": 8, "gpu_renderer": "R", "timezone": "Europe/Berlin"}),
        )
    }

    fn with(case: Case, key: &str, value: serde_json::Value) -> Case {
        agreeing(case).member(SignalId::WorkerRealm, key, value)
    }

    #[test]
    fn every_disagreement_is_told() {
        for (key, value) in [
            ("user_agent", json!("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0")),
            ("platform", json!("Linux x86_64")),
            ("languages", json!(["en-US"])),
            ("timezone", json!("UTC")),
            ("cores", json!(2)),
            ("gpu_renderer", json!("SwiftShader")),
        ] {
            assert!(with(Case::chrome(), key, value).raises(&RULE), "{key}");
        }
    }

    #[test]
    fn the_page_is_believed_no_more_for_having_been_caught() {
        let case = agreeing(Case::chrome()).set(SignalId::UserAgent, json!("Mozilla/5.0 other"));
        assert!(case.raises(&RULE));
    }

    #[test]
    fn agreeing_browsers_stay_quiet() {
        for (name, case) in Case::honest() {
            assert!(!agreeing(case).raises(&RULE), "{name}");
        }
    }

    #[test]
    fn a_worker_that_did_not_start_stays_quiet() {
        for (status, reason) in [
            (Status::Unsupported, Reason::ApiMissing),
            (Status::Blocked, Reason::Denied),
            (Status::Timeout, Reason::SignalDeadline),
            (Status::Skipped, Reason::Excluded),
        ] {
            let case = agreeing(Case::chrome()).status(SignalId::WorkerRealm, status, reason);
            assert!(!case.raises(&RULE));
        }
    }

    #[test]
    fn missing_values_stay_quiet() {
        for key in ["platform", "languages", "cores", "gpu_renderer"] {
            assert!(!with(Case::chrome(), key, json!(null)).raises(&RULE), "{key}");
        }
        let denied = agreeing(Case::firefox());
        assert!(!denied.status(SignalId::Webgl, Status::Blocked, Reason::Denied).raises(&RULE));
    }

    #[test]
    fn tablets_in_desktop_mode_and_noise_of_the_browsers_own_stay_quiet() {
        assert!(!with(Case::ipad(), "platform", json!("iPad")).raises(&RULE));
        let android = json!("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0.0.0");
        assert!(!with(Case::chrome(), "user_agent", android).raises(&RULE));
        let brave = json!([{"brand": "Brave", "version": "131"}]);
        let case = Case::chrome().member(SignalId::UaClientHints, "brands", brave);
        assert!(!with(case, "cores", json!(5)).raises(&RULE));
    }

    /// Firefox's protection says two processors, one language and `Mozilla` in both.
    #[test]
    fn protection_that_covers_both_stays_quiet() {
        let case = with(Case::firefox(), "gpu_renderer", json!("Mozilla"));
        let case = case.status(SignalId::Webgl, Status::Blocked, Reason::Denied);
        assert!(!case.raises(&RULE));
    }
}
