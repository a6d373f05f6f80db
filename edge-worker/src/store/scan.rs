//! Lists that cost no more than their page, however much there is.
//!
//! Every list walks one index, named in the statement, in its order: nothing
//! is sorted. What the index cannot tell is filtered row by row, over at most
//! [`WINDOW`] rows; where that yields less than a page, the page is short and
//! its cursor leads behind the window.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::d1::{Failed, Param, Store};
use crate::query::Position;

/// The most rows that a page with filters looks at.
const WINDOW: u32 = 10_000;

/// A walk along an index.
#[derive(Clone, Debug)]
pub(super) struct Scan<'a> {
    pub table: &'static str,
    pub index: &'static str,
    /// What is read of each row of the table, called `t`, and what is joined to it.
    pub columns: &'static str,
    pub join: &'static str,
    /// The columns in front of the index.
    pub equals: Vec<(&'static str, Param<'a>)>,
    /// The column that the index orders by, then `id`.
    pub key: &'static str,
    pub ascending: bool,
    /// The least key (included), and the end of keys (excluded).
    pub from: Option<i64>,
    pub to: Option<i64>,
    /// Conditions beyond the index.
    pub filters: Vec<Filter<'a>>,
    /// Behind which row to start.
    pub after: Option<&'a Position>,
    pub limit: u32,
}

/// A condition, with a `?` for each of its parameters.
#[derive(Clone, Debug)]
pub(super) struct Filter<'a> {
    pub sql: String,
    pub params: Vec<Param<'a>>,
}

/// A row that a cursor can lead behind.
pub(super) trait Placed {
    /// Its place in the order of a column.
    fn position(&self, key: &str) -> Position;
}

/// Some rows, and where to go on.
#[derive(Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Behind which place the next page starts; `None` at the end.
    pub next: Option<Position>,
}

#[derive(Deserialize)]
struct End {
    key: i64,
    id: String,
}

/// A statement and its parameters, being put together.
#[derive(Debug)]
pub(super) struct Sql<'a> {
    pub text: String,
    pub params: Vec<Param<'a>>,
}

impl<'a> Filter<'a> {
    /// A condition on a column.
    pub fn on(sql: &str, param: impl Into<Param<'a>>) -> Self {
        Self { sql: sql.into(), params: vec![param.into()] }
    }

    /// A condition that holds for any of some texts, which stand between its two halves.
    pub fn any(before: &str, texts: impl Iterator<Item = &'a str>, after: &str) -> Self {
        let params: Vec<Param<'a>> = texts.map(Param::Text).collect();
        let marks = vec!["?"; params.len()].join(", ");
        Self { sql: format!("{before}{marks}{after}"), params }
    }
}

impl<'a> Scan<'a> {
    /// Finds the last row of the window.
    pub fn window(&self) -> Sql<'a> {
        let mut sql = self.walk(&format!("t.{} AS key, t.id AS id", self.key), "", None, &[]);
        sql.text.push_str(&format!(" LIMIT 1 OFFSET {}", WINDOW - 1));
        sql
    }

    /// Reads the rows up to the end of the window, one more than the page has.
    pub fn rows(&self, end: Option<&'a Position>) -> Sql<'a> {
        let mut sql = self.walk(self.columns, self.join, end, &self.filters);
        sql.text.push_str(&format!(" LIMIT {}", self.limit + 1));
        sql
    }

    fn walk(
        &self,
        columns: &str,
        join: &str,
        end: Option<&'a Position>,
        filters: &[Filter<'a>],
    ) -> Sql<'a> {
        let (table, index, key) = (self.table, self.index, self.key);
        let mut sql = Sql {
            text: format!("SELECT {columns} FROM {table} t INDEXED BY {index}{join} WHERE 1"),
            params: Vec::new(),
        };
        for (column, value) in &self.equals {
            sql.and(&format!("t.{column} = ?"), [*value]);
        }
        // One bound a side, the closest: of two, D1 might walk from the far one.
        let (low, high) = if self.ascending { (self.after, end) } else { (end, self.after) };
        let (above, below) = if self.ascending { (">", "<=") } else { (">=", "<") };
        match (low, self.from) {
            (Some(low), _) => sql.place(key, above, low),
            (None, Some(from)) => sql.and(&format!("t.{key} >= ?"), [Param::whole(from)]),
            (None, None) => {}
        }
        match (high, self.to) {
            (Some(high), _) => sql.place(key, below, high),
            (None, Some(to)) => sql.and(&format!("t.{key} < ?"), [Param::whole(to)]),
            (None, None) => {}
        }
        for filter in filters {
            sql.and(&filter.sql, filter.params.iter().copied());
        }
        let direction = if self.ascending { "ASC" } else { "DESC" };
        sql.text.push_str(&format!(" ORDER BY t.{key} {direction}, t.id {direction}"));
        sql
    }
}

impl<'a> Sql<'a> {
    fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Param<'a>>) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
        self.params.extend(params);
    }

    fn place(&mut self, key: &str, comparison: &str, place: &'a Position) {
        let params = [Param::whole(place.key), Param::Text(&place.id)];
        self.and(&format!("(t.{key}, t.id) {comparison} (?, ?)"), params);
    }
}

impl Store {
    /// Reads a page of a walk.
    pub(super) async fn page<T: DeserializeOwned + Placed>(
        &self,
        what: &'static str,
        scan: &Scan<'_>,
    ) -> Result<Page<T>, Failed> {
        let end = if scan.filters.is_empty() { None } else { self.window_end(what, scan).await? };
        let Sql { text, params } = scan.rows(end.as_ref());
        let mut rows: Vec<T> = self.rows(what, text, &params).await?;
        let limit = scan.limit as usize;
        let next = if rows.len() > limit {
            rows.truncate(limit);
            rows.last().map(|last| last.position(scan.key))
        } else {
            end
        };
        Ok(Page { rows, next })
    }

    async fn window_end(
        &self,
        what: &'static str,
        scan: &Scan<'_>,
    ) -> Result<Option<Position>, Failed> {
        let Sql { text, params } = scan.window();
        let end: Option<End> = self.row(what, text, &params).await?;
        Ok(end.map(|End { key, id }| Position { key, id }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan<'a>(ascending: bool, after: Option<&'a Position>) -> Scan<'a> {
        Scan {
            table: "devices",
            index: "devices_by_created",
            columns: "t.*",
            join: "",
            equals: vec![("tenant_id", Param::Text("t_1"))],
            key: "created_at",
            ascending,
            from: Some(1),
            to: Some(9),
            filters: vec![Filter::on("t.city = ?", "X")],
            after,
            limit: 2,
        }
    }

    #[test]
    fn a_first_page_is_bounded_by_its_range_alone() {
        assert_eq!(
            scan(false, None).rows(None).text,
            "SELECT t.* FROM devices t INDEXED BY devices_by_created WHERE 1 AND t.tenant_id = ? \
             AND t.created_at >= ? AND t.created_at < ? AND t.city = ? \
             ORDER BY t.created_at DESC, t.id DESC LIMIT 3"
        );
    }

    #[test]
    fn a_later_page_starts_behind_its_cursor_and_ends_with_its_window() {
        let (place, end) =
            (Position { key: 5, id: "a".into() }, Position { key: 2, id: "b".into() });
        let down = scan(false, Some(&place)).rows(Some(&end));
        assert!(
            down.text
                .contains("AND (t.created_at, t.id) >= (?, ?) AND (t.created_at, t.id) < (?, ?)")
        );
        assert_eq!(down.params.len(), 6);
        let up = scan(true, Some(&end)).rows(Some(&place));
        assert!(
            up.text
                .contains("AND (t.created_at, t.id) > (?, ?) AND (t.created_at, t.id) <= (?, ?)")
        );
    }

    #[test]
    fn each_placeholder_has_its_parameter() {
        let place = Position { key: 5, id: "a".into() };
        for sql in [scan(true, Some(&place)).window(), scan(false, None).rows(Some(&place))] {
            assert_eq!(sql.text.matches('?').count(), sql.params.len(), "{}", sql.text);
        }
    }
}
