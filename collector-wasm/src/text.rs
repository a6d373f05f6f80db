//! Text, without the generic searchers of `core`, which are kilobytes.

use alloc::string::String;

/// What is before the first `at`, and what is after it; all and nothing without one.
#[inline(never)]
pub fn cut(text: &str, at: u8) -> (&str, &str) {
    let end = text.bytes().position(|byte| byte == at).unwrap_or(text.len());
    (text.get(..end).unwrap_or_default(), text.get(end + 1..).unwrap_or_default())
}

/// Where `part` starts.
#[inline(never)]
pub fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len()).position(|window| window == part.as_bytes())
}

/// Whether `part` is in a text.
pub fn has(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// The parts of a text between separators. The crate's tables are texts: a list
/// of literals costs eight bytes more for each, and is read by more code.
pub struct Parts<'a> {
    rest: &'a str,
    at: u8,
}

/// Splits a text.
pub const fn parts(rest: &str, at: u8) -> Parts<'_> {
    Parts { rest, at }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let (part, rest) = cut(self.rest, self.at);
        self.rest = rest;
        Some(part)
    }
}

/// Puts texts together.
#[inline(never)]
pub fn join(texts: &[&str]) -> String {
    let mut joined = String::new();
    for text in texts {
        joined.push_str(text);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_the_first_separator() {
        assert_eq!(cut("a=b=c", b'='), ("a", "b=c"));
        assert_eq!(cut("a", b'='), ("a", ""));
        assert_eq!(cut("é=ü", b'='), ("é", "ü"));
    }

    #[test]
    fn parts_are_what_is_between_separators() {
        assert!(parts("a b  c ", b' ').eq(["a", "b", "", "c"]));
        assert_eq!(parts("", b' ').next(), None);
    }

    #[test]
    fn parts_are_found() {
        assert_eq!(find("abcabd", "abd"), Some(3));
        assert!(!has("ab", "abc"));
    }
}
