//! What the caller asks for.

use alloc::string::String;
use alloc::vec::Vec;

use edgeprint_signals::SignalId;

use crate::js::{self, Js};

/// Milliseconds for everything, unless told.
const DEFAULT_TIMEOUT: f64 = 3000.0;

/// A collection's options.
#[derive(Debug, PartialEq)]
pub struct Options {
    /// Read these alone, where given.
    pub include: Option<Vec<String>>,
    /// Don't read these.
    pub exclude: Vec<String>,
    /// Milliseconds for everything.
    pub timeout: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { include: None, exclude: Vec::new(), timeout: DEFAULT_TIMEOUT }
    }
}

impl Options {
    /// From what the caller passed; what makes no sense is passed over.
    pub fn from_js(options: Js) -> Self {
        let names = |key| {
            let list = js::get(options, key).ok().filter(|list| list.is_object())?;
            let cap = u32::try_from(2 * SignalId::ALL.len()).unwrap_or(u32::MAX);
            Some(js::items(list, cap).filter_map(js::text).collect())
        };
        let timeout = js::get(options, "timeout").ok().and_then(|ms| ms.as_f64());
        Self {
            include: names("include"),
            exclude: names("exclude").unwrap_or_default(),
            timeout: timeout.filter(|ms| *ms > 0.0).unwrap_or(DEFAULT_TIMEOUT),
        }
    }

    /// Whether a signal is asked for.
    pub fn wants(&self, id: SignalId) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == id.name());
        self.include.as_deref().is_none_or(named) && !named(&self.exclude)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).into()).collect()
    }

    #[test]
    fn everything_is_wanted_unless_told() {
        assert!(SignalId::ALL.iter().all(|id| Options::default().wants(*id)));
    }

    #[test]
    fn exclusion_wins_over_inclusion() {
        let options = Options {
            include: Some(names(&["canvas", "audio"])),
            exclude: names(&["audio"]),
            ..Options::default()
        };
        assert!(options.wants(SignalId::Canvas));
        assert!(!options.wants(SignalId::Audio));
        assert!(!options.wants(SignalId::Fonts));
    }

    #[test]
    fn an_empty_inclusion_wants_nothing() {
        let options = Options { include: Some(Vec::new()), ..Options::default() };
        assert!(!SignalId::ALL.iter().any(|id| options.wants(*id)));
    }
}
