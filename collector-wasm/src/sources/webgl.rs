//! Graphics vendor and renderer.
//!
//! Value, a map: `vendor` text, `renderer` text: the graphics processor's name
//! without driver versions (see `gpu.rs`), so that it outlives updates;
//! `software` flag: a renderer without a graphics card (SwiftShader, llvmpipe…).
//! The full strings are in `webgl_parameters`. `denied` where Firefox names nobody.

use alloc::string::String;

use edgeprint_signals::Reason;

use crate::family::Family;
use crate::gpu;
use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::{long_text, map};
use crate::registry::Source;

/// `UNMASKED_VENDOR_WEBGL` and `UNMASKED_RENDERER_WEBGL`.
const UNMASKED: &str = "vendor=getParameter(37445);renderer=getParameter(37446)";

/// `VENDOR` and `RENDERER`.
const MASKED: &str = "vendor=getParameter(7936);renderer=getParameter(7937)";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let found = unmasked(page);
    let renderer: String = long_text(js::get(found, "renderer"));
    // What Gecko answers instead of a name under `privacy.resistFingerprinting`
    // or without `webgl.enable-renderer-query`: no card has that name.
    if renderer == "Mozilla" {
        js::fail(Reason::Denied);
    }
    js::set(found, "software", gpu::software(&renderer).is_some().into());
    js::set(found, "renderer", gpu::stable_name(&renderer).into());
    found
}

/// A map of vendor and renderer, as much as the browser tells. Gecko tells a
/// family of cards in `RENDERER` (since Firefox 92), and warns in the console
/// about those who ask for more.
pub fn unmasked(page: &Page) -> Js {
    let gl = page.gl();
    let asks = page.family() != Family::Gecko;
    let told = asks && js::peek(gl, "getExtension(WEBGL_debug_renderer_info)").is_object();
    let found = map(gl, if told { UNMASKED } else { MASKED });
    if js::peek(found, "renderer").is_nothing() {
        js::fail(Reason::Empty);
    }
    found
}
