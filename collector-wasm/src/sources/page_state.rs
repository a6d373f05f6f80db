//! Whether the page is visible, focused, framed, secure.
//!
//! Value, a map; a member is null where the browser lacks the API:
//! `focused` flag, `visibility` text (`visible`, `hidden`, `prerender`),
//! `prerendering` flag, `framed` flag (`top` is another window), `foreign_top`
//! flag (and of another origin), `secure` flag, `cross_origin_isolated` flag,
//! `protocol` text (`https:`), `online` flag, `history_length` number,
//! `has_been_active` flag (the person clicked or typed).
