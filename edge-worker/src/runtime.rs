//! Between the Workers runtime and axum.
//!
//! The worker crate offers conversions of its own, which cannot be used for
//! what clients send: they panic on an unknown `cf.httpProtocol`, and refuse
//! a request for one header that is not ASCII.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;

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
    let body = request.body().map(|stream| Body::new(worker::Body::new(stream)));
    let mut converted = Request::new(body.unwrap_or_default());
    *converted.method_mut() = Method::from_bytes(request.method().as_bytes()).ok()?;
    *converted.uri_mut() = request.url().parse().ok()?;
    *converted.headers_mut() = headers(&request.headers());
    Some(converted)
}

/// The URL with its host in ASCII (`bücher.example` is `xn--bcher-kva.example`);
/// `None` where it is no URL. Browsers and DNS send names in that form alone, so
/// only what people type needs this, and `url` is built without the tables for it.
#[must_use]
pub fn ascii_url(text: &str) -> Option<String> {
    if text.is_ascii() {
        return Some(text.into());
    }
    // There is no such runtime where tests run natively.
    let runs = cfg!(target_arch = "wasm32");
    runs.then(|| web_sys::Url::new(text).ok().map(|url| url.href())).flatten()
}

/// A header that HTTP's grammar does not allow is passed over.
fn headers(from: &web_sys::Headers) -> HeaderMap {
    from.entries().into_iter().flatten().filter_map(|entry| header(&Array::from(&entry))).collect()
}

fn header(entry: &Array) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = (entry.get(0).as_string()?, entry.get(1).as_string()?);
    Some((
        HeaderName::from_bytes(name.as_bytes()).ok()?,
        HeaderValue::from_bytes(value.as_bytes()).ok()?,
    ))
}
