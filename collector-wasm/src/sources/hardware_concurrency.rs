//! Logical processors.
//!
//! Value: a number. In Gecko 4 or 8: Firefox 143 answers only these where its
//! fingerprinting protection is on, so a device's number would change with
//! that setting (bugzilla 1984333). Rounding the same way makes it last.

use crate::family::Family;
use crate::js::Js;
use crate::page::Page;
use crate::reading::number;
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let processors = number(page.get("navigator.hardwareConcurrency"));
    rounded(page, processors).into()
}

/// A number of processors as this browser's is told.
pub fn rounded(page: &Page, processors: f64) -> f64 {
    if page.family() == Family::Gecko { bucket(processors) } else { processors }
}

fn bucket(processors: f64) -> f64 {
    if processors > 4.0 { 8.0 } else { 4.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucketing_twice_is_bucketing_once() {
        for processors in [1.0, 2.0, 4.0, 6.0, 8.0, 64.0] {
            assert_eq!(bucket(bucket(processors)), bucket(processors));
        }
        assert_eq!(bucket(4.0), 4.0);
        assert_eq!(bucket(6.0), 8.0);
    }
}
