//! Operators: who holds the deployment's token, and whom Cloudflare Access lets through.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use edgeprint_signals::ErrorCode;
use worker::send::SendFuture;

use super::access;
use crate::app::App;
use crate::caller::Caller;
use crate::error::{AppError, Fatal};

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
        if let Some(operator) = SendFuture::new(by_access(app, &caller, parts)).await? {
            parts.extensions.insert(operator.clone());
            return Ok(operator);
        }
        let limits = app.config().limits();
        SendFuture::new(limits.global(caller.address())).await?;
        Err(ErrorCode::AdminTokenInvalid.into())
    }
}

/// Whom Cloudflare Access let through, where it is configured.
async fn by_access(app: &App, caller: &Caller, parts: &Parts) -> Result<Option<Operator>, Fatal> {
    let jwt = parts.headers.get(access::HEADER).and_then(|jwt| jwt.to_str().ok());
    let Some((access, jwt)) = app.config().access().zip(jwt) else { return Ok(None) };
    let name = access.operator(jwt, caller.at()).await?;
    Ok(name.map(|name| Operator { name }))
}

fn holds_token(app: &App, caller: &Caller) -> bool {
    let token = app.config().admin_token();
    caller.bearer().zip(token).is_some_and(|(bearer, token)| bearer.is(&token))
}
