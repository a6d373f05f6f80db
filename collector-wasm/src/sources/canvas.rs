//! How shapes are drawn, and whether pixels come back as they were put.
//!
//! Value, a map: `geometry` text (32 hex), `winding` flag (the even-odd rule
//! is known). Shapes alone, no text: it does not change with zoom or fonts.
//! Where noise is added the status is `noisy`, the reason
//! `browser_randomises` or `readings_differ`, and `geometry` is left out.

use edgeprint_signals::{Component, Reason};

use crate::js::{self, Js};
use crate::page::{Page, Record};
use crate::picture;
use crate::scratch::{self, Canvas};

const SIZE: (u32, u32) = (110, 80);

/// Centre, radius and colour of overlapping discs.
const DISCS: [(f64, f64, f64, &str); 4] = [
    (32.0, 30.0, 25.5, "#e4f"),
    (60.0, 28.0, 27.25, "#3fd"),
    (45.0, 52.0, 24.75, "#fe2"),
    (80.0, 50.0, 26.5, "#f63"),
];

/// Reads it.
pub fn read(page: &Page) -> Component {
    let mut certain = Record::new();
    match winding(page) {
        Ok(winding) => certain.put("winding", winding),
        Err(reason) => return Component::absent(reason.status(), reason),
    }
    picture::reading(page, "geometry", SIZE, draw, certain)
}

/// Anti-aliased edges, blending and a curve: where rasterisers differ.
fn draw(canvas: &Canvas) -> Result<(), Reason> {
    canvas.set("globalCompositeOperation", "multiply");
    for (x, y, radius, colour) in DISCS {
        canvas.set("fillStyle", colour);
        canvas.draw("beginPath", &[])?;
        canvas.draw("arc", &[x, y, radius, 0.0, 6.3])?;
        canvas.draw("fill", &[])?;
    }
    canvas.set("globalCompositeOperation", "source-over");
    canvas.set("strokeStyle", "rgba(20,60,200,.7)");
    canvas.set("lineWidth", 2.7);
    canvas.draw("beginPath", &[])?;
    canvas.draw("moveTo", &[3.3, 70.1])?;
    canvas.draw("bezierCurveTo", &[30.7, -20.3, 70.9, 120.5, 106.2, 7.7])?;
    canvas.draw("stroke", &[])
}

fn winding(page: &Page) -> Result<bool, Reason> {
    let canvas = scratch::context_2d(page, 8, 8)?;
    canvas.draw("rect", &[0.0, 0.0, 8.0, 8.0])?;
    canvas.draw("rect", &[2.0, 2.0, 4.0, 4.0])?;
    let args: [Js; 3] = [4.into(), 4.into(), "evenodd".into()];
    let inside = js::call(canvas.context, "isPointInPath", &args)?;
    Ok(inside.as_bool() == Some(false))
}
