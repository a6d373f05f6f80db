//! WebGPU: there, and what it says before an adapter is asked for.
//!
//! Value, a map: `format` text (`bgra8unorm`, `rgba8unorm`), `wgsl_features`
//! number. Unsupported where there is no WebGPU, and on plain http.
//!
//! No adapter is asked for: where there is none, Chromium 156 warns in the
//! console ("No available adapters."), and asking starts the graphics process.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Map(
    "navigator.gpu",
    "format=getPreferredCanvasFormat();wgsl_features=wgslLanguageFeatures.size",
);
