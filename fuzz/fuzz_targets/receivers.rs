//! See `edgeprint_fuzz::receivers`.
#![no_main]
#![allow(unsafe_code)] // the macro exports a C function

libfuzzer_sys::fuzz_target!(|data: &[u8]| edgeprint_fuzz::receivers(data));
