//! Edgeprint's edge: a Cloudflare Worker that identifies devices and scores
//! their risk.
//!
//! The way of a request: [`fetch`] reads `cf` and the headers into a
//! [`caller::Caller`], [`routes`] names every route, a handler asks [`auth`],
//! [`identity`], [`risk`] and [`store`], and [`answer`] completes what comes
//! back. [`scheduled`] tidies up.
//!
//! Code that needs no Worker lives in modules that know none, and is tested
//! natively: [`identity`], [`risk`], [`evidence`], [`tokens`], keys and origins
//! in [`auth`].
#![deny(unsafe_code)] // not forbid: the macros of wasm-bindgen write some

pub mod address;
pub mod answer;
pub mod app;
pub mod at_hand;
pub mod auth;
pub mod automation;
pub mod body;
pub mod caller;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod error;
pub mod evidence;
pub mod identity;
pub mod ids;
pub mod limits;
pub mod outbound;
pub mod query;
pub mod risk;
pub mod routes;
mod runtime;
pub mod sealed;
pub mod store;
pub mod tenant;
pub mod tokens;
mod upkeep;
pub mod webhooks;

use axum::body::Body;
use axum::http::{Method, Request};
use axum::response::{IntoResponse, Response};
use edgeprint_signals::ErrorCode;
use tower_service::Service;
use worker::{Context, Env, ScheduleContext, ScheduledEvent, console_error, event};

use answer::Asked;
use app::App;
use caller::Caller;
use clock::Timestamp;
use error::AppError;
use ids::RequestId;
use webhooks::Outgoing;

/// Answers a request. It never fails: whatever happens becomes a problem document.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    context: Context,
) -> worker::Result<web_sys::Response> {
    let request_id = RequestId::mint().unwrap_or_else(|_| RequestId::unknown());
    // `cf` first: no conversion of the request carries all of it.
    let connection = runtime::connection(&request);
    let Some(mut request) = runtime::to_axum(&request) else {
        let asked = Asked { method: Method::GET, path: "/v1/".into() };
        let refused = AppError::from(ErrorCode::PayloadMalformed).into_response();
        return runtime::to_answer(answer::finish(refused, &asked, &request_id)).await;
    };
    let asked = Asked { method: request.method().clone(), path: request.uri().path().into() };
    let now = Timestamp::now();
    let caller = Caller::new(request_id.clone(), now, request.uri(), request.headers(), connection);
    request.extensions_mut().insert(caller);
    let app = App::new(env);
    request.extensions_mut().insert(app.clone());
    let mut response =
        if asked.is_preflight() { answer::preflight() } else { route(request).await };
    let outgoing = response.extensions_mut().remove::<Outgoing>();
    if let Some(outgoing) = outgoing.filter(|outgoing| !outgoing.ids.is_empty()) {
        context.wait_until(async move { webhooks::deliver_now(&app, &outgoing, now).await });
    }
    runtime::to_answer(answer::finish(response, &asked, &request_id)).await
}

async fn route(request: Request<Body>) -> Response {
    let Ok(response) = routes::router().call(request).await;
    response
}

/// Sends webhooks that are due and, less often, tidies up: at the times that
/// `wrangler.toml` names.
#[event(scheduled)]
async fn scheduled(event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    let (app, now) = (App::new(env), Timestamp::now());
    let done = if event.cron() == upkeep::EVERY_MINUTE {
        upkeep::send_webhooks(&app, now).await
    } else {
        upkeep::run(&app, now).await
    };
    if let Err(error) = done {
        console_error!("upkeep failed: {error}");
    }
}
