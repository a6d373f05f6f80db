//! The filters of each list route, read from its query.

use edgeprint_signals::RiskLevel;
use edgeprint_signals::wire::{CountDimension, IdentityMethod};

use super::Query;
use crate::clock::Timestamp;
use crate::error::Abort;
use crate::evidence::Family;
use crate::ids::{DeviceId, DomainId};
use crate::risk::RULES;

/// The longest text that a filter compares with.
const MAX_TEXT: usize = 256;

/// The most days that charts may ask for at once.
const MAX_DAYS: u32 = 400;

/// The country of whom the network says none, in counters and filters.
pub const UNKNOWN: &str = "unknown";

/// Days of a chart where the query does not say.
const DEFAULT_DAYS: u32 = 30;

/// From a time (included) to another (excluded).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Range {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
}

/// What devices, or submissions, were found to be.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Assessed {
    pub levels: Vec<RiskLevel>,
    pub min_score: Option<u8>,
    pub max_score: Option<u8>,
    pub flags: Vec<String>,
    pub country: Option<String>,
}

/// What devices are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceSort {
    /// When first seen. It never changes, so paging misses nothing and repeats nothing.
    #[default]
    Created,
    /// When last seen.
    LastSeen,
    /// How risky.
    Score,
}

/// Which devices, in which order.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // the parameters of /v1/devices
pub struct DeviceFilter {
    pub domain: Option<DomainId>,
    pub assessed: Assessed,
    pub created: Range,
    pub last_seen: Range,
    pub sort: DeviceSort,
    pub ascending: bool,
}

/// Which submissions, in which order.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // the parameters of /v1/events
pub struct EventFilter {
    pub device: Option<DeviceId>,
    pub domain: Option<DomainId>,
    pub linked: Option<String>,
    pub action: Option<String>,
    pub methods: Vec<IdentityMethod>,
    pub browsers: Vec<Family>,
    pub assessed: Assessed,
    pub created: Range,
    pub ascending: bool,
}

/// Which visits, in which order.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // the parameters of /v1/visits
pub struct VisitFilter {
    pub device: Option<DeviceId>,
    pub domain: Option<DomainId>,
    pub country: Option<String>,
    pub created: Range,
    pub ascending: bool,
}

/// Which counters.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the parameters of /v1/stats
pub struct StatsFilter {
    pub dimension: CountDimension,
    pub domain: Option<DomainId>,
    /// Each day, first to last.
    pub days: Vec<String>,
}

impl DeviceFilter {
    /// Reads the parameters of `/v1/devices`.
    ///
    /// # Errors
    /// `parameter_invalid`.
    pub fn read(query: &mut Query) -> Result<Self, Abort> {
        let expects = "createdAt, lastSeenAt or score, with - in front for the highest first";
        let sort = query.one("sort", expects, |text| {
            let name = text.strip_prefix('-').unwrap_or(text);
            let sort = match name {
                "createdAt" => DeviceSort::Created,
                "lastSeenAt" => DeviceSort::LastSeen,
                "score" => DeviceSort::Score,
                _ => return None,
            };
            Some((sort, name == text))
        })?;
        let (sort, ascending) = sort.unwrap_or_default();
        Ok(Self {
            domain: domain(query)?,
            assessed: Assessed::read(query)?,
            created: range(query, "createdFrom", "createdTo")?,
            last_seen: range(query, "lastSeenFrom", "lastSeenTo")?,
            sort,
            ascending,
        })
    }
}

impl EventFilter {
    /// Reads the parameters of `/v1/events`.
    ///
    /// # Errors
    /// `parameter_invalid`.
    pub fn read(query: &mut Query) -> Result<Self, Abort> {
        Ok(Self {
            device: device(query)?,
            domain: domain(query)?,
            linked: query.one("linkedId", "an id of yours", text)?,
            action: query.one("action", "the name of an action", text)?,
            methods: query.several("identityMethod", "token, exact, linked or new", |text| {
                IdentityMethod::ALL.into_iter().find(|method| method.name() == text)
            })?,
            browsers: query.several("browser", "a browser as /v1/stats names it", |text| {
                Family::ALL.into_iter().find(|family| family.name() == text)
            })?,
            assessed: Assessed::read(query)?,
            created: range(query, "from", "to")?,
            ascending: ascending(query)?,
        })
    }
}

impl VisitFilter {
    /// Reads the parameters of `/v1/visits`.
    ///
    /// # Errors
    /// `parameter_invalid`.
    pub fn read(query: &mut Query) -> Result<Self, Abort> {
        Ok(Self {
            device: device(query)?,
            domain: domain(query)?,
            country: country(query)?,
            created: range(query, "from", "to")?,
            ascending: ascending(query)?,
        })
    }
}

impl StatsFilter {
    /// Reads the parameters of `/v1/stats`.
    ///
    /// # Errors
    /// `parameter_invalid`.
    pub fn read(query: &mut Query, now: Timestamp) -> Result<Self, Abort> {
        let names: Vec<&str> = CountDimension::ALL.iter().map(|d| d.name()).collect();
        let expects = names.join(", ");
        let dimension = query.one("dimension", &expects, |text| {
            CountDimension::ALL.iter().copied().find(|dimension| dimension.name() == text)
        })?;
        let is_day = "a day such as 2026-01-31";
        let day = |text: &str| Timestamp::from_iso(&format!("{text}T00:00:00Z"));
        let to = query.one("to", is_day, day)?.unwrap_or(now);
        let from = query.one("from", is_day, day)?;
        let from = from.unwrap_or_else(|| to.minus_days(DEFAULT_DAYS - 1));
        let days: Vec<Timestamp> =
            (0..=MAX_DAYS).map(|days| from.plus_days(days)).take_while(|day| *day <= to).collect();
        if days.is_empty() || days.len() > MAX_DAYS as usize {
            return Err(super::invalid(format!(
                "There must be 1 to {MAX_DAYS} days from from to to."
            )));
        }
        let dimension = dimension.unwrap_or(CountDimension::Submissions);
        let days = days.into_iter().map(Timestamp::to_day).collect();
        Ok(Self { dimension, domain: domain(query)?, days })
    }
}

impl Assessed {
    fn read(query: &mut Query) -> Result<Self, Abort> {
        let score = |text: &str| text.parse().ok().filter(|score| *score <= 100);
        Ok(Self {
            levels: query.several(
                "riskLevel",
                "minimal, low, medium, high or critical",
                |text| RiskLevel::ALL.into_iter().find(|level| level.name() == text),
            )?,
            min_score: query.one("minScore", "a whole number from 0 to 100", score)?,
            max_score: query.one("maxScore", "a whole number from 0 to 100", score)?,
            flags: query.several("flag", "the name of a flag", |text| {
                RULES.iter().any(|rule| rule.flag == text).then(|| text.to_owned())
            })?,
            country: country(query)?,
        })
    }
}

fn ascending(query: &mut Query) -> Result<bool, Abort> {
    let sort = query.one("sort", "createdAt or -createdAt", |text| match text {
        "createdAt" => Some(true),
        "-createdAt" => Some(false),
        _ => None,
    })?;
    Ok(sort.unwrap_or(false))
}

fn range(query: &mut Query, from: &str, to: &str) -> Result<Range, Abort> {
    Ok(Range { from: query.time(from)?, to: query.time(to)? })
}

fn device(query: &mut Query) -> Result<Option<DeviceId>, Abort> {
    query.one("deviceId", "a device id, dv_…", DeviceId::parse)
}

fn domain(query: &mut Query) -> Result<Option<DomainId>, Abort> {
    query.one("domainId", "a domain id, d_…", DomainId::parse)
}

fn country(query: &mut Query) -> Result<Option<String>, Abort> {
    query.one("country", "a country code of two capitals, such as DE, or unknown", |text| {
        let is_code =
            text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        (is_code || text == UNKNOWN).then(|| text.to_owned())
    })
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty() && text.len() <= MAX_TEXT).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query::parse(Some(text)).unwrap()
    }

    #[test]
    fn devices_come_newest_first_unless_asked_otherwise() {
        let filter = |text: &str| DeviceFilter::read(&mut query(text)).unwrap();
        assert_eq!((filter("").sort, filter("").ascending), (DeviceSort::Created, false));
        let by_score = filter("sort=-score");
        assert_eq!((by_score.sort, by_score.ascending), (DeviceSort::Score, false));
        let by_time = filter("sort=lastSeenAt");
        assert_eq!((by_time.sort, by_time.ascending), (DeviceSort::LastSeen, true));
    }

    #[test]
    fn each_value_that_a_parameter_does_not_take_is_refused() {
        for bad in [
            "domainId=shop",
            "riskLevel=severe",
            "riskLevel=high,",
            "minScore=101",
            "maxScore=-1",
            "flag=headless",
            "country=Germany",
            "country=de",
            "createdFrom=yesterday",
            "lastSeenTo=1",
            "sort=city",
            "sort=--score",
        ] {
            assert!(DeviceFilter::read(&mut query(bad)).is_err(), "{bad}");
        }
        for bad in ["deviceId=1", "linkedId=", "sort=score", "from=x"] {
            assert!(EventFilter::read(&mut query(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_chart_has_a_month_unless_asked_otherwise_and_four_hundred_days_at_most() {
        let now = Timestamp::from_iso("2026-03-01T10:00:00Z").unwrap();
        let days = |text: &str| StatsFilter::read(&mut query(text), now).map(|filter| filter.days);
        let month = days("").unwrap();
        assert_eq!((month.len(), month.last().unwrap().as_str()), (30, "2026-03-01"));
        assert_eq!(days("from=2026-02-27&to=2026-03-01").unwrap().len(), 3);
        assert_eq!(days("from=2026-03-01&to=2026-03-01").unwrap(), ["2026-03-01"]);
        assert_eq!(days("from=2025-01-26&to=2026-03-01").unwrap().len(), 400);
        assert!(days("from=2025-01-25&to=2026-03-01").is_err());
        assert!(days("from=2026-03-02&to=2026-03-01").is_err());
    }
}
