//! Requests to addresses that somebody else named.

use std::time::Duration;

use futures_util::future::{Either, select};
use worker::{AbortController, Delay, Fetch, Request, Response};

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// Nobody is there, or the connection broke.
    Unreachable,
    /// The time was up: the request was given up.
    Late,
}

/// What `read` makes of the answer, within a time for both.
///
/// # Errors
/// Why there is none.
pub async fn ask<T>(
    request: Request,
    timeout: Duration,
    read: impl AsyncFnOnce(Response) -> T,
) -> Result<T, Unanswered> {
    let abort = AbortController::default();
    let (signal, request) = (abort.signal(), Fetch::Request(request));
    let answered = Box::pin(async {
        let answer = request.send_with_signal(&signal).await;
        Ok(read(answer.map_err(|_| Unanswered::Unreachable)?).await)
    });
    match select(answered, Box::pin(Delay::from(timeout))).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => {
            abort.abort();
            Err(Unanswered::Late)
        }
    }
}
