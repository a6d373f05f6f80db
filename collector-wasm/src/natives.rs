//! Whether a function is the browser's own.
//!
//! A page that pretends to be another device replaces getters and functions.
//! Each of these checks catches a way of doing that; none of them trusts the
//! page's own `Function.prototype.toString` alone, which is why
//! `native_functions` asks a fresh frame's too.

use alloc::vec::Vec;

use edgeprint_signals::Value;

use crate::js::{self, Js};
use crate::page::Page;

/// Tells natives from replacements, by one realm's `Function.prototype.toString`.
pub struct Natives {
    to_string: Js,
    descriptor: Js,
    /// Checks that `Function.prototype.toString` itself failed.
    pub to_string_failures: Vec<&'static str>,
}

/// A property as its owner has it.
pub enum Property {
    /// The owner does not have it.
    Missing,
    /// A getter, and whether there is a setter too.
    Accessor(Js, bool),
    /// A value.
    Data(Js),
}

impl Natives {
    /// By the page's own functions.
    pub fn of(page: &Page) -> Self {
        let get = |path| page.get(path).unwrap_or_default();
        let mut natives = Self {
            to_string: get("Function.prototype.toString"),
            descriptor: get("Object.getOwnPropertyDescriptor"),
            to_string_failures: Vec::new(),
        };
        let mut failures = natives.failures(natives.to_string, "toString");
        // The genuine one throws a TypeError for what is no function.
        if !throws_type_error(js::thrown_by(natives.to_string, Js::from(0), &[])) {
            failures.push("receiver");
        }
        natives.to_string_failures = failures;
        natives
    }

    /// The same, by the `toString` of another realm.
    pub fn with_to_string_of(&self, global: Js) -> Self {
        Self {
            to_string: js::path(global, "Function.prototype.toString").unwrap_or_default(),
            descriptor: self.descriptor,
            to_string_failures: Vec::new(),
        }
    }

    /// The property `key` that `owner` itself has.
    pub fn property(&self, owner: Js, key: &str) -> Property {
        let args = [owner, key.into()];
        let Ok(descriptor) = js::apply(self.descriptor, Js::UNDEFINED, &args) else {
            return Property::Missing;
        };
        if let Ok(getter) = js::get(descriptor, "get") {
            Property::Accessor(getter, js::get(descriptor, "set").is_ok())
        } else if let Ok(value) = js::get(descriptor, "value") {
            Property::Data(value)
        } else {
            Property::Missing
        }
    }

    /// Whether a function's text is that of a native of that name.
    pub fn source_is_native(&self, f: Js, name: &str) -> bool {
        let source = js::apply(self.to_string, f, &[]).ok().and_then(js::long_text);
        source.is_some_and(|source| is_native_source(&source, name))
    }

    /// The checks that a function fails.
    pub fn failures(&self, f: Js, name: &str) -> Vec<&'static str> {
        let mut failures = Vec::new();
        if !self.source_is_native(f, name) {
            failures.push("source");
        }
        let own_name = js::get(f, "name").ok().and_then(js::text).unwrap_or_default();
        if own_name.strip_prefix("get ").unwrap_or(&own_name) != name {
            failures.push("name");
        }
        for (key, failure) in [("toString", "own_to_string"), ("prototype", "prototype")] {
            if !matches!(self.property(f, key), Property::Missing) {
                failures.push(failure);
            }
        }
        failures
    }

    /// The checks that a getter of `prototype` fails.
    pub fn getter_failures(
        &self,
        getter: Js,
        has_setter: bool,
        prototype: Js,
        name: &str,
    ) -> Vec<&'static str> {
        let mut failures = self.failures(getter, name);
        if has_setter {
            failures.push("descriptor");
        }
        // The prototype is no instance: a genuine getter refuses it.
        if !throws_type_error(js::thrown_by(getter, prototype, &[])) {
            failures.push("receiver");
        }
        failures
    }
}

fn throws_type_error(thrown: Option<Js>) -> bool {
    thrown.is_some_and(|error| js::value_at(error, "name").as_str() == Some("TypeError"))
}

/// Whether this is how engines write a native function of that name. Chromium
/// writes getters as `get name`, all engines differ in white space. A proxy of
/// a native and a bound native have the right form, but no name.
fn is_native_source(source: &str, name: &str) -> bool {
    let mut words = source.split_ascii_whitespace();
    words.next() == Some("function")
        && words
            .next()
            .map(|word| if word == "get" { words.next().unwrap_or_default() } else { word })
            .and_then(|word| word.strip_suffix("()"))
            == Some(name)
        && words.eq(["{", "[native", "code]", "}"])
}

/// Failures as a list value.
pub fn texts(failures: &[&'static str]) -> Value {
    Value::List(failures.iter().map(|failure| Value::from(*failure)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_sources_of_all_engines_are_known() {
        for source in [
            "function webdriver() { [native code] }",
            "function get webdriver() { [native code] }",
            "function webdriver() {\n    [native code]\n}",
            "function get webdriver() {\n    [native code]\n}",
        ] {
            assert!(is_native_source(source, "webdriver"), "{source}");
        }
    }

    #[test]
    fn replacements_are_seen() {
        for source in [
            "() => false",
            "function webdriver() { return false }",
            "function () { [native code] }",
            "function other() { [native code] }",
            "function webdriver() { [native code] } // not",
            "function webdriver(){ return '{ [native code] }' }",
            "",
        ] {
            assert!(!is_native_source(source, "webdriver"), "{source}");
        }
    }
}
