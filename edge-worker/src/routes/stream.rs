//! Bodies that are made while they are sent, so that their size costs no memory.

use axum::body::{Body, Bytes};
use futures_util::stream;
use worker::console_error;
use worker::send::SendFuture;

use crate::error::Fatal;

/// Makes a body piece by piece.
pub trait Chunks {
    /// The next piece; `None` behind the last.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, Fatal>>;
}

/// A body of these pieces. One that cannot be made breaks the connection off,
/// so that nobody takes a part for the whole.
pub fn streamed(chunks: impl Chunks + Send + 'static) -> Body {
    Body::from_stream(stream::try_unfold(chunks, |mut chunks| {
        SendFuture::new(async move {
            let next = chunks.next().await;
            let next = next.inspect_err(|error| console_error!("a stream broke off: {error}"))?;
            Ok::<_, Fatal>(next.map(|chunk| (chunk, chunks)))
        })
    }))
}
