//! `GET /v1/events/:requestId`: one submission with what its assessment rested on.

use axum::extract::State;
use axum::response::Response;
use edgeprint_signals::wire::EventAnswer;
use edgeprint_signals::{ErrorCode, Scope};

use super::backend::{Answer, answered};
use crate::app::App;
use crate::auth::admit_backend;
use crate::body::{Json, Segment};
use crate::caller::Caller;
use crate::ids::RequestId;

/// Tells what is known of a submission of the key's tenant. Scope `read:events`.
#[worker::send]
pub async fn look_up(
    State(app): State<App>,
    caller: Caller,
    Segment(request_id): Segment,
) -> Response {
    answered(&app, find(&app, &caller, &request_id).await)
}

async fn find(app: &App, caller: &Caller, request_id: &str) -> Answer<EventAnswer> {
    let tenant = admit_backend(app, caller, Scope::ReadEvents).await?;
    let id = RequestId::parse(request_id).ok_or(ErrorCode::EventNotFound)?;
    let found = app.config().store_of(&tenant)?.event(&tenant.id, &id).await?;
    let kept = found.filter(|event| event.is_kept(caller.at()));
    let event = kept.ok_or(ErrorCode::EventNotFound)?.into_detail()?;
    Ok(Json(EventAnswer { ok: true, event }))
}
