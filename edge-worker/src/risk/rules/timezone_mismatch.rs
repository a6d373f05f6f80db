//! The device's clock is not that of the place the connection comes from.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule, shown};

pub(super) static RULE: Rule = Rule {
    flag: "timezone_mismatch",
    category: Category::Network,
    group: Group::Time,
    weight: 12,
    about: "The device's offset from UTC is not that of the place the connection comes from: a \
            VPN or proxy, a traveller, or an override.",
    advice: "No ground for refusing anybody; useful next to other evidence.",
    look_alikes: "Travellers, people behind a VPN or a company's proxy, and privacy browsers that \
                  say UTC raise it; hence the small weight.",
    check,
};

/// Places close to a border between zones are told an hour wrong at times.
const NEXT_ZONE_MINUTES: f64 = 60.0;

fn check(evidence: &Evidence) -> Option<String> {
    let device = evidence.member(SignalId::Timezone, "offset").and_then(Value::as_f64)?;
    let place = f64::from(evidence.connection.utc_offset()?);
    if (place - device).abs() <= NEXT_ZONE_MINUTES {
        return None;
    }
    let zone = evidence.connection.timezone.as_deref().unwrap_or_default();
    Some(format!("The device is not in the time zone of its connection, {}.", shown(zone)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::score::WEAK;
    use crate::risk::testing::Case;

    #[test]
    fn a_distant_connection_is_told_yet_weighs_little() {
        let case = Case::chrome().connection(|connection| {
            connection.timezone = Some("America/New_York".into());
            connection.utc_offset = Some(300).into();
        });
        assert_eq!(case.flags(), ["timezone_mismatch"]);
        assert!(RULE.weight <= WEAK);
    }

    #[test]
    fn neighbouring_and_unknown_zones_stay_quiet() {
        assert!(!Case::chrome().connection(|c| c.utc_offset = Some(0).into()).raises(&RULE));
        assert!(!Case::chrome().connection(|c| c.utc_offset = None.into()).raises(&RULE));
    }
}
