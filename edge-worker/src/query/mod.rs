//! What a list route is asked: its query parameters, read one by one into
//! types, and the cursors that lead from page to page.

mod cursor;
mod filters;

pub use cursor::{CursorKey, Position};
pub use filters::{
    Assessed, DeviceFilter, DeviceSort, EventFilter, Range, StatsFilter, UNKNOWN, VisitFilter,
};

use edgeprint_signals::ErrorCode;
use url::form_urlencoded;

use crate::clock::Timestamp;
use crate::error::Abort;

/// The most rows of a page.
pub const MAX_LIMIT: u32 = 200;

/// Rows of a page where the query does not say.
const DEFAULT_LIMIT: u32 = 50;

/// The most parameters of a query, and the most values of one parameter.
const MAX_PARAMETERS: usize = 32;

/// Query parameters that were not read yet.
#[derive(Clone, Debug)]
pub struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Takes a query string apart.
    ///
    /// # Errors
    /// `parameter_invalid` where there are too many.
    pub fn parse(query: Option<&str>) -> Result<Self, Abort> {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let pairs: Vec<(String, String)> = pairs
            .into_owned()
            .filter(|(name, value)| !name.is_empty() || !value.is_empty())
            .collect();
        if pairs.len() > MAX_PARAMETERS {
            return Err(invalid(format!("There are more than {MAX_PARAMETERS} query parameters.")));
        }
        Ok(Self { pairs })
    }

    /// What a cursor is bound to: every parameter but those that may change from page to page.
    #[must_use]
    pub fn identity(&self) -> String {
        let mut pairs = self.pairs.clone();
        pairs.retain(|(name, _)| name != "cursor" && name != "limit");
        pairs.sort();
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// A parameter that may be given once, read by `read`; `expects` tells what it takes.
    ///
    /// # Errors
    /// `parameter_invalid`, naming it, where it is repeated or cannot be read.
    pub fn one<T>(
        &mut self,
        name: &str,
        expects: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Abort> {
        let mut values = self.take(name);
        let Some(value) = values.pop() else { return Ok(None) };
        if !values.is_empty() {
            return Err(invalid(format!("The parameter {name} is given more than once.")));
        }
        read(&value).map(Some).ok_or_else(|| unreadable(name, expects))
    }

    /// A parameter that may be given several times, or once with commas; each value counts once.
    ///
    /// # Errors
    /// `parameter_invalid`, naming it, where a value cannot be read or there are too many.
    pub fn several<T: PartialEq>(
        &mut self,
        name: &str,
        expects: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, Abort> {
        let values = self.take(name);
        let values: Vec<&str> = values.iter().flat_map(|value| value.split(',')).collect();
        if values.len() > MAX_PARAMETERS {
            return Err(invalid(format!(
                "The parameter {name} has more than {MAX_PARAMETERS} values."
            )));
        }
        let mut different = Vec::with_capacity(values.len());
        for value in values {
            let value = read(value.trim()).ok_or_else(|| unreadable(name, expects))?;
            if !different.contains(&value) {
                different.push(value);
            }
        }
        Ok(different)
    }

    /// A point in time.
    ///
    /// # Errors
    /// `parameter_invalid` where it is not one.
    pub fn time(&mut self, name: &str) -> Result<Option<Timestamp>, Abort> {
        let expects = "a time such as 2026-01-31T12:00:00Z, or a day such as 2026-01-31 (UTC)";
        self.one(name, expects, read_time)
    }

    /// The number of rows wanted.
    ///
    /// # Errors
    /// `parameter_invalid` where it is no number from 1 to `most`.
    pub fn limit(&mut self, default: u32, most: u32) -> Result<u32, Abort> {
        let expects = format!("a whole number from 1 to {most}");
        let read = |text: &str| text.parse().ok().filter(|limit| (1..=most).contains(limit));
        Ok(self.one("limit", &expects, read)?.unwrap_or(default))
    }

    /// The number of rows of a page, and where it starts.
    ///
    /// # Errors
    /// `parameter_invalid`, or `cursor_invalid` where the key did not make the cursor.
    pub fn page(&mut self, key: &CursorKey) -> Result<(u32, Option<Position>), Abort> {
        Ok((self.limit(DEFAULT_LIMIT, MAX_LIMIT)?, self.cursor(key)?))
    }

    /// Where a page starts.
    ///
    /// # Errors
    /// `cursor_invalid` where the key did not make the cursor.
    pub fn cursor(&mut self, key: &CursorKey) -> Result<Option<Position>, Abort> {
        let text = self.one("cursor", "a cursor", |text| Some(text.to_owned()))?;
        text.map(|text| key.open(&text).ok_or_else(|| Abort::new(ErrorCode::CursorInvalid)))
            .transpose()
    }

    /// To be called when every known parameter was read.
    ///
    /// # Errors
    /// `parameter_invalid`, naming one that is left.
    pub fn finish(self) -> Result<(), Abort> {
        let Some((name, _)) = self.pairs.into_iter().next() else { return Ok(()) };
        let name: String = name.chars().take(40).collect();
        Err(invalid(format!("This route has no parameter {name:?}.")))
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let (taken, left) =
            std::mem::take(&mut self.pairs).into_iter().partition(|(n, _)| n == name);
        self.pairs = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }
}

/// RFC 3339, or a day in UTC. A plus sign in a query string stands for a space.
fn read_time(text: &str) -> Option<Timestamp> {
    let day = format!("{text}T00:00:00Z");
    Timestamp::from_iso(&text.replace(' ', "+")).or_else(|| Timestamp::from_iso(&day))
}

fn unreadable(name: &str, expects: &str) -> Abort {
    invalid(format!("The parameter {name} takes {expects}."))
}

fn invalid(detail: String) -> Abort {
    Abort::because(ErrorCode::ParameterInvalid, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query::parse(Some(text)).unwrap()
    }

    fn detail(abort: Abort) -> String {
        crate::error::AppError::from(abort).detail().into_owned()
    }

    #[test]
    fn a_parameter_is_read_once_and_the_rest_is_unknown() {
        let mut query = query("limit=7&x=1");
        assert_eq!(query.limit(50, 200).unwrap(), 7);
        assert_eq!(detail(query.finish().unwrap_err()), "This route has no parameter \"x\".");
    }

    #[test]
    fn several_values_come_repeated_or_with_commas() {
        let mut query = query("n=1&n=2,3&m=4");
        let read = |text: &str| text.parse::<u8>().ok();
        assert_eq!(query.several("n", "numbers", read).unwrap(), [1, 2, 3]);
        assert!(query.several("m", "numbers", |_| None::<u8>).is_err());
    }

    #[test]
    fn what_is_repeated_or_out_of_bounds_is_named() {
        let repeated = query("limit=1&limit=2").limit(50, 200).unwrap_err();
        assert_eq!(detail(repeated), "The parameter limit is given more than once.");
        for bad in ["0", "201", "-1", "1.5", "", "ten", "99999999999"] {
            let refused = query(&format!("limit={bad}")).limit(50, 200).unwrap_err();
            assert_eq!(detail(refused), "The parameter limit takes a whole number from 1 to 200.");
        }
    }

    #[test]
    fn times_are_rfc_3339_or_days() {
        let time = |text: &str| query(&format!("t={text}")).time("t");
        let noon = Timestamp::from_iso("2026-01-31T12:00:00Z");
        assert_eq!(time("2026-01-31T12:00:00Z").unwrap(), noon);
        assert_eq!(time("2026-01-31T14:00:00%2B02:00").unwrap(), noon);
        assert_eq!(time("2026-01-31T14:00:00+02:00").unwrap(), noon);
        assert_eq!(time("2026-01-31").unwrap(), Timestamp::from_iso("2026-01-31T00:00:00Z"));
        for bad in ["", "soon", "2026-02-30", "1700000000", "2026-01-31T25:00:00Z"] {
            assert!(time(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_query_is_the_same_in_any_order_and_at_any_page() {
        assert_eq!(query("b=2&a=1&cursor=x&limit=3").identity(), query("a=1&b=2").identity());
        assert_ne!(query("a=1").identity(), query("a=2").identity());
        assert_ne!(query("a=1%26b").identity(), query("a=1&b").identity());
    }
}
