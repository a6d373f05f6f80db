//! `navigator.language` is not the first of `navigator.languages`.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule, listed};

pub(super) static RULE: Rule = Rule {
    flag: "language_inconsistent",
    category: Category::Tampering,
    group: Group::Language,
    weight: 30,
    about: "`navigator.language` is not the first of `navigator.languages`, as the HTML standard \
            defines it: one of them was overridden.",
    advice: "Take it as a hint.",
    look_alikes: "Browsers that write a tag in another case, or give only the language in one of \
                  them, agree for this rule.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let language = evidence.member(SignalId::Languages, "language").and_then(Value::as_str)?;
    let languages = listed(evidence.member(SignalId::Languages, "languages"));
    let first = languages.first()?;
    (!agree(language, first))
        .then(|| "navigator.language is not the first of navigator.languages.".to_owned())
}

/// Whether one tag is the other, or the beginning of it, up to a hyphen.
fn agree(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    begins(&a, &b) || begins(&b, &a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn with(language: &str, first: &str) -> Case {
        Case::chrome()
            .set(SignalId::Languages, json!({"language": language, "languages": [first, "en"]}))
    }

    #[test]
    fn an_overridden_language_is_told() {
        assert!(with("en-US", "fr-FR").raises(&RULE));
        assert!(with("de-DE", "de-AT").raises(&RULE));
    }

    #[test]
    fn other_spellings_of_the_same_stay_quiet() {
        assert!(!with("de-de", "de-DE").raises(&RULE));
        assert!(!with("zh", "zh-Hant-TW").raises(&RULE));
        let none = Case::chrome().set(SignalId::Languages, json!({"language": "en"}));
        assert!(!none.raises(&RULE));
    }
}
