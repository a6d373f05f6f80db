//! Results that depend on the maths library.
//!
//! Value: text, 32 hex over the results of the calls below. Not `sin`, `cos` and
//! `tan`: in private windows and under fingerprinting protection Firefox computes
//! them with another library (`JSMathFdlibm` in its RFPTargetsDefault.inc), and
//! the id would change with the window.

use crate::digest;
use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::primitive;
use crate::registry::Source;
use crate::text::parts;

/// Arguments at which libraries are known to round differently.
const CALLS: &str = "acos(0.12312423423423424);acosh(1e308);asin(0.12312423423423424);asinh(1);atan(.5);atanh(.5);cbrt(100);cosh(1);exp(1);expm1(1);log1p(10);log10(.1);sinh(1);sqrt(2);tanh(1)";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let math = page.get("Math");
    let results = js::list(&[]);
    for call in parts(CALLS, b';') {
        js::push(results, primitive(js::step(math, call)));
    }
    digest::of(results)
}
