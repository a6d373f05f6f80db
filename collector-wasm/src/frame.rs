//! A fresh frame: a second copy of every native function, which the page's
//! script has had no chance to replace.

use edgeprint_signals::Reason;
use wasm_bindgen::JsValue;

use crate::js;
use crate::page::Page;

/// An empty frame. Taken out of the document when dropped, and there for no
/// longer than one signal, without the page getting a turn in between.
pub struct Frame {
    element: JsValue,
    /// The frame's global object.
    pub global: JsValue,
}

impl Frame {
    /// Puts a hidden, empty frame into the document. It has no address, so no
    /// request is made and a content security policy has nothing to say.
    pub fn open(page: &Page) -> Result<Self, Reason> {
        let parent = page.get("document.documentElement")?;
        let element = page.call("document", "createElement", &["iframe".into()])?;
        js::set(&element, "hidden", &JsValue::TRUE);
        js::call(&parent, "appendChild", &[element.clone()])?;
        let mut frame = Self { element, global: JsValue::NULL };
        frame.global = js::get(&frame.element, "contentWindow")?;
        if frame.global.is_null() { Err(Reason::Empty) } else { Ok(frame) }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        let _ = js::call(&self.element, "remove", &[]);
    }
}
