//! What is done on schedule rather than in some request's time.

use worker::console_error;

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::store::Store;
use crate::webhooks;

/// Rows of one statement: far below what D1 allows one to take.
const AT_ONCE: u32 = 1000;

/// Rounds of one run, over all shards: one of each kind, together, send some thirty
/// statements, and an event may send no more than 1,000. What is left is for the next run.
const ROUNDS: usize = 135;

/// Rounds of one kind in one run in one shard.
const ROUNDS_IN_SHARD: usize = 20;

/// What each shard is rid of: messages that ended, spent tokens, claims, counted
/// arrivals, erasures left over, devices, visits, submissions, evidence.
const KINDS: usize = 9;

/// The schedule on which webhooks are sent, as `wrangler.toml` has it.
pub const EVERY_MINUTE: &str = "* * * * *";

/// Sends the messages that are due in every shard.
///
/// # Errors
/// When a database failed: the first that did.
pub async fn send_webhooks(app: &App, now: Timestamp) -> Result<(), Fatal> {
    let mut outcome = Ok(());
    for shard in app.config().shards() {
        let done = match app.config().shard(shard) {
            Ok(store) => webhooks::deliver_due(app, &store, now).await,
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            console_error!("webhooks of shard {shard} failed: {error}");
            outcome = outcome.and(Err(error));
        }
    }
    outcome
}

/// Tidies up in every shard. One that fails does not keep the others waiting.
///
/// What KV holds of a device ends by itself within minutes, and is not shown
/// past its retention.
///
/// # Errors
/// When a database failed: the first that did.
pub async fn run(app: &App, now: Timestamp) -> Result<(), Fatal> {
    app.config().directory()?.drop_old_signing_keys(now).await?;
    let shards = app.config().shards();
    let rounds = (ROUNDS / KINDS / shards.len().max(1)).clamp(1, ROUNDS_IN_SHARD);
    let evidence_end = now.minus_days(app.config().evidence_retention_days());
    let mut outcome = Ok(());
    for shard in shards {
        let done = match app.config().shard(shard) {
            Ok(store) => tidy(&store, now, evidence_end, rounds).await,
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            console_error!("upkeep of shard {shard} failed: {error}");
            outcome = outcome.and(Err(error));
        }
    }
    outcome
}

/// Drops what has expired: spent tokens, settled claims, the counts of days that
/// are over, messages that ended long ago. Finishes what erasures left, and drops
/// what is past its retention.
async fn tidy(
    store: &Store,
    now: Timestamp,
    evidence_end: Timestamp,
    rounds: usize,
) -> Result<(), Fatal> {
    store.drop_usage(now).await?;
    for _ in 0..rounds {
        if store.drop_ended_deliveries(now, AT_ONCE).await? < AT_ONCE as usize {
            break;
        }
    }
    for _ in 0..rounds {
        if store.drop_spent_tokens(now, AT_ONCE).await? < AT_ONCE as usize {
            break;
        }
    }
    for _ in 0..rounds {
        if store.drop_claims(now, AT_ONCE).await? < AT_ONCE as usize {
            break;
        }
    }
    for _ in 0..rounds {
        if store.drop_arrivals(now, AT_ONCE).await? < AT_ONCE as usize {
            break;
        }
    }
    store.go_on_erasing(rounds).await?;
    // The devices first: a device past its retention is not to be found again.
    while_more(rounds, async || store.drop_devices(now).await).await?;
    while_more(rounds, async || store.drop_visits(now).await).await?;
    while_more(rounds, async || store.drop_events(now).await).await?;
    while_more(rounds, async || store.drop_evidence(evidence_end).await).await
}

async fn while_more(
    rounds: usize,
    round: impl AsyncFn() -> Result<bool, Fatal>,
) -> Result<(), Fatal> {
    for _ in 0..rounds {
        if !round().await? {
            break;
        }
    }
    Ok(())
}
