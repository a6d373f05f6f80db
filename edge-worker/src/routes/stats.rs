//! `GET /v1/stats`: the daily counters, for charts.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use edgeprint_signals::Scope;
use edgeprint_signals::wire::StatsAnswer;

use super::backend::{Answer, Asked, answered, ask};
use crate::app::App;
use crate::body::Json;
use crate::caller::Caller;
use crate::query::StatsFilter;

/// Tells how often each value of a dimension was seen, day by day. Scope `read:stats`.
#[worker::send]
pub async fn tell(State(app): State<App>, caller: Caller, uri: Uri) -> Response {
    answered(&app, count(&app, &caller, &uri).await)
}

async fn count(app: &App, caller: &Caller, uri: &Uri) -> Answer<StatsAnswer> {
    let Asked { tenant, mut query, .. } = ask(app, caller, uri, Scope::ReadStats).await?;
    let filter = StatsFilter::read(&mut query, caller.at())?;
    query.finish()?;
    let series = app.config().store_of(&tenant)?.counts(&tenant.id, &filter).await?;
    let StatsFilter { dimension, days, .. } = filter;
    Ok(Json(StatsAnswer { ok: true, dimension, days, series }))
}
