//! Native functions and getters that were replaced.
//!
//! Value, a map (status is always `ok`):
//!
//! | key         | type         | meaning |
//! |-------------|--------------|---------|
//! | `checked`   | number       | how many functions were looked at (those the browser has) |
//! | `tampered`  | list of text | `path:check` of each that failed, e.g. `HTMLCanvasElement.prototype.toDataURL:source`, `navigator.webdriver:own`; at most 32; genuine: empty |
//! | `to_string` | list of text | checks that `Function.prototype.toString` itself failed; genuine: empty |
//! | `frame`     | list of text | `path` of functions that this page's `toString` calls native and a fresh frame's does not; genuine: empty; null where no frame could be made |
//! | `frame_differs` | list of text | paths of which a fresh frame answers differently, of `navigator` (without that word: `webdriver`, `userAgent`, …), `screen` and the time zone; null without a frame |
//! | `nested_differs` | list of text | the same of a frame in that frame, which those who patch only the page's own frames forget |
//!
//! Checks, the same words wherever this crate names one (`natives.rs`):
//! `source` (the text is not `function name() { [native code] }`), `name`
//! (its `name` differs), `own_to_string`, `prototype` (natives have none),
//! `receiver` (a getter answers on a wrong receiver instead of throwing a
//! `TypeError`), `descriptor` (an accessor became a value or gained a setter,
//! or the reverse), `own` (the instance shadows its prototype).

use crate::frame::Frame;
use crate::js::{self, Js};
use crate::natives::Natives;
use crate::page::Page;
use crate::reading::{glued, long_text, texts};
use crate::registry::Source;
use crate::text::{cut, has, join, parts};

const CAP: u32 = 32;

/// Prototype and members, a line for each turn: first getters, then methods. Those
/// that say what device it is, and those that checks rest on; not those that
/// monitoring scripts wrap on honest pages (`fetch`, `setTimeout`, `addEventListener`).
const FUNCTIONS: &str = "Navigator.prototype=appVersion deviceMemory hardwareConcurrency language languages maxTouchPoints mimeTypes permissions platform plugins userAgent userAgentData vendor webdriver
Screen.prototype=availHeight availWidth colorDepth height width
HTMLIFrameElement.prototype=contentDocument contentWindow
HTMLCanvasElement.prototype=getContext toBlob toDataURL
CanvasRenderingContext2D.prototype=fillText getImageData measureText putImageData
WebGLRenderingContext.prototype=getExtension getParameter readPixels
WebGL2RenderingContext.prototype=getExtension getParameter readPixels
AudioBuffer.prototype=copyFromChannel getChannelData
AnalyserNode.prototype=getByteFrequencyData getFloatFrequencyData
Permissions.prototype=query
MediaDevices.prototype=enumerateDevices
HTMLMediaElement.prototype=canPlayType
Date.prototype=getTimezoneOffset
Intl.DateTimeFormat.prototype=resolvedOptions
Document.prototype=createElement hasFocus
Object=defineProperty getOwnPropertyDescriptor getOwnPropertyNames
Reflect=apply get getOwnPropertyDescriptor ownKeys
Math=cos sin tan";

/// How many lines of [`FUNCTIONS`] are getters'.
const GETTERS: usize = 3;

/// What a fresh frame must answer as `navigator` does, or, with a point in it, as the page does. Not `Intl`: the first
/// `DateTimeFormat` of page and frames takes 22 ms (Chromium 156).
const ALIKE: &str = "deviceMemory hardwareConcurrency languages language platform userAgent vendor webdriver maxTouchPoints screen.width screen.height screen.colorDepth Date!.getTimezoneOffset() Temporal.Now.timeZoneId()";

/// How it is read.
pub const SOURCE: Source = Source::Read(read);

fn read(page: &Page) -> Js {
    let (done, mut state) = page.progress.get();
    if done == 0 {
        state = js::list(&[js::list(&[]), js::list(&[])]);
    }
    let look =
        Look { page, natives: Natives::of(page), seen: js::at(state, 0), failed: js::at(state, 1) };
    if let Some(line) = parts(FUNCTIONS, b'\n').nth(done) {
        look.at_all(line, done < GETTERS);
        return page.go_on(done + 1, state);
    }
    // Two frames are most of a turn: what they leave is compared in the next.
    let found = js::at(state, 2);
    if found.is_undefined() {
        for left in look.in_frames() {
            js::push(state, left);
        }
        return page.go_on(done, state);
    }
    look.at_shadows(page.get("navigator"));
    look.finish(found, js::at(state, 3));
    page.finish(found)
}

/// A list's first items.
fn first(list: Js) -> Js {
    let first = js::list(&[]);
    for item in js::items(list, CAP) {
        js::push(first, item);
    }
    first
}

struct Look<'a> {
    page: &'a Page,
    natives: Natives,
    /// Of each function that was looked at: its path, itself, its source.
    seen: Js,
    failed: Js,
}

impl Look<'_> {
    fn at_all(&self, line: &str, getters: bool) {
        let (owner, names) = cut(line, b'=');
        let object = self.page.peek(owner);
        for name in parts(names, b' ') {
            let property = self.natives.property(object, name);
            if property.is_undefined() {
                continue;
            }
            let path = join(&[owner, ".", name]);
            let prefix = join(&[&path, ":"]);
            let getter = js::peek(property, "get");
            let value = js::peek(property, "value");
            let f = if getter.is_undefined() { value } else { getter };
            if getters == getter.is_undefined() {
                js::push(self.failed, glued(&[&prefix, "descriptor"]));
            } else if getters {
                self.natives.check_getter(property, object, name, &prefix, self.failed);
            } else {
                self.natives.check(f, name, &prefix, self.failed);
            }
            for item in &[path.as_str().into(), f, self.natives.source(f)] {
                js::push(self.seen, *item);
            }
        }
    }

    /// Members that `navigator` itself has: its prototype should have them all.
    fn at_shadows(&self, navigator: Js) {
        let (_, names) = cut(parts(FUNCTIONS, b'\n').next().unwrap_or_default(), b'=');
        for name in parts(names, b' ') {
            if !self.natives.property(navigator, name).is_undefined() {
                js::push(self.failed, glued(&["navigator.", name, ":own"]));
            }
        }
    }

    /// What only frames tell that are there, and the first one's `toString`: null without one.
    fn in_frames(&self) -> [Js; 2] {
        let frame = Frame::open(self.page.global);
        let nested = Frame::open(frame.global);
        let found = js::object();
        for &(key, frame) in &[("frame_differs", &frame), ("nested_differs", &nested)] {
            let differs = !frame.global.is_nothing();
            let names = if differs { differences(self.page.global, frame) } else { Js::NULL };
            js::set(found, key, names);
        }
        let to_string = Natives::to_string_of(frame.global);
        [found, if to_string.is_nothing() { Js::NULL } else { to_string }]
    }

    /// Adds everything else.
    fn finish(&self, found: Js, to_string: Js) {
        let framed = !to_string.is_nothing();
        js::set(found, "checked", (js::length(self.seen, u32::MAX) / 3).into());
        js::set(found, "tampered", first(self.failed));
        js::set(found, "to_string", self.natives.to_string_failures());
        js::set(found, "frame", if framed { self.disagreements(to_string) } else { Js::NULL });
    }

    /// What the page's `toString` calls native and a frame's does not.
    fn disagreements(&self, to_string: Js) -> Js {
        let others = Natives::with(self.page, to_string);
        let found = js::list(&[]);
        let mut seen = js::items(self.seen, u32::MAX);
        while let (Some(path), Some(f), Some(source)) = (seen.next(), seen.next(), seen.next()) {
            let owned = long_text(path);
            let name = parts(&owned, b'.').last().unwrap_or_default();
            if source != others.source(f)
                && self.natives.source_is_native(f, name)
                && !others.source_is_native(f, name)
            {
                js::push(found, path);
            }
        }
        first(found)
    }
}

/// What the frame answers differently.
fn differences(global: Js, frame: &Frame) -> Js {
    let found = js::list(&[]);
    for name in parts(ALIKE, b' ') {
        let text = |global| {
            let of = if has(name, ".") { global } else { js::peek(global, "navigator") };
            let member = texts(js::peek(of, name));
            long_text(js::peek(js::list(&[member]), "join()"))
        };
        if text(global) != text(frame.global) {
            js::push(found, name.into());
        }
    }
    found
}
