//! What is asked of the linker, and what it answers.

use serde::{Deserialize, Serialize};

use crate::device::Sibling;
use crate::vector::AttributeVector;

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The token that the browser had kept.
    Token,
    /// Everything looks as it did.
    Exact,
    /// Enough looks as it did.
    Linked,
    /// Nobody known, or nobody for sure.
    New,
}

/// A visit to be told the device of.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// What it shows.
    pub shows: &'a AttributeVector,
    /// The device that its stored token names, its signature checked.
    pub token: Option<&'a str>,
    /// How sure it was, when that token was issued, that its holder is the
    /// device: 1 for the browser that the id was made for.
    pub assurance: f64,
    /// When, in days.
    pub day: f64,
}

impl<'a> Visit<'a> {
    /// A visit without a token, or with the token of the browser that the id
    /// was made for.
    #[must_use]
    pub const fn new(shows: &'a AttributeVector, token: Option<&'a str>, day: f64) -> Self {
        Self { shows, token, assurance: CERTAIN, day }
    }
}

/// The assurance of a token that was issued to the browser that its id was made for.
pub const CERTAIN: f64 = 1.0;

/// Who it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What decided.
    pub method: Method,
    /// The device. Nothing: a new id must be given.
    pub device: Option<String>,
    /// How likely the answer is right.
    pub confidence: f64,
    /// How certain the model was of the best candidate, before calibration.
    pub certainty: f64,
    /// How sure it is that the visitor is the device, for the token that is
    /// issued now. A new id is its visitor's for certain.
    pub assurance: f64,
    /// How many devices were compared.
    pub candidates: usize,
    /// The token names a device that this clearly is not.
    pub token_moved: bool,
    /// The device that a new one may be after all.
    pub sibling: Option<Sibling>,
    /// A second id of the device that the token names: to be joined with it.
    pub joined: Option<String>,
}
