//! Handles of the page's values, and the pool that keeps them.

use alloc::vec::Vec;
use core::cell::RefCell;
use core::sync::atomic::{AtomicU32, Ordering};

use wasm_bindgen::JsValue;

/// A value of the page, by its place in the pool.
///
/// A handle that is copied and never dropped: with reference-counted ones,
/// code for letting go of them at every way out of every function was a third
/// of the wasm. All values of a collection are let go of together.
#[derive(Clone, Copy)]
pub struct Js(u32);

struct Pool(RefCell<Vec<JsValue>>);

// SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
#[allow(unsafe_code)]
unsafe impl Sync for Pool {}

static POOL: Pool = Pool(RefCell::new(Vec::new()));

/// Keeps the pool while a collection runs; the last one to end empties it.
pub struct Lease(());

static LEASES: AtomicU32 = AtomicU32::new(0);

impl Lease {
    /// Takes one.
    pub fn take() -> Self {
        LEASES.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if LEASES.fetch_sub(1, Ordering::Relaxed) == 1 {
            POOL.0.take();
        }
    }
}

impl Default for Js {
    fn default() -> Self {
        Self::UNDEFINED
    }
}

impl PartialEq for Js {
    fn eq(&self, other: &Self) -> bool {
        self.to_js() == other.to_js()
    }
}

impl Js {
    /// `undefined`.
    pub const UNDEFINED: Self = Self(0);
    /// `null`.
    pub const NULL: Self = Self(1);
    const FIRST: u32 = 2;

    /// Takes a value in.
    #[inline(never)]
    pub fn new(value: JsValue) -> Self {
        let mut pool = POOL.0.borrow_mut();
        let at = u32::try_from(pool.len()).unwrap_or(u32::MAX - Self::FIRST);
        pool.push(value);
        Self(at + Self::FIRST)
    }

    /// The value.
    #[inline(never)]
    pub fn to_js(self) -> JsValue {
        match self.0.checked_sub(Self::FIRST) {
            Some(at) => POOL.0.borrow().get(at as usize).cloned().unwrap_or_default(),
            None if self.0 == Self::NULL.0 => JsValue::NULL,
            None => JsValue::UNDEFINED,
        }
    }

    /// Whether it is `undefined`.
    pub fn is_undefined(self) -> bool {
        self.to_js().is_undefined()
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.to_js().is_null()
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        self.to_js().is_object()
    }

    /// Whether it is a function.
    pub fn is_function(self) -> bool {
        self.to_js().is_function()
    }

    /// The boolean, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        self.to_js().as_bool()
    }

    /// The number, if it is one.
    pub fn as_f64(self) -> Option<f64> {
        self.to_js().as_f64()
    }
}

impl From<&str> for Js {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self::new(JsValue::from_str(text))
    }
}

impl From<f64> for Js {
    #[inline(never)]
    fn from(number: f64) -> Self {
        Self::new(JsValue::from_f64(number))
    }
}

impl From<u32> for Js {
    fn from(number: u32) -> Self {
        f64::from(number).into()
    }
}

impl From<i32> for Js {
    fn from(number: i32) -> Self {
        f64::from(number).into()
    }
}

impl From<bool> for Js {
    fn from(flag: bool) -> Self {
        Self::new(JsValue::from_bool(flag))
    }
}
