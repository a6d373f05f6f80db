//! Counters by day, for charts.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

macro_rules! dimensions {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// What is counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum CountDimension { $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+ }

        impl CountDimension {
            /// Every dimension.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its word on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

dimensions! {
    /// Full submissions.
    Submissions = "submissions";
    /// Visits between submissions.
    Visits = "visits";
    /// Submissions by risk level.
    RiskLevel = "riskLevel";
    /// Submissions by flag.
    Flag = "flag";
    /// Submissions by country.
    Country = "country";
    /// Submissions by browser family.
    Browser = "browser";
    /// Submissions of devices that are new, and of those that return.
    Device = "device";
    /// Submissions by how the device was told.
    Identity = "identity";
}

/// `GET /v1/stats`: one dimension over a range of days.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatsAnswer {
    /// Always true.
    pub ok: bool,
    /// What is counted.
    pub dimension: CountDimension,
    /// The days, each in UTC: `2026-01-31`.
    pub days: Vec<String>,
    /// One row of counts for each value, most frequent first.
    pub series: Vec<Series>,
}

/// How often a value was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Series {
    /// The value; `all` where the dimension has no values of its own.
    pub value: String,
    /// The sum over the days.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: u64,
    /// The count of each day, in the order of `days`.
    #[cfg_attr(feature = "ts", ts(type = "number[]"))]
    pub counts: Vec<u64>,
}
