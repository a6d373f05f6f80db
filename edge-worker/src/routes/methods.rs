//! Routes by method, with the type of every handler forgotten: axum would
//! compile its layers around a handler once more for each type of them.

use core::pin::Pin;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::{self, MethodRouter};

use crate::app::App;

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler, whatever its arguments are.
#[derive(Clone)]
struct AnyHandler(Arc<dyn Fn(Request, App) -> Answer + Send + Sync>);

impl AnyHandler {
    fn of<T>(handler: impl Handler<T, App, Future = Answer>) -> Self {
        Self(Arc::new(move |request, app| handler.clone().call(request, app)))
    }
}

impl Handler<(), App> for AnyHandler {
    type Future = Answer;

    fn call(self, request: Request, app: App) -> Answer {
        (self.0)(request, app)
    }
}

/// A route for GET, and HEAD with it.
pub fn get<T>(handler: impl Handler<T, App, Future = Answer>) -> MethodRouter<App> {
    routing::get(AnyHandler::of(handler))
}

/// A route for POST.
pub fn post<T>(handler: impl Handler<T, App, Future = Answer>) -> MethodRouter<App> {
    routing::post(AnyHandler::of(handler))
}

/// A route for PATCH.
pub fn patch<T>(handler: impl Handler<T, App, Future = Answer>) -> MethodRouter<App> {
    routing::patch(AnyHandler::of(handler))
}

/// A route for DELETE.
pub fn delete<T>(handler: impl Handler<T, App, Future = Answer>) -> MethodRouter<App> {
    routing::delete(AnyHandler::of(handler))
}
