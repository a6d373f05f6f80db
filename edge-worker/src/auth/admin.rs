//! The operator's token.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use edgeprint_signals::ErrorCode;
use worker::send::SendFuture;

use crate::app::App;
use crate::caller::Caller;
use crate::error::AppError;

/// Who holds the deployment's token; it names nobody.
const TOKEN_HOLDER: &str = "admin-token";

/// Shows that an operator is asking, and which. Handlers that take one as an
/// argument are the operator's alone. Calls that are not the operator's are
/// counted, the operator's own are not; the request's extensions tell the body's reader.
#[derive(Clone, Debug)]
pub struct Operator {
    name: String,
}

impl Operator {
    /// Who it is, for the audit log.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl FromRequestParts<App> for Operator {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        if holds_token(app, &caller) {
            let operator = Self { name: TOKEN_HOLDER.into() };
            parts.extensions.insert(operator.clone());
            return Ok(operator);
        }
        let limits = app.config().limits();
        SendFuture::new(limits.global(caller.address())).await?;
        Err(ErrorCode::AdminTokenInvalid.into())
    }
}

fn holds_token(app: &App, caller: &Caller) -> bool {
    let token = app.config().admin_token();
    caller.bearer().zip(token).is_some_and(|(bearer, token)| bearer.is(&token))
}
