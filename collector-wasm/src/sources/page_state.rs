//! Whether the page is visible, focused, framed, secure.
//!
//! Value, a map; a member is null where the browser lacks the API:
//! `focused` flag, `visibility` text (`visible`, `hidden`, `prerender`),
//! `prerendering` flag, `framed` flag (`top` is another window), `foreign_top`
//! flag (and of another origin), `secure` flag, `cross_origin_isolated` flag,
//! `protocol` text (`https:`), `online` flag, `history_length` number,
//! `has_been_active` flag (the person clicked or typed).

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::map;
use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    page.get("document");
    let found = map(
        page.global,
        "focused=document.hasFocus();visibility=document.visibilityState;prerendering=document.prerendering;secure=isSecureContext;cross_origin_isolated=crossOriginIsolated;protocol=location.protocol;online=navigator.onLine;history_length=history.length;has_been_active=navigator.userActivation.hasBeenActive",
    );
    let framed = page.peek("top") != page.peek("self");
    js::set(found, "framed", framed.into());
    // The document of a window of another origin cannot be touched.
    js::set(found, "foreign_top", (framed && !js::has(page.global, "top.document")).into());
    found
}
