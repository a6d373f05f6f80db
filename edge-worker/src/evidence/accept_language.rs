//! The `Accept-Language` header.

use core::cmp::Reverse;

/// The language tags of an `Accept-Language` header, most wanted first;
/// wildcards and what is refused (`q=0`) are left out.
#[must_use]
pub fn accepted_languages(header: &str) -> Vec<String> {
    let mut ranked: Vec<(u16, String)> = header.split(',').filter_map(item).collect();
    ranked.sort_by_key(|(quality, _)| Reverse(*quality));
    ranked.into_iter().map(|(_, tag)| tag).collect()
}

fn item(text: &str) -> Option<(u16, String)> {
    let mut parts = text.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty() && *tag != "*")?;
    let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1000), quality_of)?;
    (quality > 0).then(|| (quality, tag.to_owned()))
}

/// A weight (RFC 9110, 12.4.2) in thousandths. Reading it as an `f64` would
/// bring 10 kB of tables for that type.
#[must_use]
pub fn quality_of(text: &str) -> Option<u16> {
    let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = whole.chars().chain(decimals.chars());
    if whole.len() != 1 || !digits.clone().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let digits = digits.chain("000".chars()).take(4);
    digits.collect::<String>().parse().ok().filter(|thousandths| *thousandths <= 1000)
}

/// The language of a tag without region or script, in lower case: `pt` of `pt-BR`.
#[must_use]
pub fn primary_subtag(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_come_by_quality() {
        assert_eq!(accepted_languages("en;q=0.5, de-DE,de;q=0.9"), ["de-DE", "de", "en"]);
    }

    #[test]
    fn nonsense_wildcards_and_refusals_are_left_out() {
        assert!(accepted_languages("*, , fr;q=0, es;q=7, it;q=x").is_empty());
    }

    #[test]
    fn weights_are_read_in_thousandths() {
        for (text, quality) in
            [("1", 1000), ("0", 0), (" 0.5 ", 500), ("0.0001", 0), ("1.000", 1000), ("0.125", 125)]
        {
            assert_eq!(quality_of(text), Some(quality), "{text}");
        }
        for text in ["", ".", ".5", "-0", "+1", "1.5", "2", "10", "0.x", "0x", "1e0", "NaN", "é"] {
            assert_eq!(quality_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_tag_is_reduced_to_its_language() {
        assert_eq!(primary_subtag("pt-BR"), "pt");
        assert_eq!(primary_subtag("ZH_hant_TW"), "zh");
        assert_eq!(primary_subtag(""), "");
    }
}
