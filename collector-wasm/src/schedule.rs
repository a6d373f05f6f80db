//! The order of a collection, and its deadlines.
//!
//! Slow signals start first and overlap with everything else. Then the quick
//! ones run in slices, between which the page gets its turn: a slice ends with
//! the first signal that ends after [`SLICE_MS`]. Last, the slow ones that are
//! still under way are awaited, until the collection's deadline.

use alloc::vec::Vec;
use core::future::poll_fn;
use core::task::{Context, Poll};

use edgeprint_signals::{Component, Components, Reason, SignalId};

use crate::deadline::{self, Timer};
use crate::options::Options;
use crate::page::Page;
use crate::registry::{self, Pending, Source};

/// A slice's length: half of what a 50 Hz page has for a frame, well under the
/// 50 ms from which browsers count a task as long.
const SLICE_MS: f64 = 10.0;

/// Reads every signal that `options` wants.
pub async fn run(page: &Page, options: &Options) -> Components {
    let mut run = Run::new(page, options);
    run.slow_ones_start().await;
    run.quick_ones().await;
    run.slow_ones_end(options.timeout).await;
    run.components
}

struct Run<'a> {
    page: &'a Page,
    wanted: Vec<SignalId>,
    components: Components,
    pending: Vec<(SignalId, f64, Pending)>,
    started: f64,
    deadline: f64,
    slice_start: f64,
}

impl<'a> Run<'a> {
    fn new(page: &'a Page, options: &Options) -> Self {
        let mut components = Components::new();
        let mut wanted = Vec::new();
        for id in SignalId::ALL {
            if options.wants(*id) {
                wanted.push(*id);
            } else {
                components.set(*id, Component::from(Err(Reason::Excluded)));
            }
        }
        let started = page.clock.now();
        Self {
            page,
            wanted,
            components,
            pending: Vec::new(),
            started,
            deadline: started + options.timeout,
            slice_start: started,
        }
    }

    async fn slow_ones_start(&mut self) {
        for id in self.wanted.clone() {
            if let Source::Slow(read) = registry::source(id) {
                let start = self.page.clock.now();
                self.pending.push((id, start, read(self.page)));
                self.breathe().await;
            }
        }
    }

    async fn quick_ones(&mut self) {
        for id in self.wanted.clone() {
            let source = registry::source(id);
            if matches!(source, Source::Slow(_)) {
                continue;
            }
            let start = self.page.clock.now();
            let component = match source {
                _ if start >= self.deadline => Component::from(Err(Reason::OverallDeadline)),
                Source::Plain(read) => read(self.page).into(),
                Source::Judging(read) => read(self.page),
                Source::Slow(_) => continue,
            };
            self.record(id, start, component);
            self.breathe().await;
        }
    }

    async fn slow_ones_end(&mut self, timeout: f64) {
        let left = timeout - (self.page.clock.now() - self.started);
        if left > 0.0 {
            let mut timer = Timer::start(self.page.global, left);
            poll_fn(|context| {
                self.advance(context);
                if self.pending.is_empty() {
                    return Poll::Ready(());
                }
                core::pin::Pin::new(&mut timer).poll(context)
            })
            .await;
        }
        for (id, start, _) in core::mem::take(&mut self.pending) {
            self.record(id, start, Component::from(Err(Reason::OverallDeadline)));
        }
    }

    /// Gives the page its turn if the slice is over.
    async fn breathe(&mut self) {
        poll_fn(|context| {
            self.advance(context);
            Poll::Ready(())
        })
        .await;
        if self.page.clock.now() - self.slice_start >= SLICE_MS {
            deadline::yield_to_page(self.page.global).await;
            self.slice_start = self.page.clock.now();
        }
    }

    /// Moves the slow readings on, and records those that have ended.
    fn advance(&mut self, context: &mut Context<'_>) {
        let mut still = Vec::with_capacity(self.pending.len());
        for (id, start, mut reading) in core::mem::take(&mut self.pending) {
            match reading.as_mut().poll(context) {
                Poll::Ready(component) => self.record(id, start, component),
                Poll::Pending => still.push((id, start, reading)),
            }
        }
        self.pending = still;
    }

    fn record(&mut self, id: SignalId, start: f64, mut component: Component) {
        component.ms = self.page.clock.now() - start;
        self.components.set(id, component);
    }
}
