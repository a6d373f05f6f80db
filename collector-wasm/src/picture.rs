//! Pictures that are drawn, read back and hashed, and whether reading can be
//! trusted.
//!
//! Browsers that protect their users add noise to what a canvas gives back:
//! Safari 17 and Firefox 120 in private windows, Brave always, and extensions.
//! Some of it is the same at every reading of a session, so that reading twice
//! shows nothing. What shows all of it: pixels that we know.

use alloc::vec;
use alloc::vec::Vec;

use edgeprint_signals::Reason;

use crate::digest;
use crate::js::{self, Js};
use crate::page::Page;
use crate::scratch;

/// The probe's side, in pixels.
const PROBE: u32 = 16;

/// More bytes than this are not copied: no reading has as many.
const MAX_BYTES: u32 = 1 << 20;

/// The bytes of a typed array of any kind.
///
/// Copied by the page's `set`, through the one door: the bindings' own copy uses
/// `Function.prototype.call`, which pages break, and what it throws ends the module.
#[inline(never)]
pub fn bytes(page: &Page, array: Js) -> Vec<u8> {
    let get = |key| js::get(array, key);
    let view = page.construct("Uint8Array", &[get("buffer"), get("byteOffset"), get("byteLength")]);
    let mut bytes = vec![0; js::length(view, MAX_BYTES) as usize];
    js::apply_to_bytes(js::get(view, "set"), &mut bytes, &[view]);
    bytes
}

/// The pixels of the upper left part, as bytes of red, green, blue, alpha.
#[inline(never)]
fn pixels(page: &Page, context: Js, width: u32, height: u32) -> Vec<u8> {
    let area = [0.into(), 0.into(), width.into(), height.into()];
    bytes(page, js::get(js::call(context, "getImageData", &area), "data"))
}

/// Puts pixels of many colours and reads them back. All are opaque: browsers
/// store colours multiplied by alpha, so others may honestly change. Not one
/// colour alone, since Firefox leaves plain areas untouched.
pub fn pixels_are_honest(page: &Page) -> bool {
    let mut put = known_pixels();
    let context = scratch::context_2d(page, PROBE, PROBE);
    let image = page.construct("ImageData", &[PROBE.into(), PROBE.into()]);
    let data = js::get(image, "data");
    let copy = js::apply_to_bytes(js::get(data, "slice"), &mut put, &[]);
    js::call(data, "set", &[copy]);
    js::call(context, "putImageData", &[image, 0.into(), 0.into()]);
    pixels(page, context, PROBE, PROBE) == put
}

fn known_pixels() -> Vec<u8> {
    let mut pixels = Vec::new();
    for n in 0..256_u16 {
        let [n, _] = n.to_le_bytes();
        pixels.extend_from_slice(&[n, n.wrapping_mul(37), 255 - n, 255]);
    }
    pixels
}

/// Sets `key` of `map` to the digest of a picture, or fails: drawn once and read
/// twice, since noise is added to what is read. With a reason of
/// status `noisy` the rest of the map is a reading all the same.
#[inline(never)]
pub fn read(page: &Page, (key, map): (&str, Js), (width, height): (u32, u32), script: &str) -> Js {
    let context = scratch::context_2d(page, width, height);
    js::run(context, script);
    let picture = || pixels(page, context, width, height);
    let first = picture();
    if first.iter().all(|byte| *byte == 0) {
        js::fail(Reason::Empty);
    } else if !page.honest_pixels() {
        js::fail(Reason::BrowserRandomises);
    } else if first == picture() {
        js::set(map, key, digest::of_bytes(&first));
    } else {
        js::fail(Reason::ReadingsDiffer);
    }
    map
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
