//! What requests carry: JSON of any content type, up to a cap, and parts of the path.
//!
//! JSON is read from `&str` and written to `Vec<u8>` in the whole crate: `serde`
//! makes each type's code once more for every other kind of source and target.

use core::fmt;
use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use edgeprint_signals::ErrorCode;
use edgeprint_signals::wire::MAX_BODY_BYTES;
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::auth::Operator;
use crate::caller::Caller;
use crate::error::{Abort, AppError, Fatal};

/// How much of an oversized body is read and thrown away, so that its sender
/// gets to see the refusal: who still writes when the connection ends sees a
/// broken connection instead.
const MAX_DISCARDED_BYTES: usize = 1024 * 1024;

/// The most that a detail repeats of what a parser said.
const MAX_DETAIL: usize = 200;

/// A body that was read and understood, which handlers take as their last
/// argument, or one that is to be written.
///
/// Pages send `text/plain`, since other types would cost them a preflight
/// request; hence the content type says nothing.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self, AppError> {
        let counted = request.extensions().get::<Operator>().is_none();
        let caller = request.extensions().get::<Caller>().cloned().filter(|_| counted);
        let refused = match read(request).await.and_then(|bytes| parse(&bytes)) {
            Ok(value) => return Ok(Self(value)),
            Err(refused) => refused,
        };
        Err(refuse(refused, caller, app).await)
    }
}

/// A body that cannot be read leads to no tenant: it counts for the address
/// alone, unless it is the operator's.
async fn refuse(abort: Abort, caller: Option<Caller>, app: &App) -> AppError {
    let Some(caller) = caller else { return abort.into() };
    let counted = app.config().limits().global(caller.address()).await;
    counted.err().unwrap_or(abort).into()
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        answer(serde_json::to_vec(&self.0).ok())
    }
}

fn answer(written: Option<Vec<u8>>) -> Response {
    let Some(bytes) = written else {
        return AppError::from(Fatal::Broken("answers can be written")).into_response();
    };
    let mut response = Response::new(Body::from(bytes));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// How long a body is to be, by its header.
pub fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn read(request: Request) -> Result<Vec<u8>, Abort> {
    let (parts, body) = request.into_parts();
    if announced(&parts.headers).is_some_and(|length| length > MAX_DISCARDED_BYTES as u64) {
        return Err(Abort::new(ErrorCode::PayloadTooLarge));
    }
    read_bytes(body).await
}

/// What a length header announces need not be true, so the bytes are counted
/// as they come; no more than the cap is ever held.
async fn read_bytes(mut body: Body) -> Result<Vec<u8>, Abort> {
    let (mut held, mut total) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let broken = |_| Abort::because(ErrorCode::PayloadMalformed, "The body ended early.");
        let Ok(chunk) = frame.map_err(broken)?.into_data() else { continue };
        total = total.saturating_add(chunk.len());
        if total > MAX_DISCARDED_BYTES {
            break;
        }
        if total > MAX_BODY_BYTES {
            held = Vec::new();
        } else {
            held.extend_from_slice(&chunk);
        }
    }
    if total > MAX_BODY_BYTES { Err(Abort::new(ErrorCode::PayloadTooLarge)) } else { Ok(held) }
}

/// `serde_json` refuses nesting beyond 128 levels, so depth is bounded here too.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Abort> {
    let text = core::str::from_utf8(bytes).map_err(|error| malformed(&error))?;
    serde_json::from_str(text).map_err(|error| malformed(&error))
}

fn malformed(error: &dyn fmt::Display) -> Abort {
    let detail: String = error.to_string().chars().take(MAX_DETAIL).collect();
    Abort::because(ErrorCode::PayloadMalformed, detail)
}

/// The part of the path that a route leaves open. One that is not UTF-8 is
/// empty, which is nobody's id; axum's own extractor would answer for itself.
#[derive(Debug)]
pub struct Segment(pub String);

impl FromRequestParts<App> for Segment {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let text = Path::<String>::from_request_parts(parts, app).await;
        Ok(Self(text.map(|Path(text)| text).unwrap_or_default()))
    }
}

/// The two parts of the path that a route leaves open.
#[derive(Debug)]
pub struct Pair(pub String, pub String);

impl FromRequestParts<App> for Pair {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let both = Path::<(String, String)>::from_request_parts(parts, app).await;
        Ok(both.map_or_else(|_| Self(String::new(), String::new()), |Path((a, b))| Self(a, b)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edgeprint_signals::wire::{CollectRequest, TokenRequest};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn read_now(body: Body, length: Option<&str>) -> Result<TokenRequest, String> {
        let mut request = Request::new(body);
        if let Some(length) = length {
            request.headers_mut().insert(header::CONTENT_LENGTH, length.parse().unwrap());
        }
        let mut future = pin!(read(request));
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(read) => {
                read.and_then(|bytes| parse(&bytes)).map_err(|abort| abort.to_string())
            }
            Poll::Pending => panic!("nothing to wait for"),
        }
    }

    #[test]
    fn json_is_read_whatever_the_length_header_is() {
        for length in [None, Some("14"), Some("nonsense"), Some("-1")] {
            assert!(read_now(Body::from(r#"{"siteKey":""}"#), length).is_ok(), "{length:?}");
        }
    }

    #[test]
    fn too_much_is_refused_by_its_header_and_by_its_bytes() {
        let announced = read_now(Body::empty(), Some("1048577"));
        assert_eq!(announced.unwrap_err(), "payload_too_large");
        let sent = read_now(Body::from(vec![b' '; MAX_BODY_BYTES + 1]), None);
        assert_eq!(sent.unwrap_err(), "payload_too_large");
        let lied = read_now(Body::from(vec![b' '; MAX_BODY_BYTES + 1]), Some("2"));
        assert_eq!(lied.unwrap_err(), "payload_too_large");
    }

    #[test]
    fn the_cap_itself_is_allowed() {
        let mut body = br#"{"siteKey":""}"#.to_vec();
        body.resize(MAX_BODY_BYTES, b' ');
        assert!(read_now(Body::from(body), None).is_ok());
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for bytes in [&b""[..], b"{", b"null", b"[1]", b"\xff\xfe", b"{\"siteKey\":1}"] {
            let read = read_now(Body::from(bytes.to_vec()), None);
            assert_eq!(read.unwrap_err(), "payload_malformed", "{bytes:?}");
        }
    }

    #[test]
    fn nesting_beyond_reason_is_malformed_and_does_not_overflow() {
        let deep = format!(
            r#"{{"token":"","components":{{"math":{{"status":"ok","ms":0,"value":{}"#,
            "[".repeat(60_000)
        );
        assert!(parse::<CollectRequest>(deep.as_bytes()).is_err());
        let unknown = format!(r#"{{"token":"","components":{{"x":{}"#, "[".repeat(60_000));
        assert!(parse::<CollectRequest>(unknown.as_bytes()).is_err());
    }

    #[test]
    fn a_detail_repeats_no_more_than_a_little() {
        let key = "k".repeat(10_000);
        let error = parse::<CollectRequest>(
            format!(r#"{{"components":{{"math":{{"status":"{key}"}}}}}}"#).as_bytes(),
        );
        let detail = AppError::from(error.unwrap_err()).detail();
        assert!(detail.len() <= MAX_DETAIL);
    }
}
