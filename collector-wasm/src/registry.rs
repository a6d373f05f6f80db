//! Which source reads which signal.
//!
//! Built from the catalogue, so that a signal without a source does not compile.

use edgeprint_signals::{Reason, SignalId};

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading;
use crate::sources;
use crate::text::parts;

/// How a signal is read. What fails on the way ([`js::failure`]) is the reason
/// why there is no value.
#[derive(Clone, Copy)]
pub enum Source {
    /// Text at a path.
    Text(&'static str),
    /// A number at a path.
    Number(&'static str),
    /// Where the members are (if it is missing, so is the signal), and their table; see [`reading::map`].
    Map(&'static str, &'static str),
    /// Which of these paths, between spaces, lead to something.
    Present(&'static str),
    /// At once, or in several turns ([`Js::AGAIN`]).
    Read(fn(&Page) -> Js),
    /// Over some time: started first, asked again until it has an answer. The
    /// first function yields slots (`slot.rs`), the second gets them once all
    /// are settled; without slots (`null`), once there is nothing else to wait for.
    Await(fn(&Page) -> Js, fn(&Page, Js) -> Js),
}

impl Source {
    /// Whether it takes its time.
    pub const fn is_slow(self) -> bool {
        matches!(self, Self::Await(..))
    }

    /// Reads it; a slow one is started.
    pub fn read(self, page: &Page) -> Js {
        match self {
            Self::Text(path) => reading::text(page.get(path)),
            Self::Number(path) => reading::number(page.get(path)).into(),
            Self::Map(path, table) => reading::map(page.get(path), table),
            Self::Present(paths) => present(page, paths),
            Self::Read(read) | Self::Await(read, _) => read(page),
        }
    }

    /// The end of a slow one.
    pub fn end(self, page: &Page, slots: Js) -> Js {
        match self {
            Self::Await(_, end) => end(page, slots),
            _ => js::fail(Reason::Empty),
        }
    }
}

/// The beginning of what is read last of all: what drives a browser begins with
/// its work when the page is loaded, and so does the collector.
pub fn last(_: &Page) -> Js {
    Js::NULL
}

fn present(page: &Page, paths: &'static str) -> Js {
    let found = js::list(&[]);
    for path in parts(paths, b' ') {
        if js::has(page.global, path) {
            js::push(found, path.into());
        }
    }
    found
}

macro_rules! registry {
    ($($variant:ident $name:ident,)+) => {
        /// The sources, in catalogue order.
        pub static SOURCES: [Source; SignalId::ALL.len()] = [$(sources::$name::SOURCE,)+];
    };
}

edgeprint_signals::for_each_signal!(registry);
