//! `GET /backoffice/…`: the operator's pages.
//!
//! They are files built from `backoffice/`: a page, its script and its style.
//! Any path below that is no file is the page itself, whose script reads the
//! path. Nobody needs to be signed in to get them: they hold nothing, and what
//! they show comes from `/v1/admin`.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::response::Response;
use edgeprint_signals::ErrorCode;

use super::collector_files::{Kept, compressed_or_plain};
use super::methods::any;
use crate::app::App;
use crate::caller::Caller;
use crate::error::AppError;

/// The page and its script alone, from here alone; nothing inline, nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// The test page runs the collector, which is WebAssembly.
const TEST_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'; \
    base-uri 'none'; form-action 'none'";

/// Every path under `/backoffice`.
pub fn router() -> Router {
    Router::new()
        .route("/backoffice", any(serve))
        .route("/backoffice/", any(serve))
        .route("/backoffice/{*path}", any(serve))
}

#[worker::send]
async fn serve(
    State(app): State<App>,
    method: Method,
    caller: Caller,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    if method != Method::GET && method != Method::HEAD {
        return Err(ErrorCode::MethodNotAllowed.into());
    }
    let (file, policy) = file_of(uri.path().strip_prefix("/backoffice").unwrap_or_default());
    let assets = app.config().assets()?;
    let path = format!("/backoffice/{file}");
    let found = compressed_or_plain(&assets, &path, &caller, &headers).await?;
    let kept = if file.starts_with("assets/") { Kept::ForGood } else { Kept::UntilChanged };
    let mut response = found.ok_or(ErrorCode::RouteNotFound)?.answer(content_type(file), kept);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    Ok(response)
}

/// The file of a path, and its policy. Paths without an ending are the page's own.
fn file_of(path: &str) -> (&str, &'static str) {
    let file = path.trim_start_matches('/');
    let plain = file.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-/".contains(&b));
    if file == "test" {
        return ("test.html", TEST_POLICY);
    }
    let is_file = plain && !file.contains("..") && file.starts_with("assets/");
    (if is_file || file == "mark.svg" { file } else { "index.html" }, POLICY)
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_the_pages_but_for_files() {
        for path in ["/", "/sites/d_1", "/../x", "/assets/../secret.js", "/%2e%2e/x", "/x.js"] {
            assert_eq!(file_of(path), ("index.html", POLICY), "{path}");
        }
        assert_eq!(file_of("/assets/main.0a1b.js").0, "assets/main.0a1b.js");
        assert_eq!(file_of("/test"), ("test.html", TEST_POLICY));
    }
}
