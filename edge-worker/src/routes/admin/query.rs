//! The query of a list: `?tenantId=…&limit=…&cursor=…`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use url::form_urlencoded;

use super::refused;
use crate::app::App;
use crate::error::{Abort, AppError};
use crate::store::{Cursor, DEFAULT_LIMIT, MAX_LIMIT, Portion};

/// What a list is asked for. A member that no list knows is refused: a filter
/// that is misspelt must not look like one that let everything through.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Which rows.
    pub page: Option<Portion>,
    /// Those of one tenant.
    pub tenant_id: Option<String>,
    /// Those of one site.
    pub domain_id: Option<String>,
    /// Those in one state.
    pub state: Option<String>,
}

impl List {
    /// Which rows.
    #[must_use]
    pub fn page(&self) -> Portion {
        self.page.clone().unwrap_or_else(|| Portion::new(DEFAULT_LIMIT, None))
    }

    fn parse(query: &str) -> Result<Self, Abort> {
        let mut list = Self::default();
        let (mut limit, mut cursor) = (DEFAULT_LIMIT, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "limit" => limit = parse_limit(&value)?,
                "cursor" => cursor = Some(parse_cursor(&value)?),
                "tenantId" => list.tenant_id = Some(value.into_owned()),
                "domainId" => list.domain_id = Some(value.into_owned()),
                "state" => list.state = Some(value.into_owned()),
                _ => {
                    let name: String = name.chars().take(50).collect();
                    return Err(refused(format!("query: there is no parameter \"{name}\"")));
                }
            }
        }
        list.page = Some(Portion::new(limit, cursor));
        Ok(list)
    }
}

fn parse_limit(text: &str) -> Result<u32, Abort> {
    let limit = text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
    limit.ok_or_else(|| refused(format!("limit: 1 to {MAX_LIMIT}")))
}

fn parse_cursor(text: &str) -> Result<Cursor, Abort> {
    Cursor::parse(text).ok_or_else(|| refused("cursor: the nextCursor of a page before".into()))
}

impl FromRequestParts<App> for List {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, AppError> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_fifty_rows_unless_told_otherwise_and_never_more_than_200() {
        assert_eq!(List::parse("").unwrap().page(), Portion::new(50, None));
        assert_eq!(List::parse("limit=200").unwrap().page(), Portion::new(200, None));
        for query in ["limit=0", "limit=201", "limit=-1", "limit=x", "cursor=x", "tenant=t_1"] {
            assert!(List::parse(query).is_err(), "{query}");
        }
    }
}
