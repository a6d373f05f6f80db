//! The one door to the page.
//!
//! Everything that touches a page's objects goes through here, because any of
//! it may throw: getters of hostile pages do, and so do honest browsers under
//! a policy. Nothing thrown gets past this file. What fails yields `undefined`,
//! and the reason of the first failure is kept ([`failure`]) until somebody
//! asks: a signal that goes on with `undefined` does no harm and reads nothing.
//!
//! A handful of `Reflect` functions does the work of hundreds of typed
//! bindings, each of which would cost a line of glue and an import.

use core::cell::Cell;

use edgeprint_signals::Reason;
use wasm_bindgen::prelude::*;

pub use crate::handle::Js;
use crate::handle::Lone;
use crate::text::{cut, parts};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_get(target: &JsValue, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_at(target: &JsValue, index: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    fn reflect_set(target: &JsValue, key: &JsValue, value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    fn reflect_apply(f: &JsValue, this: &JsValue, args: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    fn reflect_apply_to_bytes(
        f: &JsValue,
        this: &mut [u8],
        args: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = construct)]
    fn reflect_construct(f: &JsValue, args: &JsValue) -> Result<JsValue, JsValue>;
}

static FAILURE: Lone<Cell<Option<Reason>>> = Lone(Cell::new(None));

/// Why something failed, if anything did since the last [`reset`].
pub fn failure() -> Option<Reason> {
    FAILURE.0.get()
}

/// Whether something failed.
pub fn failed() -> bool {
    failure().is_some()
}

/// Keeps a failure, unless there is one already.
#[inline(never)]
pub fn fail(reason: Reason) -> Js {
    if !failed() {
        reset(Some(reason));
    }
    Js::UNDEFINED
}

/// Forgets failures, or puts back what [`failure`] answered before.
pub fn reset(failure: Option<Reason>) {
    FAILURE.0.set(failure);
}

/// What the page's code threw, as a reason.
#[inline(never)]
pub fn reason_of(error: &JsValue) -> Reason {
    let name = reflect_get(error, "name").ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("SecurityError" | "NotAllowedError") => Reason::Denied,
        _ => Reason::Threw,
    }
}

#[inline(never)]
fn noted(outcome: Result<JsValue, JsValue>) -> Js {
    match outcome {
        Ok(value) => Js::take(value),
        Err(error) => fail(reason_of(&error)),
    }
}

/// A member. `undefined` is a failure: [`Reason::ApiMissing`].
#[inline(never)]
pub fn get(target: Js, key: &str) -> Js {
    if failed() {
        return Js::UNDEFINED;
    }
    if target.is_nothing() {
        return fail(Reason::ApiMissing);
    }
    let value = noted(reflect_get(&target.value(), key));
    if value.is_undefined() { fail(Reason::ApiMissing) } else { value }
}

/// What is at the end of a path such as `navigator.userAgent`. A part of it
/// may be a call, `getParameter(3379)`, with texts for arguments (browsers
/// make numbers of them where they want some), or a construction, `Date!`.
#[inline(never)]
pub fn path(target: Js, path: &str) -> Js {
    parts(path, b'.').fold(target, step)
}

/// The same, but without keeping failures.
#[inline(never)]
pub fn peek(target: Js, at: &str) -> Js {
    let before = failure();
    reset(None);
    let found = path(target, at);
    reset(before);
    found
}

/// Whether something is at a path.
pub fn has(target: Js, path: &str) -> bool {
    !peek(target, path).is_undefined()
}

/// One part of a path, or one line of a script.
#[inline(never)]
pub fn step(target: Js, step: &str) -> Js {
    if let Some(class) = step.strip_suffix('!') {
        return construct(get(target, class), &[]);
    }
    let (name, args) = cut(step, b'(');
    let Some(args) = args.strip_suffix(')') else { return get(target, step) };
    let list = list(&[]);
    for arg in parts(args, b',') {
        push(list, arg.into());
    }
    apply(get(target, name), target, list)
}

/// Sets members, `fillStyle=#f60`, and calls methods, `arc(1,2,3)`: one a line.
#[inline(never)]
pub fn run(target: Js, script: &str) {
    for line in parts(script, b'\n') {
        let (key, value) = cut(line, b'=');
        if value.is_empty() {
            step(target, line);
        } else {
            set(target, key, value.into());
        }
    }
}

/// The item of a list or array-like object; `undefined` where there is none.
#[inline(never)]
pub fn at(target: Js, index: u32) -> Js {
    reflect_at(&target.value(), index).map_or(Js::UNDEFINED, Js::take)
}

/// Sets a member.
#[inline(never)]
pub fn set(target: Js, key: &str, value: Js) {
    put(target, key.into(), value);
}

#[inline(never)]
fn put(target: Js, key: Js, value: Js) {
    // An object of our own takes every member; a context that refuses one
    // shows in what is read back.
    let _ = reflect_set(&target.value(), &key.value(), &value.value());
}

/// A new, empty object.
#[inline(never)]
pub fn object() -> Js {
    Js::take(js_sys::Object::new().into())
}

/// A list.
#[inline(never)]
#[allow(clippy::explicit_counter_loop, reason = "an iterator that counts takes 200 bytes more")]
pub fn list(items: &[Js]) -> Js {
    let list = Js::take(js_sys::Array::new().into());
    let mut at = 0_u32;
    for item in items {
        put(list, at.into(), *item);
        at += 1;
    }
    list
}

/// Appends to a list. Not by `Array.prototype.push`, which pages replace.
#[inline(never)]
pub fn push(list: Js, item: Js) {
    put(list, length(list, u32::MAX).into(), item);
}

/// Calls a function with a list of arguments.
#[inline(never)]
pub fn apply(f: Js, this: Js, args: Js) -> Js {
    if failed() {
        return Js::UNDEFINED;
    }
    if !f.value().is_function() {
        return fail(Reason::UnexpectedType);
    }
    noted(reflect_apply(&f.value(), &this.value(), &args.value()))
}

/// Calls a method of typed arrays on some of our memory.
///
/// The page sees it for this call alone: a view that is kept has no length any
/// more as soon as memory grows, which any other call may make it do.
#[inline(never)]
pub fn apply_to_bytes(f: Js, bytes: &mut [u8], args: &[Js]) -> Js {
    let args = list(args);
    if failed() {
        return Js::UNDEFINED;
    }
    noted(reflect_apply_to_bytes(&f.value(), bytes, &args.value()))
}

/// The member `key` of what a function throws when called; `undefined` where it does not throw.
#[inline(never)]
pub fn thrown_by(f: Js, this: Js, args: &[Js], key: &str) -> Js {
    match reflect_apply(&f.value(), &this.value(), &list(args).value()) {
        Ok(_) => Js::UNDEFINED,
        Err(error) => peek(Js::take(error), key),
    }
}

/// Calls a method.
#[inline(never)]
pub fn call(target: Js, method: &str, args: &[Js]) -> Js {
    apply(get(target, method), target, list(args))
}

/// Calls a constructor.
#[inline(never)]
pub fn construct(class: Js, args: &[Js]) -> Js {
    if failed() {
        return Js::UNDEFINED;
    }
    noted(reflect_construct(&class.value(), &list(args).value()))
}

/// How long a list is, as it says, but at most `cap`.
#[inline(never)]
pub fn length(target: Js, cap: u32) -> u32 {
    let length = reflect_get(&target.value(), "length").ok().and_then(|length| length.as_f64());
    // The cast saturates: negative and NaN become 0.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (length.unwrap_or(0.0) as u32).min(cap)
}

/// The first `cap` items of a list or array-like object.
pub fn items(target: Js, cap: u32) -> impl Iterator<Item = Js> {
    (0..length(target, cap)).map(move |index| at(target, index))
}
