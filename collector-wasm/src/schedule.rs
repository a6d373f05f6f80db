//! The order of a collection, and its deadlines.
//!
//! Slow signals start first and overlap with everything else. Then the quick
//! ones run in turns of [`TURN_MS`], between which the page gets its own. Last,
//! the slow ones that are still under way are waited for: those of the
//! fingerprint for [`SIGNAL_SHARE`] of the time there is, mere evidence for [`EVIDENCE_MS`].
//!
//! There is no executor and no closure: the page's own message channel and
//! timers call [`resume`], an export of the module, which moves on every
//! collection that is under way.

mod answer;

use alloc::vec::Vec;
use core::cell::RefCell;

use edgeprint_signals::{Fingerprint, Reason, SignalId, Status};
use wasm_bindgen::prelude::*;

use crate::handle::{Lone, free_all};
use crate::js::{self, Js};
use crate::options::Options;
use crate::page::Page;
use crate::registry::{SOURCES, Source};
use crate::rounding::to_parts;
use crate::slot;
use crate::text::parts;

/// A turn's length: half of what a 50 Hz page has for a frame, well under the
/// 50 ms from which browsers count a task as long.
const TURN_MS: f64 = 10.0;

/// How long one slow signal may take, of the time for everything. Without one
/// that is stable the fingerprint is another: it is worth the wait.
const SIGNAL_SHARE: f64 = 2.0 / 3.0;

/// Until when evidence is waited for, from the start; or half as long again as
/// everything else took, on slow machines.
const EVIDENCE_MS: f64 = 150.0;

/// When a message to ourselves counts as lost.
const LOST_MS: f64 = 50.0;

/// How often waiting looks whether it is over, should no promise say so.
const POLL_MS: f64 = 8.0;

/// Collections under way, and those that have not had a turn yet: a page's
/// getter may start one while another is reading it.
static RUNS: Lone<RefCell<Vec<Run>>> = Lone(RefCell::new(Vec::new()));
static NEW: Lone<RefCell<Vec<Run>>> = Lone(RefCell::new(Vec::new()));

/// Gives every collection a turn. For the collector itself, by way of the page.
#[wasm_bindgen]
pub fn resume() {
    // Taken: a page whose timers call back at once gets here while a turn lasts.
    let Ok(mut runs) = RUNS.0.try_borrow_mut() else { return };
    runs.append(&mut NEW.0.borrow_mut());
    let mut at = 0;
    while let Some(run) = runs.get_mut(at) {
        if run.turn() {
            drop(runs.swap_remove(at));
        } else {
            at += 1;
        }
    }
    if runs.is_empty() && NEW.0.borrow().is_empty() {
        free_all();
    }
}

/// Starts a collection and yields the promise of its answer.
pub fn start(options: Js) -> Js {
    let before = js::failure();
    js::reset(None);
    let page = Page::current(options);
    // `unshift(resolve, reject)` puts both into the list, and asks nothing of them. An executor of ours would be a
    // closure, with all its machinery.
    let settlers = js::list(&[]);
    let executor = page.call("Array.prototype.unshift", "bind", &[settlers]);
    let promise = page.construct("Promise", &[executor]);
    let resolve = js::at(settlers, 0);
    js::reset(None);
    // On a page that broke even these, nothing at once rather than never an answer.
    let mut answer = Js::NULL;
    if !resolve.is_nothing() {
        let mut run = Run::new(page, options, resolve);
        run.soon();
        NEW.0.borrow_mut().push(run);
        answer = promise;
    }
    js::reset(before);
    answer
}

struct Run {
    page: Page,
    options: Options,
    resolve: Js,
    resume: Js,
    ports: Js,
    timer: Js,
    /// Two rounds over the catalogue: slow signals, quick ones.
    next: usize,
    /// When the signal of this turn began, if it began in an earlier one.
    begun: Option<f64>,
    waits: bool,
    pending: Vec<(SignalId, f64, Js)>,
    /// Until when evidence is waited for; known when all quick signals are read.
    grace: Option<f64>,
    readings: Js,
    /// Each signal that is through, with its value where it has one.
    read: Vec<(SignalId, Status, Js)>,
    started: f64,
}

impl Run {
    fn new(page: Page, options: Js, resolve: Js) -> Self {
        Self {
            options: Options::from_js(options),
            resolve,
            resume: js::peek(Js::take(wasm_bindgen::exports()), "resume"),
            ports: js::peek(page.global, "MessageChannel!"),
            timer: Js::UNDEFINED,
            next: 0,
            begun: None,
            waits: false,
            pending: Vec::new(),
            grace: None,
            readings: js::object(),
            read: Vec::new(),
            started: page.now(),
            page,
        }
    }

    /// Works on until the turn is over. Says whether the collection is.
    fn turn(&mut self) -> bool {
        self.stop_timer();
        let start = self.page.now();
        loop {
            self.slow_ones();
            if !self.next_one() {
                break;
            }
            if self.page.now() - start >= TURN_MS {
                self.soon();
                return false;
            }
        }
        if self.grace.is_none() {
            let took = self.page.now() - self.started;
            self.grace = Some(self.started + EVIDENCE_MS.max(took * 1.5));
            self.slow_ones();
        }
        if self.pending.is_empty() {
            self.finish();
            return true;
        }
        self.wait();
        false
    }

    fn is_late(&self, now: f64) -> bool {
        now - self.started >= self.options.timeout
    }

    /// Reads the next signal, or starts it. False if there is none left.
    fn next_one(&mut self) -> bool {
        let count = SOURCES.len();
        let index = self.next % count;
        let (Some(id), Some(source)) = (SignalId::ALL.get(index), SOURCES.get(index)) else {
            return false;
        };
        if self.next >= 2 * count {
            return false;
        }
        let slow_round = self.next < count;
        self.next += 1;
        if self.options.wants(*id) {
            if source.is_slow() == slow_round {
                self.read(*id, *source);
            }
        } else if slow_round {
            js::fail(Reason::Excluded);
            self.record(*id, self.page.now(), Js::NULL);
        }
        true
    }

    fn read(&mut self, id: SignalId, source: Source) {
        let now = self.page.now();
        let start = self.begun.take().unwrap_or(now);
        if self.is_late(now) {
            js::fail(Reason::OverallDeadline);
        }
        let found = if js::failed() { Js::NULL } else { source.read(&self.page) };
        if js::failed() {
            self.record(id, start, found);
        } else if found.is_again() {
            self.begun = Some(start);
            self.next -= 1;
        } else if source.is_slow() {
            self.pending.push((id, start, found));
        } else {
            self.record(id, start, found);
        }
    }

    /// Whether nothing is under way but what has nothing to wait for.
    fn is_last(&self) -> bool {
        self.grace.is_some() && self.pending.iter().all(|(.., slots)| *slots == Js::NULL)
    }

    /// Whether a signal had its time.
    fn is_overdue(&self, id: SignalId, took: f64, now: f64) -> bool {
        let is_evidence = !Fingerprint::covers(id, Status::Ok);
        took >= self.options.timeout * SIGNAL_SHARE
            || (is_evidence && self.grace.is_some_and(|grace| now >= grace))
    }

    /// Records the slow readings that have ended, or whose time is up.
    fn slow_ones(&mut self) {
        let now = self.page.now();
        let late = self.is_late(now);
        let mut at = 0;
        while let Some((id, start, slots)) = self.pending.get(at).copied() {
            let settled = if slots == Js::NULL { self.is_last() } else { slot::all_settled(slots) };
            if !late && !settled && !self.is_overdue(id, now - start, now) {
                at += 1;
                continue;
            }
            // What was put off to the end, and takes no time, is read all the same: it tells most of who drives the page.
            if late && slots != Js::NULL {
                js::fail(Reason::OverallDeadline);
            }
            self.pending.swap_remove(at);
            let found = SOURCES.get(id as usize).map(|source| source.end(&self.page, slots));
            self.record(id, start, found.unwrap_or(Js::NULL));
        }
    }

    fn record(&mut self, id: SignalId, start: f64, found: Js) {
        let failure = js::failure();
        js::reset(None);
        let status = failure.map_or(Status::Ok, Reason::status);
        let reading = js::object();
        js::set(reading, "status", status.as_str().into());
        if status == Status::Ok || (status == Status::Noisy && found.is_object()) {
            self.options.narrow(id, found);
            js::set(reading, "value", found);
        }
        if let Some(reason) = failure {
            js::set(reading, "reason", reason.as_str().into());
        }
        js::set(reading, "ms", tenths(self.page.now() - start));
        js::set(self.readings, name(id), reading);
        self.read.push((id, status, if failure.is_some() { Js::NULL } else { found }));
    }

    /// Lets the page do something else, then goes on.
    ///
    /// By a message to ourselves: browsers slow timers down in hidden pages, and
    /// what follows `scheduler.yield()` goes before the page's own messages and
    /// promises of network and devices (seen in Chromium 156: not one of them got
    /// a turn in 500 ms), ours included.
    ///
    /// A timer stands by, for pages that broke messages.
    fn soon(&mut self) {
        js::set(js::get(self.ports, "port1"), "onmessage", self.resume);
        js::path(self.ports, "port2.postMessage(1)");
        let wait = if js::failed() { 0.0 } else { LOST_MS };
        self.start_timer(wait);
    }

    /// Goes on after some milliseconds, if nothing else makes it go on before.
    fn start_timer(&mut self, wait: f64) {
        js::reset(None);
        self.timer = js::call(self.page.global, "setTimeout", &[self.resume, wait.into()]);
    }

    fn stop_timer(&self) {
        js::reset(None);
        js::call(self.page.global, "clearTimeout", &[self.timer]);
        js::reset(None);
    }

    /// Goes on when a promise is settled or the time of one is up.
    fn wait(&mut self) {
        if !self.waits {
            self.waits = true;
            for (.., slots) in &self.pending {
                for slot in js::items(*slots, u32::MAX) {
                    let promise = js::peek(slot, "promise");
                    js::call(promise, "then", &[self.resume, self.resume]);
                    js::reset(None);
                }
            }
        }
        self.start_timer(POLL_MS);
    }
}

/// A signal's name, by counting: a table of them is a kilobyte of addresses.
pub fn name(id: SignalId) -> &'static str {
    let mut names = parts(SignalId::NAMES, b' ');
    for _ in 0..id as usize {
        names.next();
    }
    names.next().unwrap_or_default()
}

/// Rounded to tenths: more would be a finer clock than some browsers give.
fn tenths(ms: f64) -> Js {
    to_parts(ms, 10.0).into()
}
