//! Graphics vendor and renderer.
//!
//! Value, a map: `vendor` text, `renderer` text: the graphics processor's name
//! without driver versions (see `gpu.rs`), so that it outlives updates;
//! `software` flag: a renderer without a graphics card (SwiftShader, llvmpipe…).
//! The full strings are in `webgl_parameters`.
