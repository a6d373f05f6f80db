//! The page that is being read, and what several signals share of it.

use core::cell::{Cell, OnceCell};

use edgeprint_signals::Reason;
use wasm_bindgen::prelude::*;

use crate::family::{self, Family};
use crate::js::{self, Js};
use crate::reading;
use crate::scratch;
use crate::text::{join, parts};

/// The page. One lives as long as one collection.
pub struct Page {
    /// The global object.
    pub global: Js,
    /// Where the worker's script is, if the caller said so.
    pub worker: Js,
    performance: Js,
    last: Cell<f64>,
    /// Signals that take several turns keep here how far they are, and what they found.
    pub progress: Cell<(usize, Js)>,
    family: OnceCell<Family>,
    context_2d: OnceCell<Js>,
    honest_pixels: OnceCell<bool>,
    gl: OnceCell<scratch::Gl>,
}

#[wasm_bindgen]
extern "C" {
    type Global;
    // Not `self`, which pages replace, nor `js_sys::global()`, which tries four names.
    #[wasm_bindgen(getter, static_method_of = Global, js_class = "globalThis")]
    fn window() -> JsValue;
}

/// The global object.
#[inline(never)]
pub fn global() -> Js {
    Js::take(Global::window())
}

impl Page {
    /// The page that this module was loaded into.
    pub fn current(options: Js) -> Self {
        let global = global();
        Self {
            global,
            worker: js::peek(options, "worker"),
            performance: js::peek(global, "performance"),
            last: Cell::new(0.0),
            progress: Cell::new((0, Js::NULL)),
            family: OnceCell::new(),
            context_2d: OnceCell::new(),
            honest_pixels: OnceCell::new(),
            gl: OnceCell::new(),
        }
    }

    /// Asks for another turn, and keeps how far a signal is and what it found.
    pub fn go_on(&self, done: usize, found: Js) -> Js {
        self.progress.set((done, found));
        Js::AGAIN
    }

    /// Ends what took several turns.
    pub fn finish(&self, found: Js) -> Js {
        self.progress.set((0, Js::NULL));
        found
    }

    /// The clock, in milliseconds. Never goes back, whatever the page made of `performance`.
    #[inline(never)]
    pub fn now(&self) -> f64 {
        let now = js::peek(self.performance, "now()").as_f64().unwrap_or(0.0);
        let now = now.max(self.last.get());
        self.last.set(now);
        now
    }

    /// What is at a path from the global object; see [`js::path`].
    pub fn get(&self, path: &str) -> Js {
        js::path(self.global, path)
    }

    /// The same, but without keeping failures.
    pub fn peek(&self, path: &str) -> Js {
        js::peek(self.global, path)
    }

    /// Calls the method `name` of what is at `path`.
    #[inline(never)]
    pub fn call(&self, path: &str, name: &str, args: &[Js]) -> Js {
        js::call(self.get(path), name, args)
    }

    /// Constructs an object of a global class.
    #[inline(never)]
    pub fn construct(&self, class: &str, args: &[Js]) -> Js {
        js::construct(self.get(class), args)
    }

    /// Whether a media query holds; `null` where the browser cannot tell.
    #[inline(never)]
    pub fn media(&self, query: &[&str]) -> Js {
        reading::member(self.global, &join(&["matchMedia((", &join(query), ")).matches"]))
    }

    /// The first of `choices`, words between spaces, for which the media feature holds; or `null`.
    #[inline(never)]
    pub fn media_choice(&self, feature: &str, choices: &str) -> Js {
        let mut choices = parts(choices, b' ');
        choices
            .find(|choice| self.media(&[feature, ":", choice]).is_true())
            .map_or(Js::NULL, Js::from)
    }

    /// Turns a deadline that passed in a hidden page into [`Reason::NotReady`]:
    /// browsers keep some answers back until the page is looked at.
    #[inline(never)]
    pub fn excuse_hidden(&self) {
        if js::failure() == Some(Reason::SignalDeadline)
            && reading::long_text(self.peek("document.visibilityState")) == "hidden"
        {
            js::reset(Some(Reason::NotReady));
        }
    }

    /// What kind of browser this is.
    pub fn family(&self) -> Family {
        *self.family.get_or_init(|| family::tell(self))
    }

    /// A 2D context for measuring text, on a canvas that is never attached.
    pub fn context_2d(&self) -> Js {
        *self.context_2d.get_or_init(|| scratch::context_2d(self, 1, 1))
    }

    /// Whether canvas pixels come back as they were put.
    pub fn honest_pixels(&self) -> bool {
        *self.honest_pixels.get_or_init(|| crate::picture::pixels_are_honest(self))
    }

    /// A WebGL context on a canvas that is never attached. Whoever asks after a
    /// failure is told the same.
    pub fn gl(&self) -> Js {
        let gl = self.gl.get_or_init(|| scratch::Gl::open(self));
        if gl.context.is_undefined() {
            js::fail(gl.failure.unwrap_or(Reason::Empty));
        }
        gl.context
    }
}
