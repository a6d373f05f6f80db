//! Routes by method, with the type of every handler forgotten: axum would
//! compile its layers around a handler once more for each type of them.
//!
//! A handler gets the [`App`] of its request from the request itself: were it
//! the router's state, there would have to be a router for each request.

use core::pin::Pin;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::{IntoResponse, Response};
use axum::routing::{self, MethodRouter};

use crate::app::App;
use crate::error::{AppError, Fatal};

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler, whatever its arguments are.
#[derive(Clone)]
pub struct AnyHandler(Arc<dyn Fn(Request, App) -> Answer + Send + Sync>);

impl AnyHandler {
    /// Forgets the type.
    pub fn of<T>(handler: impl Handler<T, App, Future = Answer>) -> Self {
        Self(Arc::new(move |request, app| handler.clone().call(request, app)))
    }
}

impl Handler<(), ()> for AnyHandler {
    type Future = Answer;

    fn call(self, request: Request, (): ()) -> Answer {
        match request.extensions().get::<App>().cloned() {
            Some(app) => (self.0)(request, app),
            // `crate::fetch` puts one into every request.
            None => Box::pin(async {
                AppError::from(Fatal::Broken("a request has its application")).into_response()
            }),
        }
    }
}

/// A route for GET, and HEAD with it.
pub fn get<T>(handler: impl Handler<T, App, Future = Answer>) -> MethodRouter {
    routing::get(AnyHandler::of(handler))
}

/// A route for POST.
pub fn post<T>(handler: impl Handler<T, App, Future = Answer>) -> MethodRouter {
    routing::post(AnyHandler::of(handler))
}

/// A route for PATCH.
pub fn patch<T>(handler: impl Handler<T, App, Future = Answer>) -> MethodRouter {
    routing::patch(AnyHandler::of(handler))
}

/// A route for DELETE.
pub fn delete<T>(handler: impl Handler<T, App, Future = Answer>) -> MethodRouter {
    routing::delete(AnyHandler::of(handler))
}

/// A route for every method.
pub fn any<T>(handler: impl Handler<T, App, Future = Answer>) -> MethodRouter {
    routing::any(AnyHandler::of(handler))
}
