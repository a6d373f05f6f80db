//! The operator's token.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use edgeprint_signals::ErrorCode;
use worker::send::SendFuture;

use crate::app::App;
use crate::caller::Caller;
use crate::error::AppError;

/// Shows that the operator is asking. Handlers that take one as an argument
/// are the operator's alone. Calls that are not the operator's are counted,
/// the operator's own are not; the request's extensions tell the body's reader.
#[derive(Clone, Copy, Debug)]
pub struct Operator(());

impl FromRequestParts<App> for Operator {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        if is_operator(app, &caller) {
            parts.extensions.insert(Self(()));
            return Ok(Self(()));
        }
        let limits = app.config().limits();
        SendFuture::new(limits.global(caller.address())).await?;
        Err(ErrorCode::AdminTokenInvalid.into())
    }
}

fn is_operator(app: &App, caller: &Caller) -> bool {
    let token = app.config().admin_token();
    caller.bearer().zip(token).is_some_and(|(bearer, token)| bearer.is(&token))
}
