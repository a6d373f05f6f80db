//! The one door to the page.
//!
//! Everything that touches a page's objects goes through here, because any of
//! it may throw: getters of hostile pages do, and so do honest browsers under
//! a policy. Nothing thrown gets past this file; it becomes a [`Reason`].
//!
//! A handful of `Reflect` functions with text keys does the work of hundreds
//! of typed bindings, each of which would cost a line of glue and an import.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use edgeprint_signals::{Reason, Value};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

pub use crate::handle::Js;

/// The longest text that is taken from the page, in characters.
pub const MAX_TEXT: usize = 1024;

/// A JavaScript string longer than this is not even copied.
const MAX_COPY: u32 = 1 << 20;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_get(target: &JsValue, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_at(target: &JsValue, index: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = has)]
    fn reflect_has(target: &JsValue, key: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    fn reflect_set(target: &JsValue, key: &str, value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    fn reflect_apply(f: &JsValue, this: &JsValue, args: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = construct)]
    fn reflect_construct(f: &JsValue, args: &JsValue) -> Result<JsValue, JsValue>;

    type AnyArray;
    #[wasm_bindgen(catch, method)]
    fn push(this: &AnyArray, item: &JsValue) -> Result<u32, JsValue>;

    type AnyPromise;
    #[wasm_bindgen(catch, static_method_of = AnyPromise, js_class = "Promise")]
    fn resolve(value: &JsValue) -> Result<js_sys::Promise, JsValue>;
}

/// A new, empty object.
pub fn object() -> Js {
    Js::new(js_sys::Object::new().into())
}

/// What the page's code threw, as a reason.
#[inline(never)]
fn reason_of(error: &JsValue) -> Reason {
    match reflect_get(error, "name").ok().and_then(|name| name.as_string()).as_deref() {
        Some("SecurityError" | "NotAllowedError") => Reason::Denied,
        _ => Reason::Threw,
    }
}

#[inline(never)]
fn taken(outcome: Result<JsValue, JsValue>) -> Result<Js, Reason> {
    match outcome {
        Ok(value) => Ok(Js::new(value)),
        Err(error) => Err(reason_of(&error)),
    }
}

/// A member, where it is there. `undefined` is [`Reason::ApiMissing`].
#[inline(never)]
pub fn get(target: Js, key: &str) -> Result<Js, Reason> {
    match reflect_get(&target.to_js(), key) {
        Ok(value) if value.is_undefined() => Err(Reason::ApiMissing),
        outcome => taken(outcome),
    }
}

/// The member at the end of a path such as `navigator.userAgent`.
#[inline(never)]
pub fn path(target: Js, path: &str) -> Result<Js, Reason> {
    let mut value = target;
    for key in path.split('.') {
        if value.is_null() {
            return Err(Reason::ApiMissing);
        }
        value = get(value, key)?;
    }
    Ok(value)
}

/// The item of a list or array-like object.
#[inline(never)]
pub fn at(target: Js, index: u32) -> Option<Js> {
    reflect_at(&target.to_js(), index).ok().filter(|value| !value.is_undefined()).map(Js::new)
}

/// Whether `key in target`.
#[inline(never)]
pub fn has(target: Js, key: &str) -> bool {
    reflect_has(&target.to_js(), key).unwrap_or(false)
}

/// Sets a member of an object of our own.
#[inline(never)]
pub fn set(target: Js, key: &str, value: Js) {
    // An object of our own takes every member; a context that refuses one
    // shows in what is read back.
    let _ = reflect_set(&target.to_js(), key, &value.to_js());
}

#[inline(never)]
fn array(items: &[Js]) -> JsValue {
    let array = JsValue::from(Array::new());
    for item in items {
        // Only a page that broke Array.prototype.push gets an error here.
        let _ = array.unchecked_ref::<AnyArray>().push(&item.to_js());
    }
    array
}

/// A list.
pub fn list(items: &[Js]) -> Js {
    Js::new(array(items))
}

/// Calls a function.
#[inline(never)]
pub fn apply(f: Js, this: Js, args: &[Js]) -> Result<Js, Reason> {
    taken(reflect_apply(&f.to_js(), &this.to_js(), &array(args)))
}

/// What a function throws when called; nothing where it does not.
#[inline(never)]
pub fn thrown_by(f: Js, this: Js, args: &[Js]) -> Option<Js> {
    reflect_apply(&f.to_js(), &this.to_js(), &array(args)).err().map(Js::new)
}

/// Calls a method.
#[inline(never)]
pub fn call(target: Js, method: &str, args: &[Js]) -> Result<Js, Reason> {
    let f = get(target, method)?;
    if f.is_function() { apply(f, target, args) } else { Err(Reason::UnexpectedType) }
}

/// Calls a constructor.
#[inline(never)]
pub fn construct(class: Js, args: &[Js]) -> Result<Js, Reason> {
    taken(reflect_construct(&class.to_js(), &array(args)))
}

/// Text, bounded.
#[inline(never)]
pub fn text(value: Js) -> Option<String> {
    long_text(value).map(bounded)
}

/// Text of up to a million characters, for hashing and searching.
#[inline(never)]
pub fn long_text(value: Js) -> Option<String> {
    let value = value.to_js();
    let string = value.dyn_ref::<js_sys::JsString>()?;
    if string.length() > MAX_COPY { Some(String::new()) } else { value.as_string() }
}

/// Cuts text to [`MAX_TEXT`] characters.
pub fn bounded(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(end);
    }
    text
}

/// A primitive as a value. Of an object, function or symbol only its kind.
#[inline(never)]
pub fn value(from: Js) -> Value {
    if from.is_null() || from.is_undefined() {
        Value::Null
    } else if let Some(flag) = from.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = from.as_f64() {
        Value::number(number)
    } else if let Some(text) = text(from) {
        Value::Text(text)
    } else {
        Value::from(if from.is_function() { "function" } else { "object" })
    }
}

/// A member as a value; null where it is absent or throws.
#[inline(never)]
pub fn value_at(target: Js, at: &str) -> Value {
    path(target, at).map_or(Value::Null, value)
}

/// How long a list is, as it says, but at most `cap`.
#[inline(never)]
pub fn length(target: Js, cap: u32) -> u32 {
    let length = get(target, "length").ok().and_then(Js::as_f64).unwrap_or(0.0);
    // The cast saturates: negative and NaN become 0.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (length as u32).min(cap)
}

/// The first `cap` items of a list or array-like object.
#[inline(never)]
pub fn items(target: Js, cap: u32) -> alloc::vec::IntoIter<Js> {
    let mut items = Vec::new();
    for index in 0..length(target, cap) {
        let Some(item) = at(target, index) else { break };
        items.push(item);
    }
    items.into_iter()
}

/// The text items of a list, at most 16 of them.
#[inline(never)]
pub fn texts(target: Js) -> Value {
    Value::List(items(target, 16).map(value).collect())
}

/// Waits for a promise (or takes what is none as it is).
///
/// It is listened to from now on, not from the first poll on: a rejection that
/// nobody listens to would be reported to the page.
pub fn settle(promise: Result<Js, Reason>) -> impl Future<Output = Result<Js, Reason>> {
    let listening = promise.and_then(|promise| {
        let promise = AnyPromise::resolve(&promise.to_js()).map_err(|error| reason_of(&error))?;
        Ok(JsFuture::from(promise))
    });
    async { taken(listening?.await) }
}

/// A promise that the page settles by calling what `start` is given.
pub fn promise(start: &mut dyn FnMut(Js)) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, _| start(Js::new(resolve.into())))
}

/// The clock of the page, in milliseconds.
pub struct Clock {
    performance: Js,
    last: Cell<f64>,
}

impl Clock {
    /// The clock of this global object.
    pub fn of(global: Js) -> Self {
        let performance = get(global, "performance").unwrap_or_default();
        Self { performance, last: Cell::new(0.0) }
    }

    /// Now. Never goes back, whatever the page made of `performance`.
    #[inline(never)]
    pub fn now(&self) -> f64 {
        let read = call(self.performance, "now", &[]).ok().and_then(Js::as_f64);
        let now = read.unwrap_or(0.0).max(self.last.get());
        self.last.set(now);
        now
    }
}
