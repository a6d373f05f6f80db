//! Statements, their parameters, and what D1 says when one fails.

use core::marker::PhantomData;

use js_sys::{Array, JSON};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, D1Result};

use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::tenant::Shard;

/// A database. What it can be asked depends on what lies in it; the methods
/// are in the files beside this one, by table.
#[derive(Debug)]
pub struct Database<Content> {
    db: D1Database,
    content: PhantomData<Content>,
}

/// What is known of every tenant: tenants, sites, keys.
#[derive(Debug)]
pub struct Everybodys(());

/// The data of some tenants.
#[derive(Debug)]
pub struct Tenants(());

/// The database that tells who there is, and where their data lies.
pub type Directory = Database<Everybodys>;

/// A shard: the data of the tenants that are in it.
pub type Store = Database<Tenants>;

/// What a statement failed with.
#[derive(Debug)]
pub(super) struct Failed {
    what: &'static str,
    cause: String,
}

/// A parameter of a statement.
#[derive(Clone, Copy, Debug)]
pub(super) enum Param<'a> {
    Text(&'a str),
    OptionalText(Option<&'a str>),
    Number(f64),
    OptionalNumber(Option<f64>),
}

impl<Content> Database<Content> {
    /// A database over the binding.
    #[must_use]
    pub const fn new(db: D1Database) -> Self {
        Self { db, content: PhantomData }
    }

    /// A statement with its parameters, `?1` being the first.
    pub(super) fn statement(
        &self,
        sql: impl Into<String>,
        params: &[Param<'_>],
    ) -> Result<D1PreparedStatement, Failed> {
        let values: Vec<JsValue> = params.iter().copied().map(Param::to_js).collect();
        self.db.prepare(sql).bind(&values).map_err(|error| Failed::of("bind", error))
    }

    /// Runs one statement and reads its rows.
    pub(super) async fn rows<T: DeserializeOwned>(
        &self,
        what: &'static str,
        sql: impl Into<String>,
        params: &[Param<'_>],
    ) -> Result<Vec<T>, Failed> {
        from_json(what, &self.rows_as_json(what, sql.into(), params).await?)
    }

    /// The part of [`Self::rows`] that is the same for rows of every type.
    async fn rows_as_json(
        &self,
        what: &'static str,
        sql: String,
        params: &[Param<'_>],
    ) -> Result<String, Failed> {
        let statement = self.statement(sql, params)?;
        let results = self.batch(what, vec![statement]).await?;
        results.last().map_or_else(|| Ok("[]".into()), |result| as_json(what, result))
    }

    /// Runs one statement and reads its only row.
    pub(super) async fn row<T: DeserializeOwned>(
        &self,
        what: &'static str,
        sql: impl Into<String>,
        params: &[Param<'_>],
    ) -> Result<Option<T>, Failed> {
        Ok(self.rows(what, sql, params).await?.pop())
    }

    /// Runs several statements as one transaction: all of them or none.
    pub(super) async fn batch(
        &self,
        what: &'static str,
        statements: Vec<D1PreparedStatement>,
    ) -> Result<Vec<D1Result>, Failed> {
        self.db.batch(statements).await.map_err(|error| Failed::of(what, error))
    }
}

/// A value as JSON.
pub(super) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, Failed> {
    serde_json::to_string(value).map_err(|error| Failed::to_write(&error))
}

/// The rows of one result of a batch.
pub(super) fn rows_of<T: DeserializeOwned>(
    what: &'static str,
    result: &D1Result,
) -> Result<Vec<T>, Failed> {
    from_json(what, &as_json(what, result)?)
}

fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Failed> {
    serde_json::from_str(text).map_err(|error| Failed { what, cause: error.to_string() })
}

/// A row as the runtime has it.
#[derive(Deserialize)]
struct Untouched(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue);

/// The rows as the text of one JSON array. A row that went from JavaScript to
/// Rust member by member would have to be read by code of its own, beside that
/// for JSON, for every type of row.
fn as_json(what: &'static str, result: &D1Result) -> Result<String, Failed> {
    let rows: Vec<Untouched> = result.results().map_err(|error| Failed::of(what, error))?;
    let rows: Array = rows.into_iter().map(|Untouched(row)| row).collect();
    let text = JSON::stringify(&rows).ok().and_then(|text| text.as_string());
    text.ok_or(Failed { what, cause: "rows that are no JSON".into() })
}

impl Failed {
    fn of(what: &'static str, error: worker::Error) -> Self {
        let cause = match error {
            worker::Error::D1(error) => error.cause(),
            other => other.to_string(),
        };
        Self { what, cause }
    }

    /// A value that cannot be written as JSON.
    pub(super) fn to_write(error: &serde_json::Error) -> Self {
        Self { what: "write JSON", cause: error.to_string() }
    }

    /// Whether a row was refused since one with this key exists. D1 tells so
    /// only in its message: `UNIQUE constraint failed: table.column`.
    pub(super) fn is_duplicate(&self, column: &str) -> bool {
        self.cause.contains("UNIQUE constraint failed") && self.cause.contains(column)
    }
}

impl Failed {
    /// Whether a row was refused by this check. D1 tells so only in its
    /// message: `CHECK constraint failed: submissions <= quota`.
    pub(super) fn is_broken_check(&self, check: &str) -> bool {
        self.cause.contains("CHECK constraint failed") && self.cause.contains(check)
    }
}

impl From<Failed> for Fatal {
    fn from(Failed { what, cause }: Failed) -> Self {
        Self::Store { what, cause }
    }
}

impl Param<'_> {
    /// A whole number, far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    pub(super) const fn whole(number: i64) -> Self {
        Self::Number(number as f64)
    }

    fn to_js(self) -> JsValue {
        match self {
            Self::Text(text) => JsValue::from_str(text),
            Self::Number(number) => JsValue::from_f64(number),
            Self::OptionalText(text) => text.map_or(JsValue::NULL, JsValue::from_str),
            Self::OptionalNumber(number) => number.map_or(JsValue::NULL, JsValue::from_f64),
        }
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<Option<&'a str>> for Param<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::OptionalText(text)
    }
}

impl From<Timestamp> for Param<'_> {
    fn from(time: Timestamp) -> Self {
        Self::Number(time.as_f64())
    }
}

impl From<Shard> for Param<'_> {
    fn from(shard: Shard) -> Self {
        Self::Number(shard.number().into())
    }
}

impl From<u32> for Param<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<f64> for Param<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<u32>> for Param<'_> {
    fn from(number: Option<u32>) -> Self {
        Self::OptionalNumber(number.map(f64::from))
    }
}

impl From<Option<Timestamp>> for Param<'_> {
    fn from(time: Option<Timestamp>) -> Self {
        Self::OptionalNumber(time.map(Timestamp::as_f64))
    }
}

/// The parameters of a statement, in order, each from its own type.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::store::d1::Param::from($value)),*] };
}
pub(super) use params;
