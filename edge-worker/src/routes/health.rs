//! `GET /v1/health`: the Worker runs. It asks no store, so it stays cheap.

use serde::Serialize;

use crate::body::Json;

/// What a monitor reads.
#[derive(Debug, Serialize)]
pub struct HealthAnswer {
    ok: bool,
    version: &'static str,
}

/// Tells that the Worker runs, and which version of it.
pub async fn tell() -> Json<HealthAnswer> {
    Json(HealthAnswer { ok: true, version: env!("CARGO_PKG_VERSION") })
}
