//! Tells which known device a changed fingerprint belongs to, and how sure that is.
//!
//! The way of a visit: its attributes ([`vector`]) give the keys to look it up
//! under ([`blocking`]); each device found is compared with it ([`compare`],
//! [`model`]), against how common its values are ([`frequency`]); the
//! [`linker`] weighs the candidates against one another and against "new",
//! and says how sure it is ([`calibration`]); [`store`] is the border to where
//! devices are kept. No clock, no threads, no waiting inside.

#![forbid(unsafe_code)]

pub mod agent;
mod alternation;
pub mod attribute;
pub mod blocking;
pub mod calibration;
pub mod compare;
mod decision;
pub mod device;
pub mod frequency;
mod kin;
#[cfg(feature = "lab")]
pub mod lab;
mod learnt;
pub mod linker;
mod machine;
pub mod memory;
pub mod model;
mod sketch;
pub mod store;
pub mod value;
pub mod vector;
pub mod weights;

pub use agent::Class;
pub use attribute::Attribute;
pub use device::Device;
pub use frequency::Frequencies;
pub use linker::{Decision, Linker, Method, Visit};
pub use store::{Change, Store, link};
pub use vector::AttributeVector;
