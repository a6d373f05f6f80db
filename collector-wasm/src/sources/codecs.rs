//! Which audio and video formats play.
//!
//! Value, a map: `play` map from type to text (`probably`, `maybe` or empty,
//! as `canPlayType()` answers), `mse` map from type to flag
//! (`MediaSource.isTypeSupported()`) or null.

use edgeprint_signals::{Reason, Value};

use crate::js::{self, Js};
use crate::page::{Page, Record};
use crate::registry::Reading;

const TYPES: [&str; 13] = [
    "audio/aac",
    "audio/flac",
    "audio/mp4; codecs=\"ec-3\"",
    "audio/mpeg",
    "audio/ogg; codecs=\"vorbis\"",
    "audio/wav; codecs=\"1\"",
    "audio/webm; codecs=\"opus\"",
    "video/mp4; codecs=\"av01.0.05M.08\"",
    "video/mp4; codecs=\"avc1.42E01E\"",
    "video/mp4; codecs=\"hvc1.1.6.L93.B0\"",
    "video/ogg; codecs=\"theora\"",
    "video/webm; codecs=\"vp8\"",
    "video/webm; codecs=\"vp9\"",
];

/// Reads it.
pub fn read(page: &Page) -> Reading {
    let video = page.call("document", "createElement", &["video".into()])?;
    let source = page.get("MediaSource").or_else(|_| page.get("ManagedMediaSource"));
    let mut record = Record::new();
    record.put("play", answers(video, "canPlayType")?);
    record.put(
        "mse",
        source.and_then(|source| answers(source, "isTypeSupported")).unwrap_or_default(),
    );
    Ok(record.done())
}

fn answers(target: Js, method: &str) -> Result<Value, Reason> {
    let mut record = Record::new();
    for mime in TYPES {
        record.put(mime, js::value(js::call(target, method, &[mime.into()])?));
    }
    Ok(record.done())
}
