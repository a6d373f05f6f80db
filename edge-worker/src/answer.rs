//! The last step of every request: problem documents and the headers that all answers share.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use edgeprint_signals::wire::Problem;
use worker::console_error;

use crate::error::{AppError, Failure};
use crate::ids::RequestId;
use crate::limits::Policy;

/// Paths that pages of any origin call.
const CALLED_BY_PAGES: [&str; 3] = ["/v1/token", "/v1/collect", "/v1/visit"];

/// What every answer carries. The API answers JSON alone, so nothing in it may
/// be framed, sniffed, or run. No HSTS: the host may be a customer's own, by proxy.
const ON_EVERY_ANSWER: [(HeaderName, &str); 2] =
    [(header::X_CONTENT_TYPE_OPTIONS, "nosniff"), (header::REFERRER_POLICY, "no-referrer")];

const ON_API_ANSWERS: [(HeaderName, &str); 1] =
    [(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'")];

const FOR_PAGES: [(HeaderName, &str); 2] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "RateLimit-Policy, Retry-After, X-Request-Id"),
];

const FOR_PREFLIGHTS: [(HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Edgeprint-Automation"),
    (header::ACCESS_CONTROL_MAX_AGE, "86400"),
];

/// What is still known of a request when its answer is there.
#[derive(Debug)]
pub struct Asked {
    /// Its method.
    pub method: Method,
    /// Its path.
    pub path: String,
}

impl Asked {
    fn is_for_pages(&self) -> bool {
        CALLED_BY_PAGES.contains(&self.path.as_str())
    }

    /// Whether a browser asks if it may ask.
    #[must_use]
    pub fn is_preflight(&self) -> bool {
        self.method == Method::OPTIONS && self.is_for_pages()
    }
}

/// Answers a preflight.
#[must_use]
pub fn preflight() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    put(response.headers_mut(), &FOR_PREFLIGHTS);
    response
}

/// Completes an answer. A failure is told to the log as it was and to the
/// client as a problem document (RFC 9457).
#[must_use]
pub fn finish(mut response: Response, asked: &Asked, request_id: &RequestId) -> Response {
    if let Some(Failure(error)) = response.extensions_mut().remove::<Failure>() {
        log(&error, asked, request_id);
        write_problem(&mut response, &error, request_id);
    }
    let headers = response.headers_mut();
    put(headers, &ON_EVERY_ANSWER);
    let said = headers.contains_key(header::CACHE_CONTROL);
    if asked.path.starts_with("/v1/") || !said {
        put(headers, &ON_API_ANSWERS);
    }
    if !said {
        put(headers, &[(header::CACHE_CONTROL, "no-store")]);
    }
    if asked.is_for_pages() {
        put(headers, &FOR_PAGES);
    }
    if let Ok(id) = HeaderValue::from_str(request_id.as_str()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}

fn write_problem(response: &mut Response, error: &AppError, request_id: &RequestId) {
    let code = error.code();
    let problem = Problem {
        ok: false,
        kind: format!("/problems/{}", code.code()),
        title: code.title().into(),
        status: code.status(),
        detail: error.detail().into(),
        code: code.code().into(),
        request_id: request_id.to_string(),
    };
    let text = serde_json::to_string(&problem).unwrap_or_default();
    *response.body_mut() = Body::from(text);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    put(headers, &[(header::CONTENT_TYPE, "application/problem+json")]);
    if code.status() == 401 {
        put(headers, &[(header::WWW_AUTHENTICATE, "Bearer")]);
    }
    if let Some(seconds) = error.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(policy) = error.policy() {
        tell_policy(headers, policy);
    }
}

/// Says what is allowed (`RateLimit-Policy`).
pub fn tell_policy(headers: &mut HeaderMap, policy: Policy) {
    if let Ok(policy) = HeaderValue::from_str(&policy.to_string()) {
        headers.insert(HeaderName::from_static("ratelimit-policy"), policy);
    }
}

/// One line of JSON for each failure of ours. Refusals are the client's business.
fn log(error: &AppError, asked: &Asked, request_id: &RequestId) {
    if let AppError::Fatal(fatal) = error {
        let line = serde_json::json!({
            "requestId": request_id.as_str(),
            "method": asked.method.as_str(),
            "path": asked.path,
            "code": error.code().code(),
            "cause": fatal.to_string(),
        });
        console_error!("{line}");
    }
}

fn put(headers: &mut HeaderMap, values: &[(HeaderName, &'static str)]) {
    for (name, value) in values {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Abort;
    use axum::response::IntoResponse;
    use edgeprint_signals::ErrorCode;
    use http_body_util::BodyExt;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn finished(error: impl Into<AppError>, path: &str) -> (Response, RequestId) {
        let asked = Asked { method: Method::POST, path: path.into() };
        let id = RequestId::mint().unwrap();
        (finish(error.into().into_response(), &asked, &id), id)
    }

    fn problem(response: Response) -> Problem {
        let mut future = pin!(response.into_body().collect());
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(body) => serde_json::from_slice(&body.unwrap().to_bytes()).unwrap(),
            Poll::Pending => panic!("nothing to wait for"),
        }
    }

    #[test]
    fn a_refusal_becomes_a_problem_document_that_names_the_request() {
        let (response, id) = finished(ErrorCode::TokenSpent, "/v1/collect");
        assert_eq!(response.status(), 409);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(response.headers()["x-request-id"], id.as_str());
        let problem = problem(response);
        assert_eq!(
            (problem.ok, problem.status, problem.code.as_str()),
            (false, 409, "token_spent")
        );
        assert_eq!(problem.kind, "/problems/token_spent");
        assert_eq!(problem.request_id, id.as_str());
    }

    #[test]
    fn every_429_says_what_is_allowed_and_when_to_come_back() {
        let (response, _) = finished(Abort::rate_limited(Policy::global(20)), "/v1/collect");
        assert_eq!(response.headers()["retry-after"], "60");
        assert_eq!(response.headers()["ratelimit-policy"], "\"global\";q=20;w=60");
        let (response, _) =
            finished(Abort::quota_exceeded(Policy::daily(9), 30), "/v1/device/dv_1");
        assert_eq!(response.headers()["retry-after"], "30");
        assert_eq!(response.headers()["ratelimit-policy"], "\"site\";q=9;w=86400");
    }

    #[test]
    fn pages_of_any_origin_may_read_answers_and_errors_and_nobody_else_may() {
        for path in CALLED_BY_PAGES {
            let (response, _) = finished(ErrorCode::TokenInvalid, path);
            assert_eq!(response.headers()["access-control-allow-origin"], "*");
        }
        let (response, _) = finished(ErrorCode::ApiKeyInvalid, "/v1/device/dv_1");
        assert!(!response.headers().contains_key("access-control-allow-origin"));
    }

    #[test]
    fn answers_are_not_stored_or_sniffed() {
        let (response, _) = finished(ErrorCode::RouteNotFound, "/v1/nothing");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    }
}
