//! Lists of brands: `Sec-CH-UA` and `navigator.userAgentData`.

use edgeprint_signals::Value;

/// One brand of a user agent's brand list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Brand {
    /// The brand, such as `Chromium`.
    pub name: String,
    /// Its version: the major one, or the full one in full version lists.
    pub version: String,
}

impl Brand {
    /// The number before the version's first dot.
    #[must_use]
    pub fn major(&self) -> Option<u32> {
        self.version.split('.').next().and_then(|digits| digits.parse().ok())
    }

    /// Whether this is the made-up brand that Chromium mixes in ("Not A;Brand"),
    /// with punctuation that varies by version so that nobody parses lists by rote.
    #[must_use]
    pub fn is_grease(&self) -> bool {
        let letters: String = self.name.chars().filter(char::is_ascii_alphabetic).collect();
        letters.eq_ignore_ascii_case("notabrand")
    }
}

/// The brands of a `Sec-CH-UA` header: a structured-field list of strings, each
/// with a `v` parameter. Names may contain any punctuation, quoted marks escaped.
#[must_use]
pub fn brands_of_header(header: &str) -> Vec<Brand> {
    let mut brands = Vec::new();
    let mut chars = header.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '"' {
            continue;
        }
        let name = quoted(&mut chars);
        // What stands between a name and the next comma outside quotes is its parameters.
        let mut version = String::new();
        while let Some(c) = chars.next_if(|c| *c != ',') {
            if c == '"' {
                version = quoted(&mut chars);
            }
        }
        brands.push(Brand { name, version });
    }
    brands
}

/// Reads up to the closing quote, which it consumes.
fn quoted(chars: &mut impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => text.extend(chars.next()),
            _ => text.push(c),
        }
    }
    text
}

/// The brands of a value read in the page: a list of `{brand, version}` maps,
/// of `[brand, version]` pairs or of texts like `Chromium/120` or `Chromium 120`.
#[must_use]
pub fn brands_of_value(value: &Value) -> Vec<Brand> {
    value.as_list().unwrap_or_default().iter().filter_map(brand_of).collect()
}

fn brand_of(value: &Value) -> Option<Brand> {
    let (name, version) = match value {
        Value::Map(_) => {
            (value.get("brand")?.as_str()?, value.get("version").and_then(Value::as_str))
        }
        Value::List(pair) => (pair.first()?.as_str()?, pair.get(1).and_then(Value::as_str)),
        Value::Text(text) => match text.rsplit_once(['/', ' ']) {
            Some((name, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => {
                (name, Some(version))
            }
            _ => (text.as_str(), None),
        },
        _ => return None,
    };
    Some(Brand { name: name.to_owned(), version: version.unwrap_or_default().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brand(name: &str, version: &str) -> Brand {
        Brand { name: name.into(), version: version.into() }
    }

    #[test]
    fn a_header_as_chrome_sends_it_is_read() {
        let header = r#""Google Chrome";v="156", "Not?A_Brand";v="24", "Chromium";v="156""#;
        let brands = brands_of_header(header);
        assert_eq!(
            brands,
            [brand("Google Chrome", "156"), brand("Not?A_Brand", "24"), brand("Chromium", "156")]
        );
        assert_eq!(brands.iter().filter(|b| b.is_grease()).count(), 1);
    }

    #[test]
    fn grease_with_commas_semicolons_and_escapes_is_read() {
        let brands = brands_of_header(r#"" Not;A\"Brand,";v="99", "Chromium";v="98""#);
        assert_eq!(brands.len(), 2);
        assert!(brands.first().is_some_and(Brand::is_grease));
        assert_eq!(brands.get(1).and_then(Brand::major), Some(98));
    }

    #[test]
    fn hostile_headers_end() {
        assert_eq!(brands_of_header("\"").len(), 1);
        assert_eq!(brands_of_header("\"a\\").len(), 1);
        assert!(brands_of_header(",,;v=1").is_empty());
    }

    #[test]
    fn values_are_read_in_each_shape() {
        let map =
            Value::map(vec![("brand".into(), "Chromium".into()), ("version".into(), "120".into())]);
        let pair: Value = vec!["Chromium", "120"].into();
        for value in [map, pair, "Chromium/120".into(), "Chromium 120".into()] {
            assert_eq!(brands_of_value(&Value::List(vec![value])), [brand("Chromium", "120")]);
        }
        assert_eq!(brands_of_value(&vec!["Google Chrome"].into()), [brand("Google Chrome", "")]);
        assert!(brands_of_value(&Value::Null).is_empty());
    }
}
