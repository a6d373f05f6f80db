//! `POST /v1/token`: a page asks for the right to submit once.

use axum::extract::State;
use edgeprint_signals::wire::{TokenAnswer, TokenRequest};

use crate::app::App;
use crate::auth::admit_page;
use crate::body::Json;
use crate::caller::Caller;
use crate::error::AppError;
use crate::ids::TokenId;
use crate::tokens::{SUBMISSION_SECONDS, Submission};

/// Issues a submission token, bound to the site and to the page's origin.
#[worker::send]
pub async fn issue(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<TokenRequest>,
) -> Result<Json<TokenAnswer>, AppError> {
    let site = admit_page(&app, &caller, &request.site_key).await?;
    let (every, reduced) = (site.check_interval_seconds, site.reduces(&caller)?);
    let claims = Submission {
        id: TokenId::mint()?,
        tenant: site.tenant,
        site: site.domain,
        origin: caller.origin().as_deref().map(Into::into),
        every,
    };
    let token = app.config().keyring()?.sign_submission(claims, caller.at())?;
    Ok(Json(TokenAnswer {
        ok: true,
        token,
        expires_in: SUBMISSION_SECONDS,
        check_interval_seconds: every,
        reduced,
    }))
}
