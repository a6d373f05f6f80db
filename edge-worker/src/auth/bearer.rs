//! The bearer token of a request (RFC 6750).

use core::fmt;

use sha2::{Digest, Sha256};

use super::is_same;

/// A credential: it compares in constant time and never prints itself.
#[derive(Clone)]
pub struct Bearer(String);

impl Bearer {
    /// Reads an `Authorization` header; the scheme's case does not matter.
    #[must_use]
    pub fn from_header(header: Option<&str>) -> Option<Self> {
        let (scheme, token) = header?.trim().split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| Self(token.into()))
    }

    /// A credential that came another way.
    #[must_use]
    pub fn of(token: &str) -> Self {
        Self(token.into())
    }

    /// Whether it is this secret. Digests are compared, so that neither the
    /// time nor an early end tells anything of the secret's length or start.
    #[must_use]
    pub fn is(&self, secret: &str) -> bool {
        let (ours, theirs) = (Sha256::digest(secret), Sha256::digest(&self.0));
        is_same(ours.as_slice(), theirs.as_slice())
    }

    /// The token itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(REDACTED)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_may_be_written_in_any_case() {
        for header in ["Bearer sk_1", "bearer sk_1", "BEARER   sk_1 "] {
            let bearer = Bearer::from_header(Some(header)).unwrap();
            assert_eq!(bearer.expose(), "sk_1");
        }
    }

    #[test]
    fn other_schemes_and_empty_tokens_are_none() {
        for header in [None, Some(""), Some("Bearer"), Some("Bearer "), Some("Basic abc")] {
            assert!(Bearer::from_header(header).is_none(), "{header:?}");
        }
    }

    #[test]
    fn it_equals_the_same_secret_and_no_other() {
        let bearer = Bearer::from_header(Some("Bearer secret")).unwrap();
        assert!(bearer.is("secret"));
        assert!(!bearer.is("secre") && !bearer.is("secret ") && !bearer.is(""));
    }

    #[test]
    fn debug_output_holds_no_secret() {
        let bearer = Bearer::from_header(Some("Bearer sk_prod_123")).unwrap();
        assert_eq!(format!("{bearer:?}"), "Bearer(REDACTED)");
    }
}
