//! The `Accept-Language` header.

/// The language tags of an `Accept-Language` header, most wanted first;
/// wildcards and what is refused (`q=0`) are left out.
#[must_use]
pub fn accepted_languages(header: &str) -> Vec<String> {
    let mut ranked: Vec<(f64, String)> = header.split(',').filter_map(item).collect();
    ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    ranked.into_iter().map(|(_, tag)| tag).collect()
}

fn item(text: &str) -> Option<(f64, String)> {
    let mut parts = text.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty() && *tag != "*")?;
    let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), parse)?;
    (quality > 0.0).then(|| (quality, tag.to_owned()))
}

fn parse(quality: &str) -> Option<f64> {
    quality.trim().parse().ok().filter(|q: &f64| (0.0..=1.0).contains(q))
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
    fn a_tag_is_reduced_to_its_language() {
        assert_eq!(primary_subtag("pt-BR"), "pt");
        assert_eq!(primary_subtag("ZH_hant_TW"), "zh");
        assert_eq!(primary_subtag(""), "");
    }
}
