//! Whether a function is the browser's own.
//!
//! A page that pretends to be another device replaces getters and functions.
//! Each of these checks catches a way of doing that; none of them trusts the
//! page's own `Function.prototype.toString` alone, which is why
//! `native_functions` asks a fresh frame's too.

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{glued, long_text, member};
use crate::text::cut;

/// Tells natives from replacements, by one realm's `Function.prototype.toString`.
pub struct Natives {
    to_string: Js,
    descriptor: Js,
}

impl Natives {
    /// By the page's own functions.
    pub fn of(page: &Page) -> Self {
        Self::with(page, Self::to_string_of(page.global))
    }

    /// By the `toString` of another realm.
    pub fn with(page: &Page, to_string: Js) -> Self {
        Self { to_string, descriptor: page.peek("Object.getOwnPropertyDescriptor") }
    }

    /// A realm's.
    pub fn to_string_of(global: Js) -> Js {
        js::peek(global, "Function.prototype.toString")
    }

    /// The checks that `Function.prototype.toString` itself fails.
    pub fn to_string_failures(&self) -> Js {
        let failures = js::list(&[]);
        self.check(self.to_string, "toString", "", failures);
        // The genuine one throws a TypeError for what is no function.
        refuses(self.to_string, Js::NULL, "", failures);
        failures
    }

    /// The descriptor of a property that `owner` itself has; `undefined` where it has none.
    #[inline(never)]
    pub fn property(&self, owner: Js, key: &str) -> Js {
        let before = js::failure();
        let args = js::list(&[owner, key.into()]);
        let found = js::apply(self.descriptor, Js::UNDEFINED, args);
        js::reset(before);
        found
    }

    /// A function's text.
    #[inline(never)]
    pub fn source(&self, f: Js) -> Js {
        let before = js::failure();
        let source = js::apply(self.to_string, f, js::list(&[]));
        js::reset(before);
        source
    }

    /// Whether a function's text is that of a native of that name.
    #[inline(never)]
    pub fn source_is_native(&self, f: Js, name: &str) -> bool {
        is_native_source(&long_text(self.source(f)), name)
    }

    /// Appends the checks that a function fails, each with `prefix` before it.
    #[inline(never)]
    pub fn check(&self, f: Js, name: &str, prefix: &str, failures: Js) {
        if !self.source_is_native(f, name) {
            js::push(failures, glued(&[prefix, "source"]));
        }
        let own_name = long_text(member(f, "name"));
        if own_name.strip_prefix("get ").unwrap_or(&own_name) != name {
            js::push(failures, glued(&[prefix, "name"]));
        }
        for &(key, failure) in &[("toString", "own_to_string"), ("prototype", "prototype")] {
            if !self.property(f, key).is_undefined() {
                js::push(failures, glued(&[prefix, failure]));
            }
        }
    }

    /// The same for a getter of `prototype`, of which `property` is the descriptor.
    #[inline(never)]
    pub fn check_getter(
        &self,
        property: Js,
        prototype: Js,
        name: &str,
        prefix: &str,
        failures: Js,
    ) {
        let getter = js::peek(property, "get");
        self.check(getter, name, prefix, failures);
        if js::has(property, "set") {
            js::push(failures, glued(&[prefix, "descriptor"]));
        }
        // The prototype is no instance: a genuine getter refuses it.
        refuses(getter, prototype, prefix, failures);
    }
}

/// Appends a failed check unless a function throws a TypeError when called on `receiver`.
#[inline(never)]
fn refuses(f: Js, receiver: Js, prefix: &str, failures: Js) {
    if long_text(js::thrown_by(f, receiver, &[], "name")) != "TypeError" {
        js::push(failures, glued(&[prefix, "receiver"]));
    }
}

/// Whether this is how engines write a native function of that name. Chromium
/// writes getters as `get name`, all engines differ in white space. A proxy of
/// a native and a bound native have the right form, but no name.
#[inline(never)]
fn is_native_source(source: &str, name: &str) -> bool {
    let (head, body) = cut(source, b'{');
    let body = body.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let head = head.trim_ascii().strip_prefix("function ").unwrap_or_default();
    body.eq(b"[nativecode]}".iter().copied())
        && head.strip_prefix("get ").unwrap_or(head).strip_suffix("()") == Some(name)
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
