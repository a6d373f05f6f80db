//! What was learnt, as the model uses it. The numbers are in `learnt.rs`.

use crate::agent::Class;
use crate::attribute::Attribute;
use crate::compare::LEVELS;

pub use crate::learnt::LEARNT;

/// What was learnt about an attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeWeights {
    /// How likely it differs between any two visits, however near.
    pub toggles: f64,
    /// How often it changes for good, a day.
    pub rate: f64,
    /// How many of its changes a browser's update brings.
    pub with_update: f64,
    /// Of its changes, the share of each level.
    pub own_changes: [f64; LEVELS],
    /// Of comparisons with another device of the same family, the share of each level.
    pub other_levels: [f64; LEVELS],
    /// The weight of an agreement's surprise.
    pub agreement_weight: f64,
    /// The weight of how well it lasts.
    pub persistence_weight: f64,
    /// The share of other devices of a class with the same value, typically.
    pub expected: [f64; Class::COUNT],
}

/// Everything that was learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// By attribute, in table order.
    pub attributes: [AttributeWeights; Attribute::COUNT],
    /// Added to everything.
    pub bias: f64,
    /// The log odds that a new device is a twin of a given known one: the same
    /// model, bought the same year. By class.
    pub twins: [f64; Class::COUNT],
    /// The weight of the log odds of a visitor who returns.
    pub newcomers: f64,
    /// The weight of the logarithm of the population.
    pub crowd: f64,
    /// How much less certain, in nats, to be of a class whose devices are more
    /// alike than their attributes tell.
    pub caution: [f64; Class::COUNT],
    /// From the model's posterior (in log odds) to how often such answers are
    /// right: points of a rising line.
    pub calibration: &'static [(f64, f64)],
}
