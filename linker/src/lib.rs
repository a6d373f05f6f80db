//! Tells which known device a changed fingerprint belongs to.
