//! Between the Workers runtime and axum.
//!
//! The worker crate offers conversions of its own, which cannot be used for
//! what clients send: they panic on an unknown `cf.httpProtocol`, and refuse
//! a request for one header that is not ASCII.

use std::io;

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use edgeprint_signals::wire::MAX_BODY_BYTES;
use futures_util::stream;
use http_body_util::BodyExt;
use js_sys::{Array, JSON, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::ResponseInit;
use worker::EncodeBody;
use worker::send::SendFuture;
use worker::wasm_bindgen_futures::JsFuture;

use crate::body::announced;
use crate::evidence::Connection;

/// What the network saw of a request: its `cf`.
#[must_use]
pub fn connection(request: &web_sys::Request) -> Connection {
    let cf = Reflect::get(request.as_ref(), &JsValue::from_str("cf"));
    Connection::from_js(&cf.unwrap_or(JsValue::UNDEFINED))
}

/// The request as axum takes it; `None` where its URL or method is beyond HTTP's grammar.
#[must_use]
pub fn to_axum(request: &web_sys::Request) -> Option<Request<Body>> {
    let headers = headers(&request.headers());
    let mut converted = Request::new(body(request, &headers));
    *converted.method_mut() = Method::from_bytes(request.method().as_bytes()).ok()?;
    *converted.uri_mut() = request.url().parse().ok()?;
    *converted.headers_mut() = headers;
    Some(converted)
}

/// A body whose length is announced, and small, is read at once when it is asked
/// for: as a stream, it would cross from JavaScript a dozen times. (The runtime
/// takes no more bytes than were announced.)
fn body(request: &web_sys::Request, headers: &HeaderMap) -> Body {
    if announced(headers).is_none_or(|length| length > MAX_BODY_BYTES as u64) {
        let stream = request.body().map(|stream| Body::new(worker::Body::new(stream)));
        return stream.unwrap_or_default();
    }
    // Not `request.clone()`: that is JavaScript's, and copies the body.
    let request = Clone::clone(request);
    Body::from_stream(stream::once(SendFuture::new(async move {
        let bytes =
            JsFuture::from(request.array_buffer().map_err(unread)?).await.map_err(unread)?;
        Ok::<_, io::Error>(Uint8Array::new(&bytes).to_vec())
    })))
}

fn unread(error: JsValue) -> io::Error {
    io::Error::other(format!("{error:?}"))
}

/// The URL with its host in ASCII (`bücher.example` is `xn--bcher-kva.example`);
/// `None` where it is no URL. Browsers and DNS send names in that form alone, so
/// only what people type needs this, and `url` is built without the tables for it.
/// A host may be percent-encoded, too: then it is not known to be in ASCII.
#[must_use]
pub fn ascii_url(text: &str) -> Option<String> {
    if text.is_ascii() && !text.contains('%') {
        return Some(text.into());
    }
    // There is no such runtime where tests run natively.
    let runs = cfg!(target_arch = "wasm32");
    runs.then(|| web_sys::Url::new(text).ok().map(|url| url.href())).flatten()
}

/// A header that HTTP's grammar does not allow is passed over.
/// All of them come as one text: one by one, each would cross from JavaScript ten times.
fn headers(from: &web_sys::Headers) -> HeaderMap {
    let text = JSON::stringify(&Array::from(from.as_ref())).ok().and_then(|text| text.as_string());
    let pairs: Vec<(String, String)> =
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    pairs.iter().filter_map(|(name, value)| header(name, value)).collect()
}

fn header(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    Some((
        HeaderName::from_bytes(name.as_bytes()).ok()?,
        HeaderValue::from_bytes(value.as_bytes()).ok()?,
    ))
}

/// An answer as the runtime takes it. A body that is all there goes as bytes: as
/// a stream, which is all that the worker crate knows, JavaScript would pull it.
///
/// # Errors
/// When the runtime refuses it.
pub async fn to_answer(answer: Response<Body>) -> worker::Result<web_sys::Response> {
    let is_encoded = answer.extensions().get::<EncodeBody>().is_some();
    if is_encoded || answer.body().size_hint().exact().is_none() {
        return worker::response_to_wasm(answer);
    }
    let (parts, body) = answer.into_parts();
    let bytes =
        body.collect().await.map_err(|error| worker::Error::RustError(error.to_string()))?;
    let bytes = bytes.to_bytes();
    // An answer such as 304 may have none, not even an empty one.
    let body = (!bytes.is_empty()).then(|| Uint8Array::from(bytes.as_ref()));
    let init = ResponseInit::new();
    init.set_status(parts.status.as_u16());
    init.set_headers(&written(&parts.headers)?);
    Ok(web_sys::Response::new_with_opt_js_u8_array_and_init(body.as_ref(), &init)?)
}

/// As pairs in one text, for the same reason as above.
fn written(headers: &HeaderMap) -> worker::Result<JsValue> {
    let pairs =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let text = serde_json::to_string(&pairs.collect::<Vec<_>>())?;
    Ok(JSON::parse(&text)?)
}
