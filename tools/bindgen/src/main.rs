//! bindgen.
fn main() {}
