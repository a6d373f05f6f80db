//! Which function reads which signal.
//!
//! Built from the catalogue, so that a signal without a source, or with one
//! of the wrong kind, does not compile.

use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;

use edgeprint_signals::{Component, Reason, SignalId, Value};

use crate::page::Page;
use crate::sources;

/// A value, or why there is none.
pub type Reading = Result<Value, Reason>;

/// A reading that is under way. What it needs of the page it took along.
pub type Pending = Pin<Box<dyn Future<Output = Component>>>;

/// How a signal is read.
#[derive(Clone, Copy)]
pub enum Source {
    /// At once.
    Plain(fn(&Page) -> Reading),
    /// At once, by a source that knows more than "value or none".
    Judging(fn(&Page) -> Component),
    /// Over some time: started first, awaited last.
    Slow(fn(&Page) -> Pending),
}

impl From<fn(&Page) -> Reading> for Source {
    fn from(read: fn(&Page) -> Reading) -> Self {
        Self::Plain(read)
    }
}

impl From<fn(&Page) -> Component> for Source {
    fn from(read: fn(&Page) -> Component) -> Self {
        Self::Judging(read)
    }
}

impl From<fn(&Page) -> Pending> for Source {
    fn from(read: fn(&Page) -> Pending) -> Self {
        Self::Slow(read)
    }
}

/// Boxes a slow reading.
pub fn slow<T: Into<Component>>(reading: impl Future<Output = T> + 'static) -> Pending {
    Box::pin(async { reading.await.into() })
}

macro_rules! registry {
    ($($variant:ident $name:ident,)+) => {
        /// The source of a signal.
        pub fn source(id: SignalId) -> Source {
            match id {
                $(SignalId::$variant => (sources::$name::read as fn(&Page) -> _).into(),)+
            }
        }
    };
}

edgeprint_signals::for_each_signal!(registry);
