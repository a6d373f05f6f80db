//! A fresh frame: a second copy of every native function, which the page's
//! script has had no chance to replace.

use crate::js::{self, Js};

/// An empty frame. Taken out of the document when dropped, and there for no
/// longer than one signal, without the page getting a turn in between.
pub struct Frame {
    element: Js,
    /// The frame's global object; nothing where none could be made.
    pub global: Js,
}

impl Frame {
    /// Puts a hidden, empty frame into the document of a page or frame. It has no address, so no
    /// request is made and a content security policy has nothing to say.
    pub fn open(global: Js) -> Self {
        let before = js::failure();
        let element = js::peek(global, "document.createElement(iframe)");
        js::set(element, "hidden", true.into());
        js::call(js::path(global, "document.documentElement"), "appendChild", &[element]);
        js::reset(before);
        Self { element, global: js::peek(element, "contentWindow") }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        js::peek(self.element, "remove()");
    }
}
