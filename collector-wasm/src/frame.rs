//! A fresh frame: a second copy of every native function, which the page's
//! script has had no chance to replace.

use edgeprint_signals::Reason;

use crate::js::{self, Js};
use crate::page::Page;

/// An empty frame. Taken out of the document when dropped, and there for no
/// longer than one signal, without the page getting a turn in between.
pub struct Frame {
    element: Js,
    /// The frame's global object.
    pub global: Js,
}

impl Frame {
    /// Puts a hidden, empty frame into the document. It has no address, so no
    /// request is made and a content security policy has nothing to say.
    pub fn open(page: &Page) -> Result<Self, Reason> {
        let parent = page.get("document.documentElement")?;
        let element = page.call("document", "createElement", &["iframe".into()])?;
        js::set(element, "hidden", true.into());
        js::call(parent, "appendChild", &[element])?;
        let mut frame = Self { element, global: Js::NULL };
        frame.global = js::get(frame.element, "contentWindow")?;
        if frame.global.is_null() { Err(Reason::Empty) } else { Ok(frame) }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        let _ = js::call(self.element, "remove", &[]);
    }
}
