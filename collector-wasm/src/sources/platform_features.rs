//! Interfaces that browsers have on some systems alone.
//!
//! Value: list of text, the paths found, in the order of the list below. Told
//! from Chromium's and WebKit's "runtime enabled" lists: a phone has
//! `ContactsManager` and `NDEFReader`, a desktop `Serial`, `HID` and
//! `EyeDropper`; what emulates a phone on a desktop has a desktop's.

use crate::registry::Source;

/// How it is read.
pub const SOURCE: Source = Source::Present(
    "ContactsManager NDEFReader ContentIndex EyeDropper HID Serial USB SharedWorker SpeechRecognition webkitSpeechRecognition getScreenDetails navigator.getBattery navigator.share navigator.vibrate navigator.standalone openDatabase",
);
