//! Widths of text in the default fonts.
//!
//! Value, a map of numbers (pixels, to a hundredth): `cursive`, `fantasy`,
//! `monospace`, `sans-serif`, `serif`, `system-ui`, `emoji`, `math`.

use super::fonts::width;
use crate::js::{self, Js};
use crate::page::Page;
use crate::registry::Source;
use crate::rounding::to_parts;
use crate::text::{join, parts};

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let context = page.context_2d();
    let found = js::object();
    let families = "cursive emoji fantasy math monospace sans-serif serif system-ui";
    for family in parts(families, b' ') {
        let width = width(context, &join(&["48px ", family]), "mmMwWLliI0fiflO&1");
        js::set(found, family, to_parts(width, 100.0).into());
    }
    found
}
