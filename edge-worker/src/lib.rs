//! The edge.
pub mod evidence;
pub mod risk;
