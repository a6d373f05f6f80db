//! Populations of browsers over time.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde_json::Value as Json;

use super::field;
use crate::vector::AttributeVector;

const SECONDS_PER_DAY: f64 = 86_400.0;

/// What a browser showed from one moment to another, in days.
#[derive(Clone, Debug)]
pub struct Spell {
    /// When it began.
    pub from: f64,
    /// When it was over, if that is known.
    pub to: Option<f64>,
    /// What it showed.
    pub shows: AttributeVector,
}

/// Browsers and their spells, in order of time.
pub type Sample = BTreeMap<String, Vec<Spell>>;

/// A moment at which a browser is seen.
#[derive(Clone, Debug)]
pub struct Sighting<'s> {
    /// When, in days.
    pub day: f64,
    /// Whose browser.
    pub owner: &'s str,
    /// What it shows.
    pub shows: &'s AttributeVector,
}

/// Reads a benchmark file: a spell a line. Keeps one half, and browsers with
/// at least that many spells. Lines that are not such are left out.
#[must_use]
pub fn read(input: impl BufRead, half: &str, least_spells: usize) -> Sample {
    let mut sample = Sample::new();
    for line in input.lines().map_while(Result::ok) {
        let Ok(spell) = serde_json::from_str::<Json>(&line) else { continue };
        let split = spell.get("split").and_then(Json::as_str);
        if half != "all" && split != Some(half) {
            continue;
        }
        let moment = |name| spell.get(name).and_then(Json::as_f64).map(|t| t / SECONDS_PER_DAY);
        let (Some(owner), Some(from), Some(shown)) =
            (spell.get("owner").and_then(Json::as_str), moment("ts"), spell.get("fp"))
        else {
            continue;
        };
        let shows = field::vector(shown);
        sample.entry(owner.to_owned()).or_default().push(Spell { from, to: moment("end"), shows });
    }
    sample.retain(|_, spells| spells.len() >= least_spells);
    for spells in sample.values_mut() {
        spells.sort_by(|a, b| a.from.total_cmp(&b.from));
    }
    sample
}

/// The sightings of a sample when every browser visits every so many days: the
/// replay of FP-STALKER (Vastel et al., S&P 2018), which drops the last spell.
#[must_use]
pub fn sightings(sample: &Sample, every: f64) -> Vec<Sighting<'_>> {
    let mut all = Vec::new();
    for (owner, spells) in sample {
        let Some((_, spells)) = spells.split_last() else { continue };
        let Some(first) = spells.first() else { continue };
        let mut day = first.from;
        all.push(Sighting { day, owner, shows: &first.shows });
        for spell in spells {
            let Some(end) = spell.to else { continue };
            while day + every < end {
                day += every;
                all.push(Sighting { day, owner, shows: &spell.shows });
            }
        }
    }
    all.sort_by(|a, b| a.day.total_cmp(&b.day).then_with(|| a.owner.cmp(b.owner)));
    all
}
