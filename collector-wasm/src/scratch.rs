//! Canvases and contexts to work on. None is ever attached to the document,
//! so that nothing is left behind and no mutation observer sees them.

use edgeprint_signals::Reason;

use crate::js::{self, Js};
use crate::page::Page;

/// A 2D context and, behind it, a canvas.
pub struct Canvas {
    /// The context.
    pub context: Js,
}

/// A canvas element of that size, unattached.
fn element(page: &Page, width: u32, height: u32) -> Result<Js, Reason> {
    let element = page.call("document", "createElement", &["canvas".into()])?;
    js::set(element, "width", width.into());
    js::set(element, "height", height.into());
    Ok(element)
}

/// A 2D context that draws in main memory: `willReadFrequently` keeps the
/// graphics card out, so that the picture does not depend on whether Chromium
/// happened to accelerate this canvas, and reading it back is quick.
pub fn context_2d(page: &Page, width: u32, height: u32) -> Result<Canvas, Reason> {
    let element = element(page, width, height)?;
    let options = js::object();
    js::set(options, "willReadFrequently", true.into());
    let context = js::call(element, "getContext", &["2d".into(), options])?;
    if context.is_null() { Err(Reason::Empty) } else { Ok(Canvas { context }) }
}

/// A WebGL context. Given back to the browser when dropped: pages get about
/// sixteen, and a leaked one may cost the page one of its own.
pub struct Gl {
    /// The context.
    pub context: Js,
    /// Whether it is WebGL 2.
    pub version_2: bool,
}

impl Gl {
    /// Opens the newest there is.
    pub fn open(page: &Page) -> Result<Self, Reason> {
        if !page.has("WebGLRenderingContext") {
            return Err(Reason::ApiMissing);
        }
        for name in ["webgl2", "webgl"] {
            // A canvas that was refused one kind of context may refuse the next.
            let context = js::call(element(page, 16, 16)?, "getContext", &[name.into()])?;
            if !context.is_null() {
                return Ok(Self { context, version_2: name == "webgl2" });
            }
        }
        Err(Reason::Empty)
    }

    /// Calls a method of the context.
    pub fn call(&self, method: &str, args: &[Js]) -> Result<Js, Reason> {
        js::call(self.context, method, args)
    }

    /// A parameter by its number.
    pub fn parameter(&self, number: u32) -> Result<Js, Reason> {
        self.call("getParameter", &[number.into()])
    }
}

impl Drop for Gl {
    fn drop(&mut self) {
        if let Ok(extension) = self.call("getExtension", &["WEBGL_lose_context".into()])
            && !extension.is_null()
        {
            let _ = js::call(extension, "loseContext", &[]);
        }
    }
}
