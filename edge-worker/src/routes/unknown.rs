//! Requests that no route is for.

use axum::extract::State;
use axum::http::Uri;
use edgeprint_signals::ErrorCode;

use crate::app::App;
use crate::caller::Caller;
use crate::error::AppError;

/// No such route. Under `/v1` it is counted: that is where guessing pays.
#[worker::send]
pub async fn route(State(app): State<App>, caller: Caller, uri: Uri) -> AppError {
    if uri.path().starts_with("/v1") {
        let counted = app.config().limits().global(caller.address()).await;
        if let Err(too_many) = counted {
            return too_many.into();
        }
    }
    ErrorCode::RouteNotFound.into()
}

/// The route exists, but not with this method.
pub async fn method() -> AppError {
    ErrorCode::MethodNotAllowed.into()
}
