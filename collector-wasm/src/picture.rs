//! Pictures that are drawn, read back and hashed, and whether reading can be
//! trusted.
//!
//! Browsers that protect their users add noise to what a canvas gives back:
//! Safari 17 and Firefox 120 in private windows, Brave always, and extensions.
//! Some of it is the same at every reading of a session, so that reading twice
//! shows nothing. What shows all of it: pixels that we know.

use alloc::vec::Vec;

use edgeprint_signals::{Component, Reason, Value};
use js_sys::Uint8ClampedArray;
use wasm_bindgen::JsCast;

use crate::digest;
use crate::js::{self, Js};
use crate::page::{Page, Record};
use crate::scratch::{self, Canvas};

/// The probe's side, in pixels.
const PROBE: u32 = 16;

impl Canvas {
    /// The pixels of the upper left part, as bytes of red, green, blue, alpha.
    pub fn pixels(&self, width: u32, height: u32) -> Result<Vec<u8>, Reason> {
        let area = [0.into(), 0.into(), width.into(), height.into()];
        let image = js::call(self.context, "getImageData", &area)?;
        let data = js::get(image, "data")?;
        data.to_js()
            .dyn_ref::<Uint8ClampedArray>()
            .map(Uint8ClampedArray::to_vec)
            .ok_or(Reason::UnexpectedType)
    }

    /// Sets a member of the context, such as `fillStyle`.
    pub fn set(&self, key: &str, value: impl Into<Js>) {
        js::set(self.context, key, value.into());
    }

    /// Calls a method of the context with numbers.
    pub fn draw(&self, method: &str, numbers: &[f64]) -> Result<(), Reason> {
        let args: Vec<Js> = numbers.iter().map(|n| Js::from(*n)).collect();
        js::call(self.context, method, &args).map(|_| ())
    }

    /// Writes text.
    pub fn write(&self, text: &str, x: f64, y: f64) -> Result<(), Reason> {
        js::call(self.context, "fillText", &[text.into(), x.into(), y.into()]).map(|_| ())
    }
}

/// Puts pixels of many colours and reads them back. All are opaque: browsers
/// store colours multiplied by alpha, so others may honestly change. Not one
/// colour alone, since Firefox leaves plain areas untouched.
pub fn pixels_are_honest(page: &Page) -> Result<bool, Reason> {
    let put = known_pixels();
    let canvas = scratch::context_2d(page, PROBE, PROBE)?;
    let data = Js::new(Uint8ClampedArray::from(put.as_slice()).into());
    let image = page.construct("ImageData", &[data, PROBE.into()])?;
    js::call(canvas.context, "putImageData", &[image, 0.into(), 0.into()])?;
    Ok(canvas.pixels(PROBE, PROBE)? == put)
}

fn known_pixels() -> Vec<u8> {
    (0..=255u8).flat_map(|n| [n, n.wrapping_mul(37), 255 - n, 255]).collect()
}

/// A picture's reading: `key` is its digest, `certain` what noise cannot touch.
pub fn reading(
    page: &Page,
    key: &str,
    size: (u32, u32),
    draw: fn(&Canvas) -> Result<(), Reason>,
    mut certain: Record,
) -> Component {
    let picture = || {
        let canvas = scratch::context_2d(page, size.0, size.1)?;
        draw(&canvas)?;
        canvas.pixels(size.0, size.1)
    };
    let digest = || {
        let first = picture()?;
        if first.iter().all(|byte| *byte == 0) {
            return Err(Reason::Empty);
        }
        if !page.honest_pixels()? {
            return Err(Reason::BrowserRandomises);
        }
        if first == picture()? { Ok(digest::of_bytes(&first)) } else { Err(Reason::ReadingsDiffer) }
    };
    match digest() {
        Ok(digest) => {
            certain.put(key, Value::Text(digest));
            Component::ok(certain.done())
        }
        Err(reason @ (Reason::BrowserRandomises | Reason::ReadingsDiffer)) => {
            Component::doubtful(reason, certain.done())
        }
        Err(reason) => Component::absent(reason.status(), reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_pixels_are_opaque_and_fill_the_probe() {
        let pixels = known_pixels();
        assert_eq!(pixels.len(), (PROBE * PROBE * 4) as usize);
        assert!(pixels.chunks(4).all(|pixel| pixel[3] == 255));
    }
}
