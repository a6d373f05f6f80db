//! The page that is being read, and what several signals share of it.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;

use edgeprint_signals::{Reason, Value};

use crate::js::{self, Clock, Js};
use crate::scratch::{self, Gl};

/// The page. One lives as long as one collection.
pub struct Page {
    /// The global object.
    pub global: Js,
    /// Its clock.
    pub clock: Clock,
    family: OnceCell<crate::family::Family>,
    context_2d: OnceCell<Result<Js, Reason>>,
    gl: OnceCell<Result<Gl, Reason>>,
    honest_pixels: OnceCell<Result<bool, Reason>>,
}

impl Page {
    /// The page that this module was loaded into.
    pub fn current() -> Self {
        let global = Js::new(js_sys::global().into());
        Self {
            clock: Clock::of(global),
            global,
            family: OnceCell::new(),
            context_2d: OnceCell::new(),
            gl: OnceCell::new(),
            honest_pixels: OnceCell::new(),
        }
    }

    /// What is at a path from the global object, such as `navigator.userAgent`.
    pub fn get(&self, path: &str) -> Result<Js, Reason> {
        js::path(self.global, path)
    }

    /// What is at a path, as a value.
    pub fn value(&self, path: &str) -> Result<Value, Reason> {
        self.get(path).map(js::value)
    }

    /// Text at a path.
    pub fn text(&self, path: &str) -> Result<String, Reason> {
        js::text(self.get(path)?).ok_or(Reason::UnexpectedType)
    }

    /// A number at a path.
    pub fn number(&self, path: &str) -> Result<f64, Reason> {
        self.get(path)?.as_f64().ok_or(Reason::UnexpectedType)
    }

    /// Whether something is at a path.
    pub fn has(&self, path: &str) -> bool {
        self.get(path).is_ok()
    }

    /// Calls the method `name` of what is at `path`.
    pub fn call(&self, path: &str, name: &str, args: &[Js]) -> Result<Js, Reason> {
        js::call(self.get(path)?, name, args)
    }

    /// Constructs an object of a global class.
    pub fn construct(&self, class: &str, args: &[Js]) -> Result<Js, Reason> {
        js::construct(self.get(class)?, args)
    }

    /// A map from a table of keys and paths; null where nothing is.
    pub fn record(&self, table: &[(&str, &str)]) -> Record {
        record_of(self.global, table)
    }

    /// Whether a media query holds; nothing where the browser cannot tell.
    pub fn media(&self, query: &str) -> Option<bool> {
        let list = js::call(self.global, "matchMedia", &[query.into()]).ok()?;
        js::get(list, "matches").ok()?.as_bool()
    }

    /// The first of `choices` for which the media feature holds.
    pub fn media_choice(&self, feature: &str, choices: &[&'static str]) -> Option<&'static str> {
        let holds = |choice: &str| self.media(&["(", feature, ":", choice, ")"].concat());
        choices.iter().copied().find(|choice| holds(choice) == Some(true))
    }

    /// What kind of browser this is.
    pub fn family(&self) -> crate::family::Family {
        *self.family.get_or_init(|| crate::family::tell(self))
    }

    /// A 2D context for measuring text, on a canvas that is never attached.
    pub fn context_2d(&self) -> Result<Js, Reason> {
        *self.context_2d.get_or_init(|| scratch::context_2d(self, 1, 1).map(|c| c.context))
    }

    /// Whether canvas pixels come back as they were put.
    pub fn honest_pixels(&self) -> Result<bool, Reason> {
        *self.honest_pixels.get_or_init(|| crate::picture::pixels_are_honest(self))
    }

    /// A WebGL context on a canvas that is never attached.
    pub fn gl(&self) -> Result<&Gl, Reason> {
        self.gl.get_or_init(|| Gl::open(self)).as_ref().map_err(|reason| *reason)
    }
}

/// A map from a table of keys and paths from `root`; null where nothing is.
pub fn record_of(root: Js, table: &[(&str, &str)]) -> Record {
    let mut record = Record::new();
    for (key, path) in table {
        record.put(key, js::value_at(root, path));
    }
    record
}

/// A map that is being put together.
#[derive(Default)]
pub struct Record(Vec<(String, Value)>);

impl Record {
    /// An empty one.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Puts a member in.
    pub fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.push((key.into(), value.into()));
    }

    /// The map.
    pub fn done(self) -> Value {
        Value::map(self.0)
    }
}
