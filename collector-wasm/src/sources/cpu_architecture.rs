//! The sign byte of a computed NaN: 255 on x86, 127 on ARM.
//!
//! Value: a number. WebAssembly leaves the sign of a NaN to the processor, and
//! this one is computed here, where no script of the page can reach.

use core::hint::black_box;

use edgeprint_signals::Value;

use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
#[allow(clippy::eq_op)] // infinity less infinity is the point
pub fn read(_: &Page) -> Reading {
    let infinity = black_box(f32::INFINITY);
    let nan = black_box(infinity - black_box(infinity));
    Ok(Value::from(nan.to_bits() >> 24))
}
