//! What the routes for backends have in common.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use edgeprint_signals::{Scope, sha256_hex};
use serde::Serialize;

use crate::answer::tell_policy;
use crate::app::App;
use crate::auth::admit_backend;
use crate::body::Json;
use crate::caller::Caller;
use crate::error::{AppError, Fatal};
use crate::query::{CursorKey, Query};
use crate::tenant::Tenant;

/// Hexadecimal digits of an entity tag.
const TAG_DIGITS: usize = 32;

/// A list route's question, once its sender is admitted.
#[derive(Debug)]
pub struct Asked {
    /// Whose data is meant.
    pub tenant: Tenant,
    /// The parameters, not read yet.
    pub query: Query,
    /// Makes and reads the cursors of this question.
    pub cursors: CursorKey,
}

/// Admits a backend and takes its query apart.
///
/// # Errors
/// Those of [`admit_backend`], and `parameter_invalid`.
pub async fn ask(app: &App, caller: &Caller, uri: &Uri, scope: Scope) -> Result<Asked, AppError> {
    let tenant = admit_backend(app, caller, scope).await?;
    let query = Query::parse(uri.query())?;
    let keyring = app.config().keyring()?;
    let cursors = CursorKey::new(&keyring, &tenant.id, uri.path(), &query.identity())?;
    Ok(Asked { tenant, query, cursors })
}

/// An answer, or a refusal, with what every backend is told.
pub fn answered<T: IntoResponse>(app: &App, answer: Result<T, AppError>) -> Response {
    let mut response = answer.into_response();
    tell_policy(response.headers_mut(), app.config().tenant_policy());
    response
}

/// An answer with an entity tag (RFC 9110, 8.8.3): 304 without a body to whom has it.
///
/// # Errors
/// When the answer cannot be written, which its type rules out.
pub fn tagged<T: Serialize>(answer: &T, asked: &HeaderMap) -> Result<Response, AppError> {
    let broken = |_| Fatal::Broken("answers can be written");
    let body = serde_json::to_vec(answer).map_err(broken)?;
    let digest: String = sha256_hex(&body).chars().take(TAG_DIGITS).collect();
    let tag = format!("\"{digest}\"");
    let mut response = if is_known(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let json = [(header::CONTENT_TYPE, "application/json")];
        (json, Bytes::from(body)).into_response()
    };
    let headers = response.headers_mut();
    // Kept by the backend alone, and only used once it has asked again.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let tags = asked.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|v| v.to_str().ok());
    tags.flat_map(|tags| tags.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// A JSON answer.
pub type Answer<T> = Result<Json<T>, AppError>;

#[cfg(test)]
mod tests {
    use super::*;

    fn status(if_none_match: &str) -> StatusCode {
        let mut asked = HeaderMap::new();
        asked.insert(header::IF_NONE_MATCH, HeaderValue::from_str(if_none_match).unwrap());
        tagged(&"answer", &asked).unwrap().status()
    }

    #[test]
    fn who_has_the_answer_gets_none() {
        let response = tagged(&"answer", &HeaderMap::new()).unwrap();
        let tag = response.headers()[header::ETAG].to_str().unwrap();
        assert_eq!(status(tag), 304);
        assert_eq!(status(&format!("W/{tag}")), 304);
        assert_eq!(status(&format!("\"other\", {tag}")), 304);
        assert_eq!(status("*"), 304);
        assert_eq!(status("\"other\""), 200);
        assert_eq!(status(tag.trim_matches('"')), 200);
    }
}
