//! Learning and measuring. Not part of the Worker.

pub mod course;
pub mod crowd;
pub mod diagram;
pub mod emit;
pub mod field;
pub mod fit;
pub mod replay;
pub mod sample;
pub mod score;
pub mod stir;
pub mod weighing;
