//! Whether the page is visible, focused, framed, secure.
//!
//! Value, a map; a member is null where the browser lacks the API:
//! `focused` flag, `visibility` text (`visible`, `hidden`, `prerender`),
//! `prerendering` flag, `framed` flag (`top` is another window), `foreign_top`
//! flag (and of another origin), `secure` flag, `cross_origin_isolated` flag,
//! `protocol` text (`https:`), `online` flag, `history_length` number,
//! `has_been_active` flag (the person clicked or typed).

use crate::js;
use crate::page::Page;
use crate::registry::Reading;

/// Reads it.
pub fn read(page: &Page) -> Reading {
    page.get("document")?;
    let mut record = page.record(&[
        ("visibility", "document.visibilityState"),
        ("prerendering", "document.prerendering"),
        ("secure", "isSecureContext"),
        ("cross_origin_isolated", "crossOriginIsolated"),
        ("protocol", "location.protocol"),
        ("online", "navigator.onLine"),
        ("history_length", "history.length"),
        ("has_been_active", "navigator.userActivation.hasBeenActive"),
    ]);
    let focused = page.call("document", "hasFocus", &[]).ok();
    record.put("focused", focused.and_then(|focused| focused.as_bool()));
    let framed = page.get("top").is_ok_and(|top| page.get("self").is_ok_and(|own| top != own));
    record.put("framed", framed);
    // The document of a window of another origin cannot be touched.
    record.put("foreign_top", framed && js::path(page.global, "top.document").is_err());
    Ok(record.done())
}
