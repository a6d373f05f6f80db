//! The page's clock contradicts the page's time zone.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule};

pub(super) static RULE: Rule = Rule {
    flag: "timezone_inconsistent",
    category: Category::Tampering,
    group: Group::Time,
    weight: 50,
    about: "The time zone that `Intl` names has another offset than `Date` tells: one of them was \
            overridden.",
    advice: "Ask for further verification: the visitor hides where the device is.",
    look_alikes: "Extensions that change the time zone halfway are told. Zone data one hour out \
                  of date, on devices without updates, are left alone.",
    check,
};

/// A zone whose rules changed since the browser was built is off by an hour.
const OUT_OF_DATE_MINUTES: f64 = 60.0;

fn check(evidence: &Evidence) -> Option<String> {
    let minutes = |key| evidence.member(SignalId::Timezone, key).and_then(Value::as_f64);
    let (told, named) = (minutes("offset")?, minutes("named")?);
    ((told - named).abs() > OUT_OF_DATE_MINUTES)
        .then(|| "Date and Intl are in different time zones.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    fn offsets(told: i32, named: serde_json::Value) -> Case {
        let zone = json!({"name": "Europe/Berlin", "offset": told, "named": named});
        Case::chrome().set(SignalId::Timezone, zone)
    }

    #[test]
    fn a_halfway_override_is_told() {
        assert!(offsets(480, json!(-60)).raises(&RULE));
    }

    #[test]
    fn old_zone_data_and_unknown_zones_stay_quiet() {
        assert!(!offsets(-120, json!(-60)).raises(&RULE));
        assert!(!offsets(0, json!(null)).raises(&RULE));
    }
}
