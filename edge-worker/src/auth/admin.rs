//! Operators: by the deployment's token, by the Backoffice's session, or by Cloudflare Access.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use edgeprint_signals::ErrorCode;
use worker::send::SendFuture;

use super::access::{self, Named};
use super::session::{Session, is_elsewhere, is_own};
use crate::app::App;
use crate::caller::Caller;
use crate::error::AppError;

/// Who holds the deployment's token; it names nobody.
const TOKEN_HOLDER: &str = "admin-token";

/// Who signed in to the Backoffice with it.
const IN_BACKOFFICE: &str = "backoffice";

/// Shows that an operator is asking, and which. Handlers that take one as an
/// argument are the operator's alone. Calls that are not the operator's are
/// counted, the operator's own are not; the request's extensions tell the body's reader.
#[derive(Clone, Debug)]
pub struct Operator {
    name: String,
    session: Option<Session>,
}

impl Operator {
    /// Who it is, for the audit log.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The session that they came in by; `None` where they sent the token itself.
    #[must_use]
    pub const fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }
}

impl FromRequestParts<App> for Operator {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        let operator = match caller.bearer() {
            Some(_) => {
                let name = TOKEN_HOLDER.into();
                holds_token(app, &caller).then_some(Self { name, session: None })
            }
            None => SendFuture::new(signed_in(app, &caller, parts)).await?,
        };
        if let Some(operator) = operator {
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
async fn by_access(
    app: &App,
    caller: &Caller,
    parts: &Parts,
) -> Result<Option<Operator>, AppError> {
    let jwt = parts.headers.get(access::HEADER).and_then(|jwt| jwt.to_str().ok());
    let Some((access, jwt)) = app.config().access().zip(jwt) else { return Ok(None) };
    let Some(Named { name, is_person }) = access.operator(jwt, caller.at()).await? else {
        return Ok(None);
    };
    // A person's browser is known to Access by a cookie, which travels from other sites' pages too.
    let is_own = if is_person {
        is_own(&parts.method, &parts.headers)
    } else {
        parts.method.is_safe() || !is_elsewhere(&parts.headers)
    };
    if is_own {
        Ok(Some(Operator { name, session: None }))
    } else {
        Err(ErrorCode::SessionForged.into())
    }
}

fn holds_token(app: &App, caller: &Caller) -> bool {
    let token = app.config().admin_token();
    caller.bearer().zip(token).is_some_and(|(bearer, token)| bearer.is(&token))
}

async fn signed_in(
    app: &App,
    caller: &Caller,
    parts: &Parts,
) -> Result<Option<Operator>, AppError> {
    let session = Session::of(app.config(), &parts.uri, &parts.headers, caller.at()).await?;
    if session.is_some() && !is_own(&parts.method, &parts.headers) {
        return Err(ErrorCode::SessionForged.into());
    }
    Ok(session.map(|session| Operator { name: IN_BACKOFFICE.into(), session: Some(session) }))
}
