//! Handles of the page's values, and the pool that keeps them.

use alloc::vec::Vec;
use core::cell::RefCell;
use core::mem::ManuallyDrop;

use wasm_bindgen::JsValue;
use wasm_bindgen::convert::{FromWasmAbi, IntoWasmAbi, RefFromWasmAbi};

/// What one thread alone sees.
pub struct Lone<T>(pub T);

// SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
#[allow(unsafe_code)]
unsafe impl<T> Sync for Lone<T> {}

/// A value of the page, by its place in wasm-bindgen's table.
///
/// A handle that is copied and never dropped: with reference-counted ones,
/// code for letting go of them at every way out of every function was a third
/// of the wasm. All values are let go of together ([`free_all`]).
#[derive(Clone, Copy)]
pub struct Js(u32);

static OWNED: Lone<RefCell<Vec<Js>>> = Lone(RefCell::new(Vec::new()));

/// Lets go of every value; for when no handle is in use any more.
pub fn free_all() {
    for owned in &OWNED.0.take() {
        // SAFETY: `take` put it there once, and nobody uses it from here on.
        #[allow(unsafe_code)]
        drop(unsafe { JsValue::from_abi(owned.0) });
    }
}

impl PartialEq for Js {
    fn eq(&self, other: &Self) -> bool {
        *self.value() == *other.value()
    }
}

impl Js {
    /// `undefined`: the only handle of it, so that comparing handles tells.
    pub const UNDEFINED: Self = Self::constant(JsValue::UNDEFINED);
    /// `null`.
    pub const NULL: Self = Self::constant(JsValue::NULL);
    /// No value of the page: a source that wants another turn.
    pub const AGAIN: Self = Self(0);

    #[allow(unsafe_code)]
    const fn constant(value: JsValue) -> Self {
        // SAFETY: a `JsValue` is its place in the table, and those of constants are kept for good.
        Self(unsafe { core::mem::transmute::<JsValue, u32>(value) })
    }

    /// Takes a value in.
    #[inline(never)]
    pub fn take(value: JsValue) -> Self {
        if value == JsValue::UNDEFINED {
            return Self::UNDEFINED;
        }
        let taken = Self(value.into_abi());
        OWNED.0.borrow_mut().push(taken);
        taken
    }

    /// The value, lent.
    pub fn value(self) -> ManuallyDrop<JsValue> {
        // SAFETY: handles come from `take` and `constant`, and `free_all` waits for the last use.
        #[allow(unsafe_code)]
        unsafe {
            JsValue::ref_from_abi(self.0)
        }
    }

    /// Whether it wants another turn.
    pub const fn is_again(self) -> bool {
        self.0 == Self::AGAIN.0
    }

    /// Whether it is `undefined`.
    pub const fn is_undefined(self) -> bool {
        self.0 == Self::UNDEFINED.0
    }

    /// Whether it is `undefined` or `null`.
    pub fn is_nothing(self) -> bool {
        self.is_undefined() || self == Self::NULL
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        self.value().is_object()
    }

    /// Whether it is `true`.
    pub fn is_true(self) -> bool {
        self == Self::from(true)
    }

    /// The flag, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        (self.is_true() || self == Self::from(false)).then(|| self.is_true())
    }

    /// The number, if it is one.
    pub fn as_f64(self) -> Option<f64> {
        self.value().as_f64()
    }
}

impl From<&str> for Js {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self::take(JsValue::from_str(text))
    }
}

impl From<f64> for Js {
    #[inline(never)]
    fn from(number: f64) -> Self {
        Self::take(JsValue::from_f64(number))
    }
}

impl From<u32> for Js {
    fn from(number: u32) -> Self {
        f64::from(number).into()
    }
}

impl From<bool> for Js {
    fn from(flag: bool) -> Self {
        Self::constant(if flag { JsValue::TRUE } else { JsValue::FALSE })
    }
}
