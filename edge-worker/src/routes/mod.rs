//! The API, one file a resource.
//!
//! To add a route: a handler in the file of its resource (or a new file here),
//! its line below, and what is said of it in `tools/codegen/src/openapi/routes.rs`. A handler takes what it needs as arguments
//! ([`crate::app::App`], [`crate::caller::Caller`], [`crate::body::Json`]) and returns
//! `Result<crate::body::Json<…>, AppError>`; headers and problem documents are added
//! by `crate::answer`.

mod admin;
mod backend;
mod backoffice;
mod collect;
mod collect_answer;
mod collect_record;
mod collector_files;
mod device;
mod device_record;
mod events;
mod export_format;
mod exports;
mod health;
mod lists;
mod methods;
mod openapi;
mod stats;
mod stream;
pub mod submission_check;
mod token;
mod unknown;
mod verify;
mod visit;

use axum::Router;

use methods::{AnyHandler, delete, get, post};

thread_local! {
    /// Made once for all requests of an instance.
    static ROUTER: Router = all();
}

/// Every route there is. Requests carry the [`crate::app::App`] that answers them.
pub fn router() -> Router {
    ROUTER.with(Clone::clone)
}

fn all() -> Router {
    Router::new()
        // Pages
        .route("/v1/token", post(token::issue))
        .route("/v1/collect", post(collect::submit))
        .route("/v1/visit", post(visit::record))
        .route("/collector/{file}", get(collector_files::serve))
        // Backends
        .route("/v1/device/{device_id}", get(device::look_up))
        .route("/v1/device/{device_id}", delete(device_record::erase))
        .route("/v1/device/{device_id}/export", get(device_record::export))
        .route("/v1/devices", get(lists::devices))
        .route("/v1/events", get(lists::events))
        .route("/v1/events/{request_id}", get(events::look_up))
        .route("/v1/visits", get(lists::visits))
        .route("/v1/exports/fingerprints", get(exports::fingerprints))
        .route("/v1/stats", get(stats::tell))
        .route("/v1/verify", post(verify::verify))
        .route("/.well-known/jwks.json", get(verify::keys))
        // The operator
        .nest("/v1/admin", admin::router())
        .merge(backoffice::router())
        // Monitors
        .route("/v1/health", get(health::tell))
        .route("/v1/openapi.json", get(openapi::serve))
        .method_not_allowed_fallback(unknown::method)
        .fallback(AnyHandler::of(unknown::route))
}
