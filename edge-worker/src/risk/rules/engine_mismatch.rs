//! The engine behaves like another than the user agent claims.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};
use crate::evidence::Engine;

pub(super) static RULE: Rule = Rule {
    flag: "engine_mismatch",
    category: Category::Tampering,
    group: Group::BrowserKind,
    weight: 70,
    about: "The JavaScript engine and the page's interfaces are those of another browser family \
            than the user agent claims: a foreign user agent, or no browser at all.",
    advice: "Ask for further verification: the client pretends to be another browser.",
    look_alikes: "Every browser on iOS is WebKit, whatever its name, and is taken as such. People \
                  who set a foreign user agent by hand are told too.",
    check,
};

/// What an engine shows of itself, with what it is in Blink, Gecko and WebKit.
struct Witness {
    signal: SignalId,
    member: &'static str,
    answers: [&'static str; 3],
}

const WITNESSES: [Witness; 4] = [
    Witness {
        signal: SignalId::Engine,
        member: "family",
        answers: ["chromium", "gecko", "webkit"],
    },
    Witness { signal: SignalId::Engine, member: "stack", answers: ["v8", "at", "at"] },
    Witness {
        signal: SignalId::Vendor,
        member: "product_sub",
        answers: ["20030107", "20100101", "20030107"],
    },
    Witness {
        signal: SignalId::Vendor,
        member: "vendor",
        answers: ["Google Inc.", "", "Apple Computer, Inc."],
    },
];

fn check(evidence: &Evidence) -> Option<String> {
    let engine = evidence.user_agent().engine;
    let agrees = |answers: [&str; 3], given: &str| match engine {
        Engine::Blink => given == answers[0],
        Engine::Gecko => given == answers[1],
        Engine::WebKit => given == answers[2],
        Engine::Unknown => true,
    };
    for witness in &WITNESSES {
        let given = evidence.member(witness.signal, witness.member).and_then(Value::as_str);
        if given.is_some_and(|given| !agrees(witness.answers, given)) {
            let name = witness.signal.name();
            return Some(format!("{name}.{} is not that of {engine:?}.", witness.member));
        }
    }
    length_differs(evidence, engine)
}

/// The length of `eval`'s source text: engines differ in white space.
fn length_differs(evidence: &Evidence, engine: Engine) -> Option<String> {
    let expected = match engine {
        Engine::Blink => 33.0,
        Engine::Gecko | Engine::WebKit => 37.0,
        Engine::Unknown => return None,
    };
    let given = evidence.member(SignalId::Engine, "eval_length")?.as_f64()?;
    ((given - expected).abs() > 0.5)
        .then(|| format!("The source text of eval is not that of {engine:?}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    #[test]
    fn a_foreign_user_agent_is_told() {
        let chrome = Case::chrome().headers.user_agent.unwrap_or_default();
        let firefox = Case::firefox().headers.user_agent.unwrap_or_default();
        assert!(Case::firefox().agent(&chrome).raises(&RULE));
        assert!(Case::chrome().agent(&firefox).raises(&RULE));
        assert!(Case::safari().agent(&chrome).raises(&RULE));
    }

    #[test]
    fn an_imitation_in_another_engine_is_told() {
        let agent = "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/26.1.0";
        let jsdom = Case::safari()
            .agent(agent)
            .set(SignalId::Engine, json!({"family": "unknown", "eval_length": 33}));
        assert!(jsdom.raises(&RULE));
    }

    #[test]
    fn browsers_on_ios_stay_quiet() {
        let agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 \
                     (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1";
        assert!(!Case::iphone().agent(agent).raises(&RULE));
        assert!(!Case::ipad().raises(&RULE));
    }
}
