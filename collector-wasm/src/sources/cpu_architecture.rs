//! The sign byte of a computed NaN: 255 on x86, 127 on ARM.
//!
//! Value: a number. WebAssembly leaves the sign of a NaN to the processor, and
//! this one is computed here, where no script of the page can reach.

use core::hint::black_box;

use crate::js::Js;
use crate::page::Page;
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

#[allow(clippy::eq_op)] // infinity less infinity is the point
fn read(_: &Page) -> Js {
    let infinity = black_box(f32::INFINITY);
    let nan = black_box(infinity - black_box(infinity));
    (nan.to_bits() >> 24).into()
}
