//! Reads the daily counters.

use edgeprint_signals::wire::Series;
use serde::Deserialize;

use super::d1::{Store, params};
use crate::error::Fatal;
use crate::ids::{DomainId, TenantId};
use crate::query::StatsFilter;

/// The counts of a dimension, day by day.
pub(super) const COUNTS: &str = "SELECT day, value, SUM(count) AS count FROM daily_counts
    WHERE tenant_id = ?1 AND dimension = ?2 AND day >= ?3 AND day <= ?4
        AND (?5 IS NULL OR domain_id = ?5)
    GROUP BY day, value";

#[derive(Deserialize)]
struct Row {
    day: String,
    value: String,
    count: u64,
}

impl Store {
    /// The counts of a dimension by value, most frequent first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counts(
        &self,
        tenant: &TenantId,
        filter: &StatsFilter,
    ) -> Result<Vec<Series>, Fatal> {
        let params = params![
            tenant.as_str(),
            filter.dimension.name(),
            filter.days.first().map(String::as_str),
            filter.days.last().map(String::as_str),
            filter.domain.as_ref().map(DomainId::as_str),
        ];
        Ok(series(self.rows("counts", COUNTS, params).await?, &filter.days))
    }
}

fn series(rows: Vec<Row>, days: &[String]) -> Vec<Series> {
    let mut all: Vec<Series> = Vec::new();
    for Row { day, value, count } in rows {
        let at = all.iter().position(|series| series.value == value).unwrap_or_else(|| {
            all.push(Series { value, total: 0, counts: vec![0; days.len()] });
            all.len() - 1
        });
        let (Some(series), Ok(on)) = (all.get_mut(at), days.binary_search(&day)) else { continue };
        series.total += count;
        if let Some(slot) = series.counts.get_mut(on) {
            *slot += count;
        }
    }
    all.sort_by(|one, other| other.total.cmp(&one.total).then_with(|| one.value.cmp(&other.value)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: &str, value: &str, count: u64) -> Row {
        Row { day: day.into(), value: value.into(), count }
    }

    #[test]
    fn days_without_a_count_are_zero_and_the_most_frequent_value_is_first() {
        let days: Vec<String> = ["2026-01-01", "2026-01-02", "2026-01-03"].map(String::from).into();
        let rows = vec![
            row("2026-01-01", "low", 1),
            row("2026-01-03", "high", 5),
            row("2026-01-03", "low", 2),
        ];
        let series = series(rows, &days);
        assert_eq!(series[0], Series { value: "high".into(), total: 5, counts: vec![0, 0, 5] });
        assert_eq!(series[1], Series { value: "low".into(), total: 3, counts: vec![1, 0, 2] });
    }
}
