//! What is done on schedule rather than in some request's time.

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Fatal;

/// Rows of one statement: far below what D1 allows one to take.
const AT_ONCE: u32 = 1000;

/// Statements of one run. What is left is for the next.
const ROUNDS: usize = 20;

/// Drops the spent tokens that have expired.
///
/// # Errors
/// When the database fails.
pub async fn run(app: &App, now: Timestamp) -> Result<(), Fatal> {
    let store = app.config().store()?;
    for _ in 0..ROUNDS {
        let dropped = store.drop_spent_tokens(now, AT_ONCE).await?;
        if dropped < AT_ONCE as usize {
            break;
        }
    }
    Ok(())
}
