//! Graphics vendor and renderer.
//!
//! Value, a map: `vendor` text, `renderer` text: the graphics processor's name
//! without driver versions (see `gpu.rs`), so that it outlives updates;
//! `software` flag: a renderer without a graphics card (SwiftShader, llvmpipe…).
//! The full strings are in `webgl_parameters`.

use alloc::string::String;

use edgeprint_signals::Reason;

use crate::family::Family;
use crate::gpu;
use crate::js;
use crate::page::{Page, Record};
use crate::registry::Reading;

const VENDOR: u32 = 0x1F00;
const RENDERER: u32 = 0x1F01;
const UNMASKED_VENDOR: u32 = 0x9245;
const UNMASKED_RENDERER: u32 = 0x9246;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let (vendor, renderer) = unmasked(page)?;
    let mut record = Record::new();
    record.put("software", gpu::is_software(&renderer));
    record.put("renderer", gpu::stable_name(&renderer));
    record.put("vendor", vendor);
    Ok(record.done())
}

/// Vendor and renderer, as much as the browser tells. Gecko tells a family of
/// cards in `RENDERER` (since Firefox 92), and warns in the console about
/// those who ask for more.
pub fn unmasked(page: &Page) -> Result<(String, String), Reason> {
    let gl = page.gl()?;
    let text = |number| js::text(gl.parameter(number)?).ok_or(Reason::Empty);
    let asks = page.family() != Family::Gecko;
    let told = || gl.call("getExtension", &["WEBGL_debug_renderer_info".into()]);
    if asks && told().is_ok_and(|extension| extension.is_object()) {
        Ok((text(UNMASKED_VENDOR)?, text(UNMASKED_RENDERER)?))
    } else {
        Ok((text(VENDOR)?, text(RENDERER)?))
    }
}
