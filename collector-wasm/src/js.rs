//! The one door to the page.
//!
//! Everything that touches a page's objects goes through here, because any of
//! it may throw: getters of hostile pages do, and so do honest browsers under
//! a policy. Nothing thrown gets past this file; it becomes a [`Reason`].
//!
//! A handful of `Reflect` functions with text keys does the work of hundreds
//! of typed bindings, each of which would cost a line of glue and an import.

use alloc::string::String;
use core::cell::Cell;

use edgeprint_signals::{Reason, Value};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

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

/// What the page's code threw, as a reason.
pub fn reason_of(error: &JsValue) -> Reason {
    match reflect_get(error, "name").ok().and_then(|name| name.as_string()).as_deref() {
        Some("SecurityError" | "NotAllowedError") => Reason::Denied,
        _ => Reason::Threw,
    }
}

/// A member, where it is there. `undefined` is [`Reason::ApiMissing`].
pub fn get(target: &JsValue, key: &str) -> Result<JsValue, Reason> {
    let value = reflect_get(target, key).map_err(|error| reason_of(&error))?;
    if value.is_undefined() { Err(Reason::ApiMissing) } else { Ok(value) }
}

/// The member at the end of a path such as `navigator.userAgent`.
pub fn path(target: &JsValue, path: &str) -> Result<JsValue, Reason> {
    path.split('.').try_fold(target.clone(), |value, key| {
        if value.is_null() { Err(Reason::ApiMissing) } else { get(&value, key) }
    })
}

/// The item of a list or array-like object.
pub fn at(target: &JsValue, index: u32) -> Option<JsValue> {
    reflect_at(target, index).ok().filter(|value| !value.is_undefined())
}

/// Whether `key in target`.
pub fn has(target: &JsValue, key: &str) -> bool {
    reflect_has(target, key).unwrap_or(false)
}

/// Sets a member of an object of our own.
pub fn set(target: &JsValue, key: &str, value: &JsValue) {
    // An object of our own takes every member; a context that refuses one
    // shows in what is read back.
    let _ = reflect_set(target, key, value);
}

/// A list of arguments.
pub fn list(items: &[JsValue]) -> JsValue {
    let array = JsValue::from(Array::new());
    for item in items {
        // Only a page that broke Array.prototype.push gets an error here.
        let _ = array.unchecked_ref::<AnyArray>().push(item);
    }
    array
}

/// Calls a function.
pub fn apply(f: &JsValue, this: &JsValue, args: &[JsValue]) -> Result<JsValue, Reason> {
    apply_raw(f, this, args).map_err(|error| reason_of(&error))
}

/// Calls a function; what it throws comes back as it is.
pub fn apply_raw(f: &JsValue, this: &JsValue, args: &[JsValue]) -> Result<JsValue, JsValue> {
    reflect_apply(f, this, &list(args))
}

/// Calls a method.
pub fn call(target: &JsValue, method: &str, args: &[JsValue]) -> Result<JsValue, Reason> {
    let f = get(target, method)?;
    if f.is_function() { apply(&f, target, args) } else { Err(Reason::UnexpectedType) }
}

/// Calls a constructor.
pub fn construct(class: &JsValue, args: &[JsValue]) -> Result<JsValue, Reason> {
    construct_raw(class, args).map_err(|error| reason_of(&error))
}

/// Calls a constructor; what it throws comes back as it is.
pub fn construct_raw(class: &JsValue, args: &[JsValue]) -> Result<JsValue, JsValue> {
    reflect_construct(class, &list(args))
}

/// Text, bounded.
pub fn text(value: &JsValue) -> Option<String> {
    long_text(value).map(bounded)
}

/// Text of up to a million characters, for hashing and searching.
pub fn long_text(value: &JsValue) -> Option<String> {
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
pub fn value(from: &JsValue) -> Value {
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
pub fn value_at(target: &JsValue, at: &str) -> Value {
    path(target, at).map_or(Value::Null, |found| value(&found))
}

/// How long a list is, as it says, but at most `cap`.
pub fn length(target: &JsValue, cap: u32) -> u32 {
    let length = get(target, "length").ok().and_then(|n| n.as_f64()).unwrap_or(0.0);
    // The cast saturates: negative and NaN become 0.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (length as u32).min(cap)
}

/// The first `cap` items of a list or array-like object.
pub fn items(target: &JsValue, cap: u32) -> impl Iterator<Item = JsValue> {
    (0..length(target, cap)).map_while(|index| at(target, index))
}

/// The text items of a list, at most 16 of them.
pub fn texts(target: &JsValue) -> Value {
    Value::List(items(target, 16).map(|item| value(&item)).collect())
}

/// Waits for a promise (or takes what is none as it is).
pub fn settle(
    promise: Result<JsValue, Reason>,
) -> impl Future<Output = Result<JsValue, Reason>> {
    // Listens at once, not when first polled: the page hears of a rejection
    // that nobody listens to (`unhandledrejection`), and so does its console.
    let listening = promise.and_then(|promise| {
        let promise = AnyPromise::resolve(&promise).map_err(|error| reason_of(&error))?;
        Ok(JsFuture::from(promise))
    });
    async move { listening?.await.map_err(|error| reason_of(&error)) }
}

/// A promise that the page settles by calling what `start` is given.
pub fn promise(mut start: impl FnMut(&JsValue)) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, _| start(&resolve))
}

/// The clock of the page, in milliseconds.
pub struct Clock {
    performance: JsValue,
    last: Cell<f64>,
}

impl Clock {
    /// The clock of this global object.
    pub fn of(global: &JsValue) -> Self {
        let performance = get(global, "performance").unwrap_or(JsValue::UNDEFINED);
        Self { performance, last: Cell::new(0.0) }
    }

    /// Now. Never goes back, whatever the page made of `performance`.
    pub fn now(&self) -> f64 {
        let read = call(&self.performance, "now", &[]).ok().and_then(|now| now.as_f64());
        let now = read.unwrap_or(0.0).max(self.last.get());
        self.last.set(now);
        now
    }
}
