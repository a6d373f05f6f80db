//! `/v1/admin/sites/:domainId/risk-preview`: what other weights would have done.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use edgeprint_signals::RiskLevel;
use edgeprint_signals::wire::{ChangedSubmission, Event, LevelChange, RiskPreview};
use serde::{Deserialize, Serialize};

use super::{refused, sites};
use crate::app::App;
use crate::auth::Operator;
use crate::body::{Json, Segment};
use crate::caller::Caller;
use crate::error::AppError;
use crate::query::EventFilter;
use crate::risk::{Policy, reweigh};
use crate::store::Slice;

/// Submissions that are weighed: one page of the list.
const MOST_WEIGHED: u32 = 1000;

/// Submissions that are told.
const MOST_TOLD: usize = 50;

/// The policy to try.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Try {
    #[serde(default)]
    rule_weights: BTreeMap<String, u8>,
    #[serde(default)]
    suppressed_flags: BTreeSet<String>,
}

/// What would have been.
#[derive(Debug, Serialize)]
pub struct Preview {
    ok: bool,
    preview: RiskPreview,
}

/// Weighs the flags of the site's latest submissions anew. Nothing is stored.
#[worker::send]
pub async fn preview(
    State(app): State<App>,
    caller: Caller,
    Segment(domain_id): Segment,
    _: Operator,
    Json(asked): Json<Try>,
) -> Result<Json<Preview>, AppError> {
    let policy = Policy { weights: asked.rule_weights, suppressed: asked.suppressed_flags };
    policy.check().map_err(|what| refused(format!("ruleWeights, suppressedFlags: {what}")))?;
    let site = sites::find(&app.config().directory()?, &domain_id).await?;
    let filter = EventFilter { domain: Some(site.id), ..EventFilter::default() };
    let slice = Slice { after: None, limit: MOST_WEIGHED };
    let store = app.config().store_of(&site.tenant)?;
    let page = store.events(&site.tenant.id, &filter, slice).await?;
    let kept = page.rows.into_iter().filter(|event| event.is_kept(caller.at()));
    let events = kept.map(|event| event.into_event()).collect::<Result<Vec<_>, _>>()?;
    Ok(Json(Preview { ok: true, preview: weighed(&events, &policy) }))
}

fn weighed(events: &[Event], policy: &Policy) -> RiskPreview {
    let mut counts: BTreeMap<(RiskLevel, RiskLevel), u32> = BTreeMap::new();
    let mut submissions = Vec::new();
    for event in events {
        let new_score = reweigh(&event.reasons, policy);
        let (from, to) = (event.risk_level, RiskLevel::of_score(new_score));
        if from == to {
            continue;
        }
        *counts.entry((from, to)).or_default() += 1;
        if submissions.len() < MOST_TOLD {
            submissions.push(ChangedSubmission {
                request_id: event.request_id.clone(),
                device_id: event.device_id.clone(),
                created_at: event.created_at.clone(),
                flags: event.flags.clone(),
                score: event.score,
                new_score,
            });
        }
    }
    RiskPreview {
        weighed: u32::try_from(events.len()).unwrap_or(u32::MAX),
        changed: counts.values().sum(),
        changes: counts
            .into_iter()
            .map(|((from, to), count)| LevelChange { from, to, count })
            .collect(),
        submissions,
    }
}
