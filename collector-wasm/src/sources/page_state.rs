//! Whether the page is visible, focused, framed, secure.
//!
//! Value, a map; a member is null where the browser lacks the API:
//! `focused` flag, `visibility` text (`visible`, `hidden`), `framed` flag
//! (`top` is another window), `foreign_top` flag (and of another origin),
//! `secure` flag, `has_been_active` flag (the person clicked or typed, or a
//! tool had the browser believe so), `pressed` and `keyed` numbers (times that
//! a pointer or a key was pressed in this document; Chromium 85, Firefox 89),
//! `frames` number (frames in the page).

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::map;
use crate::registry::{Source, last};

/// How it is read.
pub const SOURCE: Source = Source::Await(last, read);

fn read(page: &Page, _: Js) -> Js {
    let found = map(
        page.global,
        "focused=document.hasFocus();visibility=document.visibilityState;secure=isSecureContext;has_been_active=navigator.userActivation.hasBeenActive;pressed=performance.eventCounts.get(pointerdown);keyed=performance.eventCounts.get(keydown);frames=length",
    );
    let framed = page.peek("top") != page.peek("self");
    js::set(found, "framed", framed.into());
    // The document of a window of another origin cannot be touched.
    js::set(found, "foreign_top", (framed && !js::has(page.global, "top.document")).into());
    found
}
