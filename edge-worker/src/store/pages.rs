//! Lists that grow are read a page at a time, in an order that stays: the time
//! a row was made, and its id where two share one. A cursor names the last row
//! of a page, so rows that come or go move nothing else.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::clock::Timestamp;

/// Rows of a page unless asked otherwise, and at most.
pub const DEFAULT_LIMIT: u32 = 50;
/// The most rows of a page.
pub const MAX_LIMIT: u32 = 200;

/// Later than anything: where a list that shows the latest first begins.
const END_OF_TIME: Timestamp = Timestamp::from_ms(9_007_199_254_740_991);

/// Which row a page ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    at: Timestamp,
    id: String,
}

/// Which rows are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    limit: u32,
    after: Option<Cursor>,
}

/// The rows of a page, and where the next one begins.
#[derive(Clone, Debug)]
pub struct PageOf<T> {
    /// The rows.
    pub items: Vec<T>,
    /// To be sent for the next page; `None` on the last.
    pub next_cursor: Option<String>,
}

impl Cursor {
    /// Names a row.
    #[must_use]
    pub fn new(at: Timestamp, id: &str) -> Self {
        Self { at, id: id.into() }
    }

    /// As clients see it: opaque.
    #[must_use]
    pub fn to_text(&self) -> String {
        Base64UrlUnpadded::encode_string(format!("{}.{}", self.at.as_f64(), self.id).as_bytes())
    }

    /// Reads what [`Self::to_text`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = (text.len() <= 200).then(|| Base64UrlUnpadded::decode_vec(text).ok())??;
        let text = String::from_utf8(text).ok()?;
        let (at, id) = text.split_once('.')?;
        Some(Self::new(Timestamp::from_ms(at.parse().ok()?), id))
    }
}

impl Page {
    /// So many rows after a cursor.
    #[must_use]
    pub const fn new(limit: u32, after: Option<Cursor>) -> Self {
        Self { limit, after }
    }

    /// One more than the page holds, which shows whether there is another.
    pub(super) const fn to_fetch(&self) -> u32 {
        self.limit + 1
    }

    pub(super) fn before_time(&self) -> Timestamp {
        self.after.as_ref().map_or(END_OF_TIME, |cursor| cursor.at)
    }

    pub(super) fn before_id(&self) -> &str {
        self.after.as_ref().map_or("", |cursor| cursor.id.as_str())
    }

    /// The page out of [`Self::to_fetch`] rows.
    pub(super) fn cut<T>(&self, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> PageOf<T> {
        let limit = self.limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| more);
        PageOf { next_cursor: last.map(|row| cursor(row).to_text()), items: rows }
    }
}

impl<T> PageOf<T> {
    /// The page with every row made into something else.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> PageOf<U> {
        PageOf {
            items: self.items.into_iter().map(change).collect(),
            next_cursor: self.next_cursor,
        }
    }

    /// [`Self::map`] with a change that may fail.
    ///
    /// # Errors
    /// The first failure.
    pub fn try_map<U, E>(self, change: impl Fn(T) -> Result<U, E>) -> Result<PageOf<U>, E> {
        let items = self.items.into_iter().map(change).collect::<Result<_, E>>()?;
        Ok(PageOf { items, next_cursor: self.next_cursor })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_row_and_nonsense_to_none() {
        let cursor = Cursor::new(Timestamp::from_ms(1_735_689_600_000), "t_abc");
        assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
        for text in ["", "!", "YQ", "é", &"A".repeat(10_000)] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_row_too_many_says_that_there_is_more_and_is_not_shown() {
        let cursor = |id: &&str| Cursor::new(Timestamp::from_ms(1), id);
        let page = Page::new(2, None);
        let full = page.cut(vec!["a", "b", "c"], cursor);
        assert_eq!(full.items, ["a", "b"]);
        assert_eq!(full.next_cursor.and_then(|text| Cursor::parse(&text)), Some(cursor(&"b")));
        assert_eq!(page.cut(vec!["a", "b"], cursor).next_cursor, None);
    }
}
