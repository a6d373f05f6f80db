//! Limits, precision and extensions of the graphics driver.
//!
//! Value, a map: `renderer`, `vendor` text (unmasked; generic in Gecko),
//! `masked_renderer`, `masked_vendor`, `version`, `shading_language` text;
//! `extensions` number (how many), `extensions_hash` text (32 hex);
//! `parameters_hash` text (32 hex over the limits and precisions);
//! `max_texture_size` number, `antialias` flag, `webgl2` flag.

use alloc::vec::Vec;

use edgeprint_signals::{Reason, Value};

use super::webgl::unmasked;
use crate::digest;
use crate::js::{self, Js};
use crate::page::{Page, Record};
use crate::registry::Reading;
use crate::scratch::Gl;

const NAMED: [(&str, u32); 5] = [
    ("masked_vendor", 0x1F00),
    ("masked_renderer", 0x1F01),
    ("version", 0x1F02),
    ("shading_language", 0x8B8C),
    ("max_texture_size", 0x0D33),
];

/// Limits of WebGL 1: sizes, counts, ranges and depths.
const LIMITS: [u32; 20] = [
    0x846D, 0x846E, 0x0D3A, 0x8869, 0x8DFB, 0x8DFC, 0x8DFD, 0x8872, 0x8B4C, 0x8B4D, 0x851C, 0x84E8,
    0x0D52, 0x0D53, 0x0D54, 0x0D55, 0x0D56, 0x0D57, 0x0D50, 0x80A8,
];

/// And of WebGL 2.
const LIMITS_2: [u32; 16] = [
    0x8073, 0x88FF, 0x8CDF, 0x8824, 0x8D57, 0x8A2B, 0x8A2D, 0x8A2E, 0x8A2F, 0x8A30, 0x8A31, 0x8A33,
    0x8A34, 0x8B4A, 0x9122, 0x9125,
];

const SHADERS: [u32; 2] = [0x8B31, 0x8B30];
const PRECISIONS: [u32; 4] = [0x8DF2, 0x8DF1, 0x8DF5, 0x8DF4];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let (vendor, renderer) = unmasked(page)?;
    let gl = page.gl()?;
    let names = extensions(gl)?;
    let mut record = Record::new();
    for (key, number) in NAMED {
        record.put(key, parameter(gl, number));
    }
    record.put("vendor", vendor);
    record.put("renderer", renderer);
    record.put("extensions", u32::try_from(names.len()).unwrap_or(u32::MAX));
    record.put("extensions_hash", digest::of_value(&Value::List(names)));
    record.put("parameters_hash", digest::of_value(&limits(gl)));
    record.put("antialias", attribute(gl, "antialias"));
    record.put("webgl2", gl.version_2);
    Ok(record.done())
}

/// A parameter: a number, a text, or the numbers of a typed array.
fn parameter(gl: &Gl, number: u32) -> Value {
    match gl.parameter(number) {
        Ok(found) if found.is_object() => js::texts(found),
        Ok(found) => js::value(found),
        Err(_) => Value::Null,
    }
}

fn extensions(gl: &Gl) -> Result<Vec<Value>, Reason> {
    let list = gl.call("getSupportedExtensions", &[])?;
    Ok(js::items(list, 128).map(js::value).collect())
}

fn limits(gl: &Gl) -> Value {
    let second: &[u32] = if gl.version_2 { &LIMITS_2 } else { &[] };
    let mut found: Vec<Value> =
        LIMITS.iter().chain(second).map(|number| parameter(gl, *number)).collect();
    for shader in SHADERS {
        for precision in PRECISIONS {
            let args: [Js; 2] = [shader.into(), precision.into()];
            let format = gl.call("getShaderPrecisionFormat", &args).unwrap_or_default();
            for key in ["rangeMin", "rangeMax", "precision"] {
                found.push(js::value_at(format, key));
            }
        }
    }
    Value::List(found)
}

fn attribute(gl: &Gl, key: &str) -> Value {
    gl.call("getContextAttributes", &[]).map_or(Value::Null, |all| js::value_at(all, key))
}
