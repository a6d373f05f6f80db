//! Which audio and video formats play.
//!
//! Value, a map: `play` map from type to text (`probably`, `maybe` or empty,
//! as `canPlayType()` answers), `mse` map from type to flag
//! (`MediaSource.isTypeSupported()`) or null, `record` the same of `MediaRecorder`.

use crate::js::{self, Js};
use crate::page::Page;
use crate::reading::primitive;
use crate::registry::Source;
use crate::text::parts;

const TYPES: &str = "audio/aac|audio/flac|audio/mp4; codecs=\"ec-3\"|audio/mpeg|audio/ogg; codecs=\"vorbis\"|audio/wav; codecs=\"1\"|audio/webm; codecs=\"opus\"|video/mp4; codecs=\"av01.0.05M.08\"|video/mp4; codecs=\"avc1.42E01E\"|video/mp4; codecs=\"hvc1.1.6.L93.B0\"|video/ogg; codecs=\"theora\"|video/webm; codecs=\"vp8\"|video/webm; codecs=\"vp9\"";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let found = js::object();
    js::set(found, "play", answers(page.get("document.createElement(video)"), "canPlayType"));
    let before = js::failure();
    let mut source = page.peek("MediaSource");
    if source.is_undefined() {
        source = page.peek("ManagedMediaSource");
    }
    for &(key, class) in &[("mse", source), ("record", page.peek("MediaRecorder"))] {
        let answers = answers(class, "isTypeSupported");
        js::set(found, key, if js::failed() { Js::NULL } else { answers });
        js::reset(before);
    }
    found
}

#[inline(never)]
fn answers(target: Js, method: &str) -> Js {
    let found = js::object();
    for mime in parts(TYPES, b'|') {
        js::set(found, mime, primitive(js::call(target, method, &[mime.into()])));
    }
    found
}
