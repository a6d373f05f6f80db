//! Timers that clean up after themselves, and what races against them.

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::{Context, Poll};

use edgeprint_signals::Reason;
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

use crate::js::{self, Js};

/// Ends after some milliseconds. Dropped before, it leaves no timer behind.
pub struct Timer {
    global: Js,
    handle: Js,
    done: JsFuture,
}

impl Timer {
    /// Starts a timer.
    pub fn start(global: Js, ms: f64) -> Self {
        let mut handle = Js::UNDEFINED;
        let done: Promise = js::promise(&mut |resolve| {
            let set = js::call(global, "setTimeout", &[resolve, ms.into()]);
            handle = set.unwrap_or(Js::UNDEFINED);
        });
        Self { global, handle, done: done.into() }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.done).poll(context).map(|_| ())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let _ = js::call(self.global, "clearTimeout", &[self.handle]);
    }
}

/// What `future` yields, unless the timer ends first.
pub async fn within<T>(
    timer: Timer,
    future: impl Future<Output = Result<T, Reason>>,
) -> Result<T, Reason> {
    let (mut timer, mut future) = (pin!(timer), pin!(future));
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(value);
        }
        timer.as_mut().poll(context).map(|()| Err(Reason::SignalDeadline))
    })
    .await
}

/// Lets the page do something else.
///
/// By a message to ourselves: browsers slow timers down in hidden pages, and
/// what follows `scheduler.yield()` goes before the page's own messages and
/// promises of network and devices (seen in Chromium 156: not one of them got
/// a turn in 500 ms), ours included.
pub async fn yield_to_page(global: Js) {
    if !by_message(global).await {
        Timer::start(global, 0.0).await;
    }
}

async fn by_message(global: Js) -> bool {
    let open = || {
        let channel = js::construct(js::get(global, "MessageChannel")?, &[])?;
        Ok::<_, Reason>((js::get(channel, "port1")?, js::get(channel, "port2")?))
    };
    let Ok((inbound, outbound)) = open() else { return false };
    let mut posted = false;
    let received = js::promise(&mut |resolve| {
        js::set(inbound, "onmessage", resolve);
        posted = js::call(outbound, "postMessage", &[Js::NULL]).is_ok();
    });
    if posted {
        let _ = JsFuture::from(received).await;
    }
    let _ = js::call(inbound, "close", &[]);
    posted
}
