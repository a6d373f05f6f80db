//! `/v1/admin/session`: signing in to the Backoffice, and out.

use axum::extract::State;
use axum::http::{HeaderName, Uri, header};
use edgeprint_signals::ErrorCode;
use serde::{Deserialize, Serialize};

use super::{DONE, Done};
use crate::app::App;
use crate::auth::{Bearer, CookieName, Operator, SESSION_SECONDS, Session};
use crate::body::Json;
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
    /// When it ends.
    expires_at: String,
    version: &'static str,
}

/// Whether the asker is an operator.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionState {
    ok: bool,
    signed_in: bool,
    /// When the session ends; null for whoever came in by other means, or not at all.
    expires_at: Option<String>,
    /// Where the deployment's demo page lies, for operators to try a site with.
    demo_url: Option<String>,
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
    Json(SignIn { token }): Json<SignIn>,
) -> Result<WithCookie<SessionAnswer>, AppError> {
    app.config().limits().global(caller.address()).await?;
    let right = app.config().admin_token();
    let right = right.filter(|right| Bearer::of(token.trim()).is(right));
    let right = right.ok_or(ErrorCode::AdminTokenInvalid)?;
    let cookie = cookie(&uri)?;
    let (session, token) = Session::open(app.config(), &right, caller.at())?;
    let expires_at = session.expires_at.to_iso();
    let answer = SessionAnswer { ok: true, expires_at, version: env!("CARGO_PKG_VERSION") };
    Ok((set(cookie.set(&token, SESSION_SECONDS)), Json(answer)))
}

/// Tells whether the asker is signed in, and until when. Not to be is no error:
/// a page asks this first, and browsers write each error to the console. Askers
/// that are not are counted, as everywhere.
#[worker::send]
pub async fn show(
    State(app): State<App>,
    operator: Result<Operator, AppError>,
) -> Result<Json<SessionState>, AppError> {
    let operator = match operator {
        Err(error) if error.code() == ErrorCode::AdminTokenInvalid => None,
        known => Some(known?),
    };
    let session = operator.as_ref().and_then(Operator::session);
    let expires_at = session.map(|session| session.expires_at.to_iso());
    let demo_url = operator.as_ref().and_then(|_| app.config().demo_url());
    Ok(Json(SessionState { ok: true, signed_in: operator.is_some(), expires_at, demo_url }))
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
