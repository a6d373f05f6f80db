//! `/v1/admin/session`: signing in to the Backoffice, and out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, Uri, header};
use edgeprint_signals::ErrorCode;
use serde::{Deserialize, Serialize};

use super::{DONE, Done};
use crate::app::App;
use crate::auth::{Bearer, CookieName, Operator, SESSION_SECONDS, Session};
use crate::body;
use crate::caller::Caller;
use crate::error::{Abort, AppError};

/// Who signs in.
#[derive(Deserialize)]
pub struct SignIn {
    token: String,
}

/// An open session.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionAnswer {
    ok: bool,
    /// When it ends; null for whoever sends the token itself.
    expires_at: Option<String>,
    version: &'static str,
}

/// An answer that sets the cookie.
type WithCookie<T> = ([(HeaderName, String); 1], Json<T>);

/// Signs in with the operator's token. Every try is counted, the right one too:
/// beyond the limit not even the right token is told from a wrong one.
#[worker::send]
pub async fn open(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
    body::Json(SignIn { token }): body::Json<SignIn>,
) -> Result<WithCookie<SessionAnswer>, AppError> {
    app.config().limits().global(caller.address()).await?;
    let right = app.config().admin_token();
    let right = right.filter(|right| Bearer::of(token.trim()).is(right));
    let right = right.ok_or(ErrorCode::AdminTokenInvalid)?;
    let cookie = cookie(&uri)?;
    let (session, token) = Session::open(app.config(), &right, caller.at())?;
    Ok((set(cookie.set(&token, SESSION_SECONDS)), answer(Some(&session))))
}

/// Tells that somebody is signed in, and until when.
#[worker::send]
pub async fn show(operator: Operator) -> Result<Json<SessionAnswer>, AppError> {
    Ok(answer(operator.session()))
}

/// Signs out: the session ends, and the cookie is dropped.
#[worker::send]
pub async fn close(
    State(app): State<App>,
    uri: Uri,
    operator: Operator,
) -> Result<WithCookie<Done>, AppError> {
    if let Some(session) = operator.session() {
        session.end(app.config()).await;
    }
    Ok((set(cookie(&uri)?.set("", 0)), Json(DONE)))
}

fn cookie(uri: &Uri) -> Result<CookieName, Abort> {
    let in_the_open = "The Backoffice is used over https, or on this machine.";
    CookieName::of(uri).ok_or_else(|| Abort::because(ErrorCode::Conflict, in_the_open))
}

fn set(cookie: String) -> [(HeaderName, String); 1] {
    [(header::SET_COOKIE, cookie)]
}

fn answer(session: Option<&Session>) -> Json<SessionAnswer> {
    let expires_at = session.map(|session| session.expires_at.to_iso());
    Json(SessionAnswer { ok: true, expires_at, version: env!("CARGO_PKG_VERSION") })
}
