//! Which rules read which signal, told from the rules' own source: what a rule
//! names, and what the helpers name that it calls.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use edgeprint_edge::risk::RULES;
use edgeprint_signals::SignalId;

/// Where helpers are that rules call.
const HELPERS: &[&str] = &["edge-worker/src/evidence", "edge-worker/src/risk/rules/reading.rs"];

/// A piece of code that reads signals.
struct Code {
    name: String,
    text: String,
}

/// For each signal, in catalogue order, the flags of the rules that read it.
pub fn readers(root: &Path) -> Result<Vec<Vec<&'static str>>> {
    let mut helpers = Vec::new();
    for path in HELPERS {
        for file in files(&root.join(path))? {
            helpers.extend(functions(&source(&file)?));
        }
    }
    let mut readers = vec![Vec::new(); SignalId::ALL.len()];
    for rule in RULES {
        let file = root.join(format!("edge-worker/src/risk/rules/{}.rs", rule.flag));
        let mut seen = BTreeSet::new();
        for id in reads(&source(&file)?, &helpers, &mut seen) {
            if let Some(flags) = readers.get_mut(id as usize) {
                flags.push(rule.flag);
            }
        }
    }
    Ok(readers)
}

/// Signals that some code names, itself, by their area, or through helpers.
fn reads(code: &str, helpers: &[Code], seen: &mut BTreeSet<String>) -> BTreeSet<SignalId> {
    let named = |id: &&SignalId| {
        let area = format!("Area::{:?}", id.info().area);
        mentions(code, &format!("SignalId::{id:?}")) || mentions(code, &area)
    };
    let mut found: BTreeSet<SignalId> = SignalId::ALL.iter().filter(named).copied().collect();
    for helper in helpers {
        if mentions(code, &format!("{}(", helper.name)) && seen.insert(helper.name.clone()) {
            found.extend(reads(&helper.text, helpers, seen));
        }
    }
    found
}

/// Whether a word stands in some code, and not as a part of a longer one.
fn mentions(code: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code.get(..at).and_then(|before| before.chars().next_back());
        let after = code.get(at + word.len()..).and_then(|after| after.chars().next());
        let ends = word.ends_with('(') || !after.is_some_and(part_of_name);
        !before.is_some_and(part_of_name) && ends
    })
}

/// The functions of a file, each with its text up to the next one.
fn functions(code: &str) -> Vec<Code> {
    let name = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned)
    };
    let parts = code.split("fn ").skip(1);
    parts.filter_map(|text| Some(Code { name: name(text)?, text: text.to_owned() })).collect()
}

/// A file without its tests.
fn source(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(text.split("#[cfg(test)]").next().unwrap_or_default().to_owned())
}

fn files(path: &Path) -> Result<Vec<std::path::PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).with_context(|| format!("listing {}", path.display()))? {
        files.push(entry?.path());
    }
    files.retain(|file| file.extension().is_some_and(|end| end == "rs"));
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(id: SignalId) -> Vec<&'static str> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        readers(&root).unwrap().swap_remove(id as usize)
    }

    #[test]
    fn rules_are_found_by_what_they_name() {
        assert!(of(SignalId::Timezone).contains(&"timezone_inconsistent"));
        assert!(of(SignalId::AutomationGlobals).contains(&"automation_framework"));
    }

    #[test]
    fn rules_are_found_through_helpers_and_areas() {
        assert!(of(SignalId::NativeFunctions).contains(&"native_tampering"));
        assert!(of(SignalId::Canvas).contains(&"rendering_noise"));
    }

    #[test]
    fn rules_that_do_not_read_a_signal_are_not_named() {
        assert!(!of(SignalId::Timezone).contains(&"webdriver"));
        assert_eq!(of(SignalId::Math), [""; 0]);
    }

    #[test]
    fn parts_of_longer_words_do_not_count() {
        assert!(mentions("SignalId::Webgl, x", "SignalId::Webgl"));
        assert!(!mentions("SignalId::WebglParameters", "SignalId::Webgl"));
        assert!(!mentions("is_listed(x)", "listed("));
    }
}
