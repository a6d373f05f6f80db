//! How fine the clock is.
//!
//! Value, a map: `step` number (milliseconds, to a thousandth: the smallest
//! step seen) or null where the clock stood still for 5,000 looks; `looks`
//! number: how often it was looked at. 0.1 in Chromium, 1 in Firefox and
//! Safari, 0.005 and 0.02 in isolated pages; Firefox's protection steps by 16.7
//! or 100.

use crate::js::{self, Js};
use crate::page::Page;
use crate::registry::Source;
use crate::rounding::to_parts;

/// Looks at most, about a millisecond's worth.
const LOOKS: u32 = 5_000;

/// Steps to see, of which the smallest counts: the first may have begun earlier.
const STEPS: u32 = 3;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let mut smallest = f64::INFINITY;
    let (mut looks, mut steps, mut last) = (0, 0, page.now());
    while looks < LOOKS && steps < STEPS {
        let now = page.now();
        looks += 1;
        if now > last {
            smallest = smallest.min(now - last);
            last = now;
            steps += 1;
        }
    }
    let found = js::object();
    js::set(found, "looks", looks.into());
    let step = if steps > 0 { to_parts(smallest, 1000.0).into() } else { Js::NULL };
    js::set(found, "step", step);
    found
}
