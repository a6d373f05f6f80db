//! codegen.
fn main() {}
