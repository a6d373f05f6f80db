//! `GET /collector/:file`: the collector's files, compressed beforehand.
//!
//! Cloudflare would compress them too, but at a lower level: brotli 11 saves a
//! first visit a tenth of its bytes. So each file lies beside its `.br` twin,
//! and the Worker picks one and says so.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use edgeprint_signals::ErrorCode;
use worker::{EncodeBody, Fetcher, Method, RequestInit};

use crate::app::App;
use crate::body::Segment;
use crate::caller::Caller;
use crate::error::{AppError, Fatal};
use crate::evidence::{Connection, quality_of};

/// Digits of the content hash in the names of files that never change.
const HASH_DIGITS: usize = 8;

const FOR_GOOD: &str = "public, max-age=31536000, immutable";
// No stale-while-revalidate: an old loader names core files that a new deployment no longer has.
const FOR_A_WHILE: &str = "public, max-age=300";
const UNTIL_CHANGED: &str = "no-cache";

/// Serves a file, compressed if the client takes it.
#[worker::send]
pub async fn serve(
    State(app): State<App>,
    caller: Caller,
    Segment(file): Segment,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let content_type = content_type(&file).ok_or(ErrorCode::RouteNotFound)?;
    let assets = app.config().assets()?;
    let path = format!("/collector/{file}");
    let found = compressed_or_plain(&assets, &path, &caller, &headers).await?;
    let found = found.ok_or(ErrorCode::RouteNotFound)?;
    let kept = if is_immutable(&file) { Kept::ForGood } else { Kept::AWhile };
    let mut response = found.answer(content_type, kept);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// A file that was found.
pub(super) struct Found {
    asset: worker::HttpResponse,
    encoding: Option<&'static str>,
}

/// How long browsers keep a file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept {
    ForGood,
    AWhile,
    /// They ask each time whether it has changed.
    UntilChanged,
}

/// A file's brotli twin for whom takes it, else the file; `None` where there is none.
pub(super) async fn compressed_or_plain(
    assets: &Fetcher,
    path: &str,
    caller: &Caller,
    headers: &HeaderMap,
) -> Result<Option<Found>, Fatal> {
    if accepts_brotli(caller.connection(), headers)
        && let Some(asset) = fetch(assets, &format!("{path}.br"), headers).await?
    {
        return Ok(Some(Found { asset, encoding: Some("br") }));
    }
    let plain = fetch(assets, path, headers).await?;
    Ok(plain.map(|asset| Found { asset, encoding: None }))
}

/// The asset, or that it has not changed; `None` where there is none.
pub(super) async fn fetch(
    assets: &Fetcher,
    path: &str,
    headers: &HeaderMap,
) -> Result<Option<worker::HttpResponse>, Fatal> {
    let failed = |error: worker::Error| Fatal::Store { what: "assets", cause: error.to_string() };
    let mut init = RequestInit::new();
    init.with_method(Method::Get);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
    if let Some(known) = known {
        let conditions = worker::Headers::new();
        conditions.set("if-none-match", known).map_err(failed)?;
        init.with_headers(conditions);
    }
    // Only the path counts: the binding serves no other host.
    let url = format!("https://assets.invalid{path}");
    let response = assets.fetch(url, Some(init)).await.map_err(failed)?;
    let status = response.status();
    let found = status == StatusCode::OK || status == StatusCode::NOT_MODIFIED;
    Ok(found.then_some(response))
}

impl Found {
    pub(super) fn answer(self, content_type: &'static str, kept: Kept) -> Response {
        let (parts, body) = self.asset.into_parts();
        let mut response = if parts.status == StatusCode::NOT_MODIFIED {
            parts.status.into_response()
        } else {
            Response::new(Body::new(body))
        };
        let headers = response.headers_mut();
        let cache = match kept {
            Kept::ForGood => FOR_GOOD,
            Kept::AWhile => FOR_A_WHILE,
            Kept::UntilChanged => UNTIL_CHANGED,
        };
        for (name, value) in [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, cache),
            (header::VARY, "Accept-Encoding"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if let Some(tag) = parts.headers.get(header::ETAG) {
            headers.insert(header::ETAG, tag.clone());
        }
        if let Some(encoding) = self.encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            response.extensions_mut().insert(EncodeBody::Manual);
        }
        response
    }
}

/// The type by the name; `None` for names that no collector file has.
fn content_type(file: &str) -> Option<&'static str> {
    let plain = file.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let (stem, ending) = file.rsplit_once('.')?;
    if !plain || stem.is_empty() || stem.starts_with('.') {
        return None;
    }
    match ending {
        "js" => Some("text/javascript; charset=utf-8"),
        "wasm" => Some("application/wasm"),
        "json" => Some("application/json"),
        _ => None,
    }
}

/// Whether the name carries a hash of the content: `core.0a1b2c3d.wasm`.
fn is_immutable(file: &str) -> bool {
    let mut parts = file.rsplit('.').skip(1);
    let (hash, name) = (parts.next(), parts.next());
    hash.filter(|_| name.is_some()).is_some_and(|hash| {
        hash.len() >= HASH_DIGITS
            && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

/// Cloudflare rewrites the header and keeps what the client sent in `cf`.
fn accepts_brotli(connection: &Connection, headers: &HeaderMap) -> bool {
    let header = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let sent = connection.client_accept_encoding.as_deref().or(header).unwrap_or_default();
    sent.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_brotli = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        is_brotli && !parts.any(is_refusal)
    })
}

/// `q=0`, in any of its spellings, means: anything but this.
fn is_refusal(parameter: &str) -> bool {
    let weight =
        parameter.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    weight.is_some_and(|(_, value)| quality_of(value) == Some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(cf: Option<&str>, header: Option<&'static str>) -> bool {
        let connection =
            Connection { client_accept_encoding: cf.map(Into::into), ..Connection::default() };
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(header));
        }
        accepts_brotli(&connection, &headers)
    }

    #[test]
    fn brotli_is_taken_from_whoever_offers_it() {
        for offer in ["br", "gzip, deflate, br, zstd", "gzip, BR;q=0.5", "gzip;q=1,br ; q=0.1"] {
            assert!(accepts(None, Some(offer)), "{offer}");
        }
        for offer in ["", "gzip", "br;q=0", "br;q=0.0", "brotli", "x-br"] {
            assert!(!accepts(None, Some(offer)), "{offer}");
        }
        assert!(!accepts(None, None));
    }

    #[test]
    fn what_the_client_sent_counts_more_than_what_arrived() {
        assert!(!accepts(Some("gzip"), Some("gzip, br")));
        assert!(!accepts(Some(""), Some("gzip, br")));
        assert!(accepts(Some("gzip, br"), Some("gzip")));
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        for file in ["core.0a1b2c3d.wasm", "edgeprint-collector.0123456789abcdef.js"] {
            assert!(is_immutable(file), "{file}");
        }
        for file in ["edgeprint-collector.js", "manifest.json", "core.min.js", "0a1b2c3d.js"] {
            assert!(!is_immutable(file), "{file}");
        }
    }

    #[test]
    fn types_follow_names_and_other_names_have_none() {
        assert_eq!(content_type("core.0a1b2c3d.wasm"), Some("application/wasm"));
        assert_eq!(content_type("manifest.json"), Some("application/json"));
        for file in ["", "js", ".js", "..", "a.js.br", "a/b.js", "a%2fb.js", "..%2f.js", "é.js"] {
            assert_eq!(content_type(file), None, "{file}");
        }
    }
}
