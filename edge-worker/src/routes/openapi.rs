//! `GET /v1/openapi.json`: what this API is, as an OpenAPI 3.1 document. It is
//! written by `cargo run -p edgeprint-codegen` and lies among the assets.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use edgeprint_signals::ErrorCode;

use super::collector_files::fetch;
use crate::app::App;
use crate::error::AppError;

/// It changes with deployments alone.
const FOR_A_WHILE: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// Serves the document.
#[worker::send]
pub async fn serve(State(app): State<App>, headers: HeaderMap) -> Result<Response, AppError> {
    let asset = fetch(&app.config().assets()?, "/openapi.json", &headers).await?;
    let (parts, body) = asset.ok_or(ErrorCode::RouteNotFound)?.into_parts();
    let mut response = if parts.status == StatusCode::NOT_MODIFIED {
        parts.status.into_response()
    } else {
        let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        (json, Body::new(body)).into_response()
    };
    let answered = response.headers_mut();
    answered.insert(header::CACHE_CONTROL, FOR_A_WHILE);
    // Pages that show the document are anybody's.
    answered.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if let Some(tag) = parts.headers.get(header::ETAG) {
        answered.insert(header::ETAG, tag.clone());
    }
    Ok(response)
}
