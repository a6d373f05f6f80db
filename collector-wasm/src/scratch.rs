//! Canvases and contexts to work on. None is ever attached to the document,
//! so that nothing is left behind and no mutation observer sees them.

use edgeprint_signals::Reason;

use crate::js::{self, Js};
use crate::page::Page;

/// A canvas element of that size, unattached.
#[inline(never)]
fn element(page: &Page, width: u32, height: u32) -> Js {
    let element = page.get("document.createElement(canvas)");
    js::set(element, "width", width.into());
    js::set(element, "height", height.into());
    element
}

/// A 2D context that draws in main memory: `willReadFrequently` keeps the
/// graphics card out, so that the picture does not depend on whether Chromium
/// happened to accelerate this canvas, and reading it back is quick.
#[inline(never)]
pub fn context_2d(page: &Page, width: u32, height: u32) -> Js {
    let options = js::object();
    js::set(options, "willReadFrequently", true.into());
    let canvas = element(page, width, height);
    let context = js::call(canvas, "getContext", &["2d".into(), options]);
    if context.is_nothing() { js::fail(Reason::Empty) } else { context }
}

/// A WebGL context. Given back to the browser when dropped: pages get about
/// sixteen, and a leaked one may cost the page one of its own.
pub struct Gl {
    /// The context; `undefined` without one.
    pub context: Js,
    /// Why there is none.
    pub failure: Option<Reason>,
}

impl Gl {
    /// Opens the newest there is.
    pub fn open(page: &Page) -> Self {
        page.get("WebGLRenderingContext");
        for name in &["getContext(webgl2)", "getContext(webgl)"] {
            // A canvas that was refused one kind of context may refuse the next.
            let context = js::path(element(page, 16, 16), name);
            if !context.is_nothing() {
                return Self { context, failure: None };
            }
        }
        Self { context: Js::UNDEFINED, failure: js::failure() }
    }
}

impl Drop for Gl {
    fn drop(&mut self) {
        js::peek(self.context, "getExtension(WEBGL_lose_context).loseContext()");
    }
}
