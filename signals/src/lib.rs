//! The vocabulary that both sides of Edgeprint share.
//!
//! The collector (browser) and the edge (Workers) depend on this crate and on
//! nothing of each other, so they cannot disagree about
//!
//! - which signals exist and how stable each is ([`catalogue`]),
//! - what a reading looks like ([`Component`], [`Value`]),
//! - the bytes that a fingerprint is computed from ([`canonical`], [`Fingerprint`]),
//! - what travels between page, edge and backend ([`wire`]),
//! - error codes ([`ErrorCode`]), scopes ([`Scope`]) and risk levels ([`RiskLevel`]).
//!
//! Nothing here touches a browser, a Worker, a clock or a random source.
#![forbid(unsafe_code)]
// Without std the collector needs no panic machinery: a third of its size.
#![cfg_attr(not(any(test, feature = "ts", feature = "schema")), no_std)]

extern crate alloc;

pub mod canonical;
pub mod catalogue;
mod component;
mod components;
mod confidence;
mod error_code;
mod fingerprint;
mod risk_level;
mod scope;
mod status;
mod value;
pub mod wire;

pub use catalogue::{SignalId, SignalInfo, Stability};
pub use component::Component;
pub use components::Components;
pub use confidence::{Confidence, alike};
pub use error_code::ErrorCode;
pub use fingerprint::{Fingerprint, sha256_hex};
pub use risk_level::RiskLevel;
pub use scope::Scope;
pub use status::{Reason, Status};
pub use value::Value;
