//! Which formats can be sent and received in calls.
//!
//! Value, a map: `audio`, `video` numbers (of formats), `audio_hash`,
//! `video_hash` text (32 hex) or null. Static capabilities:
//! no connection is made, so no address is seen, local or public.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Map(
    "RTCRtpReceiver",
    "audio=getCapabilities(audio).codecs.length;video=getCapabilities(video).codecs.length;audio_hash=#getCapabilities(audio).codecs;video_hash=#getCapabilities(video).codecs",
);
