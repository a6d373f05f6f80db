//! How shapes are drawn, and whether pixels come back as they were put.
//!
//! Value, a map: `geometry` text (32 hex), `winding` flag (the even-odd rule
//! is known). Shapes alone, no text: it does not change with zoom or fonts.
//! Where noise is added the status is `noisy`, the reason
//! `browser_randomises` or `readings_differ`, and `geometry` is left out. No part
//! of the fingerprint: noise comes and goes with private windows (Safari 17,
//! Firefox 120 to 150), Firefox's protections and extensions, and rasterisers
//! change with the browser's updates.

use crate::js::{self, Js};
use crate::page::Page;
use crate::picture;
use crate::registry::Source;
use crate::scratch;

/// Anti-aliased edges, blending and a curve: where rasterisers differ.
const SCRIPT: &str = "globalCompositeOperation=multiply
fillStyle=#e4f
beginPath()
arc(32,30,25.5,0,6.3)
fill()
fillStyle=#3fd
beginPath()
arc(60,28,27.25,0,6.3)
fill()
fillStyle=#fe2
beginPath()
arc(45,52,24.75,0,6.3)
fill()
fillStyle=#f63
beginPath()
arc(80,50,26.5,0,6.3)
fill()
globalCompositeOperation=source-over
strokeStyle=rgba(20,60,200,.7)
lineWidth=2.7
beginPath()
moveTo(3.3,70.1)
bezierCurveTo(30.7,-20.3,70.9,120.5,106.2,7.7)
stroke()";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let context = scratch::context_2d(page, 8, 8);
    js::run(context, "rect(0,0,8,8)\nrect(2,2,4,4)");
    let inside = js::step(context, "isPointInPath(4,4,evenodd)");
    let found = js::object();
    js::set(found, "winding", (inside == Js::from(false)).into());
    picture::read(page, ("geometry", found), (110, 80), SCRIPT)
}
