//! Page and request have no language in common.

use edgeprint_signals::SignalId;

use super::{Category, Evidence, Group, Rule, listed};
use crate::evidence::{accepted_languages, primary_subtag};

pub(super) static RULE: Rule = Rule {
    flag: "language_mismatch",
    category: Category::Network,
    group: Group::Language,
    weight: 35,
    about: "None of the languages in `navigator.languages` is among those of the Accept-Language \
            header.",
    advice: "Take it as a hint: one of the two was overridden.",
    look_alikes: "Browsers that shorten one of the lists (Safari, Chrome's private windows) keep \
                  the first language in both. Extensions that set one of them are told.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let header = evidence.headers.accept_language.as_deref()?;
    let accepted: Vec<String> =
        accepted_languages(header).iter().map(|tag| language(tag)).collect();
    let page = listed(evidence.member(SignalId::Languages, "languages"));
    if accepted.is_empty() || page.is_empty() {
        return None;
    }
    let common = page.iter().any(|tag| accepted.contains(&language(tag)));
    (!common).then(|| "Page and request have no language in common.".to_owned())
}

/// The language of a tag, under its present code.
fn language(tag: &str) -> String {
    let code = primary_subtag(tag);
    match code.as_str() {
        // Codes that Java, and so old Android, never gave up; and Norwegian's three.
        "iw" => "he".to_owned(),
        "in" => "id".to_owned(),
        "ji" => "yi".to_owned(),
        "tl" => "fil".to_owned(),
        "nb" | "nn" => "no".to_owned(),
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn speaking(header: &str, page: serde_json::Value) -> Case {
        Case::chrome()
            .headers(|headers| headers.accept_language = Some(header.into()))
            .member(SignalId::Languages, "languages", page)
    }

    #[test]
    fn nothing_in_common_is_told() {
        assert!(speaking("en-US,en;q=0.9", json!(["fr-FR", "fr"])).raises(&RULE));
    }

    #[test]
    fn shortened_lists_other_regions_and_old_codes_stay_quiet() {
        assert!(!speaking("de", json!(["de-AT", "en"])).raises(&RULE));
        assert!(!speaking("en-US,en;q=0.9,de;q=0.8", json!(["de-DE"])).raises(&RULE));
        assert!(!speaking("he-IL", json!(["iw-IL"])).raises(&RULE));
        assert!(!speaking("no", json!(["nb-NO"])).raises(&RULE));
        assert!(!speaking("*", json!(["de"])).raises(&RULE));
    }
}
