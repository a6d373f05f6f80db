//! What the caller asks for.

use alloc::string::String;

use edgeprint_signals::SignalId;

use crate::js::{self, Js};
use crate::reading::{keys, long_text};
use crate::schedule::name;
use crate::text::{has, join};

/// Milliseconds for everything, unless told.
const DEFAULT_TIMEOUT: f64 = 3000.0;

/// A collection's options. Names are signals, `canvas`, or members of their
/// values, `canvas.winding`; each of them stands between line ends.
#[derive(Debug)]
pub struct Options {
    /// Read these alone, where given.
    include: Option<String>,
    /// Don't read these.
    exclude: String,
    /// Milliseconds for everything.
    pub timeout: f64,
}

impl Options {
    /// From what the caller passed; what makes no sense is passed over.
    pub fn from_js(options: Js) -> Self {
        let timeout = js::peek(options, "timeout").as_f64();
        Self {
            include: names(options, "include"),
            exclude: names(options, "exclude").unwrap_or_default(),
            timeout: timeout.filter(|ms| *ms > 0.0).unwrap_or(DEFAULT_TIMEOUT),
        }
    }

    /// Whether a signal is asked for, or a part of it.
    pub fn wants(&self, id: SignalId) -> bool {
        let whole = join(&["\n", name(id), "\n"]);
        let part = join(&["\n", name(id), "."]);
        self.include.as_ref().is_none_or(|names| has(names, &whole) || has(names, &part))
            && !has(&self.exclude, &whole)
    }

    /// Whether a member of a signal that is asked for is asked for too.
    fn wants_member(&self, id: SignalId, member: &str) -> bool {
        let whole = join(&["\n", name(id), "\n"]);
        let part = join(&["\n", name(id), ".", member, "\n"]);
        self.include.as_ref().is_none_or(|names| has(names, &whole) || has(names, &part))
            && !has(&self.exclude, &part)
    }

    /// Takes out of a map what is not asked for.
    pub fn narrow(&self, id: SignalId, map: Js) {
        if !map.is_object() || map.value().is_array() {
            return;
        }
        let reflect = js::peek(crate::page::global(), "Reflect");
        for key in &keys(map) {
            if !self.wants_member(id, key) {
                js::call(reflect, "deleteProperty", &[map, key.as_str().into()]);
            }
        }
    }
}

fn names(options: Js, key: &str) -> Option<String> {
    let list = js::peek(options, key);
    if !list.value().is_array() {
        return None;
    }
    let mut names = String::from("\n");
    for name in js::items(list, 512) {
        names.push_str(&long_text(name));
        names.push('\n');
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(include: Option<&str>, exclude: &str) -> Options {
        let names = |names: &str| join(&["\n", &names.replace(' ', "\n"), "\n"]);
        Options { include: include.map(names), exclude: names(exclude), timeout: 1.0 }
    }

    #[test]
    fn everything_is_wanted_unless_told() {
        assert!(SignalId::ALL.iter().all(|id| options(None, "").wants(*id)));
    }

    #[test]
    fn exclusion_wins_over_inclusion() {
        let options = options(Some("canvas audio"), "audio");
        assert!(options.wants(SignalId::Canvas));
        assert!(!options.wants(SignalId::CanvasText));
        assert!(!options.wants(SignalId::Audio));
        assert!(!options.wants(SignalId::Fonts));
    }

    #[test]
    fn an_empty_inclusion_wants_nothing() {
        assert!(!SignalId::ALL.iter().any(|id| options(Some(""), "").wants(*id)));
    }

    #[test]
    fn members_are_included_and_excluded_one_by_one() {
        let some = options(Some("canvas.winding audio"), "audio.sum");
        assert!(some.wants(SignalId::Canvas) && some.wants(SignalId::Audio));
        assert!(some.wants_member(SignalId::Canvas, "winding"));
        assert!(!some.wants_member(SignalId::Canvas, "geometry"));
        assert!(some.wants_member(SignalId::Audio, "hash"));
        assert!(!some.wants_member(SignalId::Audio, "sum"));
        assert!(options(None, "canvas.winding").wants_member(SignalId::Canvas, "geometry"));
    }
}
