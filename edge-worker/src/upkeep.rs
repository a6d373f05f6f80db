//! What is done on schedule rather than in some request's time.

use worker::console_error;

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::store::Store;

/// Rows of one statement: far below what D1 allows one to take.
const AT_ONCE: u32 = 1000;

/// Statements of one run, over all shards: an event may send no more than 1,000.
/// What is left is for the next run.
const ROUNDS: usize = 400;

/// Statements of one run in one shard.
const ROUNDS_IN_SHARD: usize = 20;

/// Tidies up in every shard. One that fails does not keep the others waiting.
///
/// # Errors
/// When a database failed: the first that did.
pub async fn run(app: &App, now: Timestamp) -> Result<(), Fatal> {
    let shards = app.config().shards();
    let rounds = (ROUNDS / shards.len().max(1)).clamp(1, ROUNDS_IN_SHARD);
    let mut outcome = Ok(());
    for shard in shards {
        let done = match app.config().shard(shard) {
            Ok(store) => tidy(&store, now, rounds).await,
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            console_error!("upkeep of shard {shard} failed: {error}");
            outcome = outcome.and(Err(error));
        }
    }
    outcome
}

/// Drops the spent tokens that have expired, and the claims that are settled.
async fn tidy(store: &Store, now: Timestamp, rounds: usize) -> Result<(), Fatal> {
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
    Ok(())
}
