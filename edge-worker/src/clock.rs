//! Points in time. Pure code is given one; only the Worker asks the platform.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

const MS_PER_SECOND: i64 = 1000;
const MS_PER_DAY: i64 = 24 * 60 * 60 * MS_PER_SECOND;

/// Milliseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The platform's time. On Workers it stands still between two I/O operations.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // Date.now() is a whole number far below 2^53
    pub fn now() -> Self {
        Self(js_sys::Date::now() as i64)
    }

    /// The time that is `ms` milliseconds after 1970.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970, as D1 takes them: its integers have 32 bits,
    /// its floats hold every whole number up to 2^53.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub const fn as_f64(self) -> f64 {
        self.0 as f64
    }

    /// Later by so many seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: u32) -> Self {
        Self(self.0.saturating_add(seconds as i64 * MS_PER_SECOND))
    }

    /// Later by so many days.
    #[must_use]
    pub const fn plus_days(self, days: u32) -> Self {
        Self(self.0.saturating_add(days as i64 * MS_PER_DAY))
    }

    /// Whole days since 1970.
    #[must_use]
    #[allow(clippy::cast_sign_loss, clippy::cast_possible_truncation)] // clamped
    pub const fn day(self) -> u32 {
        let day = self.0.div_euclid(MS_PER_DAY);
        if day < 0 { 0 } else { day as u32 }
    }

    /// Seconds until the next day begins, 1 to 86,400.
    #[must_use]
    #[allow(clippy::cast_sign_loss, clippy::cast_possible_truncation)] // within a day
    pub const fn seconds_of_day_left(self) -> u32 {
        let left = MS_PER_DAY - self.0.rem_euclid(MS_PER_DAY);
        ((left + MS_PER_SECOND - 1) / MS_PER_SECOND) as u32
    }

    /// Whole seconds since 1970.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(MS_PER_SECOND)
    }

    /// Earlier by so many days.
    #[must_use]
    pub const fn minus_days(self, days: u32) -> Self {
        Self(self.0.saturating_sub(days as i64 * MS_PER_DAY))
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// For libraries that want chrono's type.
    #[must_use]
    pub fn to_chrono(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// As documents write it: `2025-01-01T00:00:00.000Z`.
    #[must_use]
    pub fn to_iso(self) -> String {
        self.to_chrono().to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// The day in UTC: `2025-01-01`.
    #[must_use]
    pub fn to_day(self) -> String {
        // chrono's own patterns would bring names of months and weeks with them.
        self.to_chrono().date_naive().to_string()
    }

    /// Reads what [`Self::to_iso`] writes, and any other RFC 3339 time.
    #[must_use]
    pub fn from_iso(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|time| Self(time.timestamp_millis()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_milliseconds_and_z() {
        let time = Timestamp::from_ms(1_735_689_600_000);
        assert_eq!(time.to_iso(), "2025-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::from_iso(&time.to_iso()), Some(time));
        assert_eq!(time.to_day(), "2025-01-01");
    }

    #[test]
    fn other_offsets_are_understood_and_nonsense_is_not() {
        let time = Timestamp::from_iso("2025-01-01T02:00:00+02:00");
        assert_eq!(time, Some(Timestamp::from_ms(1_735_689_600_000)));
        assert_eq!(Timestamp::from_iso("soon"), None);
    }

    #[test]
    fn a_day_ends_at_midnight_and_the_next_begins() {
        let last_second = Timestamp::from_ms(86_400_000 - 1_000);
        assert_eq!((last_second.day(), last_second.seconds_of_day_left()), (0, 1));
        let midnight = Timestamp::from_ms(86_400_000);
        assert_eq!((midnight.day(), midnight.seconds_of_day_left()), (1, 86_400));
        assert_eq!(Timestamp::from_ms(86_399_999).seconds_of_day_left(), 1);
    }

    #[test]
    fn days_and_seconds_add_up() {
        let day = Timestamp::from_ms(5).plus_days(1);
        assert_eq!(day, Timestamp::from_ms(5).plus_seconds(86_400));
    }
}
