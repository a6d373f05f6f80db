//! Limits, precision and extensions of the graphics driver.
//!
//! Value, a map: `renderer`, `vendor` text (unmasked; generic in Gecko),
//! `masked_renderer`, `masked_vendor`, `version`, `shading_language` text;
//! `extensions` number (how many), `extensions_hash` text (32 hex);
//! `parameters_hash` text (32 hex over the limits and precisions);
//! `max_texture_size` number, `antialias` flag, `webgl2` flag.

use super::webgl::unmasked;
use crate::digest;
use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{map, member, texts};
use crate::registry::Source;
use crate::text::parts;

/// Limits of WebGL 1 and, from the first 0 on, of WebGL 2: sizes, counts, ranges and depths.
const LIMITS: [u16; 37] = [
    0x846D, 0x846E, 0x0D3A, 0x8869, 0x8DFB, 0x8DFC, 0x8DFD, 0x8872, 0x8B4C, 0x8B4D, 0x851C, 0x84E8,
    0x0D52, 0x0D53, 0x0D54, 0x0D55, 0x0D56, 0x0D57, 0x0D50, 0x80A8, 0, 0x8073, 0x88FF, 0x8CDF,
    0x8824, 0x8D57, 0x8A2B, 0x8A2D, 0x8A2E, 0x8A2F, 0x8A30, 0x8A31, 0x8A33, 0x8A34, 0x8B4A, 0x9122,
    0x9125,
];

/// `VENDOR`, `RENDERER`, `VERSION`, `SHADING_LANGUAGE_VERSION` and `MAX_TEXTURE_SIZE` by their numbers.
const MEMBERS: &str = "masked_vendor=getParameter(7936);masked_renderer=getParameter(7937);version=getParameter(7938);shading_language=getParameter(35724);max_texture_size=getParameter(3379);extensions=getSupportedExtensions().length;extensions_hash=#getSupportedExtensions();antialias=getContextAttributes().antialias;webgl2=?texStorage2D";

const SHADERS: [u16; 2] = [0x8B31, 0x8B30];
const PRECISIONS: [u16; 4] = [0x8DF2, 0x8DF1, 0x8DF5, 0x8DF4];

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let unmasked = unmasked(page);
    let gl = page.gl();
    let found = map(gl, MEMBERS);
    for key in &["vendor", "renderer"] {
        js::set(found, key, js::peek(unmasked, key));
    }
    js::set(found, "parameters_hash", digest::of(limits(gl)));
    found
}

fn limits(gl: Js) -> Js {
    let webgl2 = js::has(gl, "texStorage2D");
    let found = js::list(&[]);
    for number in LIMITS {
        if number > 0 {
            let number = u32::from(number).into();
            js::push(found, texts(js::call(gl, "getParameter", &[number])));
        } else if !webgl2 {
            break;
        }
    }
    for shader in SHADERS {
        for precision in PRECISIONS {
            let args = [u32::from(shader).into(), u32::from(precision).into()];
            let format = js::call(gl, "getShaderPrecisionFormat", &args);
            for key in parts("rangeMin rangeMax precision", b' ') {
                js::push(found, member(format, key));
            }
        }
    }
    found
}
