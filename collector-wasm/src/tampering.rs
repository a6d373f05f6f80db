//! Readings that rest on functions which the page has replaced.

use crate::js::{self, Js};
use crate::reading::{json, long_text};
use crate::text::{cut, has, parts};

/// Signals, and the functions and members whose replacement makes them a claim.
/// Those that name the browser are left to the rules about who it says it is.
const RESTS_ON: &str = "platform=platform;vendor=vendor;hardware_concurrency=hardwareConcurrency;device_memory=deviceMemory;touch=maxTouchPoints;screen=screen. Screen.;canvas=getContext getImageData putImageData;canvas_text=getContext getImageData putImageData;webgl=getContext getParameter getExtension;webgl_parameters=getContext getParameter getExtension;fonts=getContext measureText;font_preferences=getContext measureText;text_metrics=getContext measureText;audio=getChannelData;math=Math.";

/// Calls a function with the name of each reading that cannot be relied on, as
/// far as the reading of `native_functions` tells.
pub fn each_tampered(readings: Js, mut found: impl FnMut(&'static str, Js)) {
    let replaced = long_text(json(js::peek(readings, "native_functions.value")));
    for line in parts(RESTS_ON, b';') {
        let (signal, functions) = cut(line, b'=');
        let reading = js::peek(readings, signal);
        if parts(functions, b' ').any(|function| has(&replaced, function))
            && long_text(js::peek(reading, "status")) == "ok"
        {
            found(signal, reading);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edgeprint_signals::{SignalId, Stability};

    #[test]
    fn every_stable_signal_that_script_can_change_is_watched() {
        let watched: Vec<&str> = parts(RESTS_ON, b';').map(|line| cut(line, b'=').0).collect();
        for name in &watched {
            assert!(SignalId::from_name(name).is_some(), "{name}");
        }
        for id in SignalId::ALL.iter().filter(|id| id.stability() == Stability::Stable) {
            // Computed in the wasm, where no script reaches.
            let computed = *id == SignalId::CpuArchitecture;
            assert!(computed || watched.contains(&id.name()), "{}", id.name());
        }
    }
}
