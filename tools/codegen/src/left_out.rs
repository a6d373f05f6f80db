//! What other collectors read and this one does not, and why.

/// What it is, and the reason.
pub const LEFT_OUT: &[(&str, &str)] = &[
    (
        "WebRTC addresses (STUN, ICE candidates)",
        "Tells addresses of the local network, and the public one behind a VPN. Nobody agreed to that by opening a page.",
    ),
    (
        "WebGPU adapter (`requestAdapter()`)",
        "Where there is no adapter Chromium warns in the console (156: \u{201c}No available adapters.\u{201d}). What WebGPU says without one is read.",
    ),
    (
        "WebGL picture (`readPixels()`)",
        "Chromium warns in the console of every reading, by `drawImage()` too (156: \u{201c}GPU stall due to ReadPixels\u{201d}). Limits, extensions and precisions are read instead.",
    ),
    (
        "`AudioContext.baseLatency`",
        "Needs a context that could sound: Chromium and Firefox warn in the console without a click, and phones may interrupt music.",
    ),
    (
        "DevTools and CDP by getters of a logged error's stack",
        "Works by writing to the console, or by replacing `Error.prepareStackTrace`, which belongs to the page.",
    ),
    (
        "Size of elements and SVG text (`getBoundingClientRect()`)",
        "Needs visible nodes in the page and makes the browser lay the whole page out at once. Canvas text metrics tell the same fonts and scaling.",
    ),
    (
        "Ad filters, by elements that they hide",
        "Needs dozens of nodes that the page's own observers see, and a layout of the page. It tells a person's choice, not a device.",
    ),
    (
        "Extensions, by their files or marks in the page",
        "Tells what people have installed, health and faith included. Extensions that lie are told by what they replace (`native_functions`).",
    ),
    (
        "`navigator.getBattery()`",
        "Changes by the minute and has been used to follow people. That it is there is in `platform_features`.",
    ),
    (
        "Apple Pay's versions and `canMakePayments()`",
        "The latter asks another process and blocks the page for as long; versions follow from the browser's. That Apple Pay is there is in `vendor_globals`.",
    ),
    (
        "Storage quota",
        "Tells private windows from others, which is what they are there to prevent.",
    ),
    (
        "Brave's mode",
        "Follows from `vendor_globals` (`navigator.brave`) with a `noisy` canvas; no reading of its own.",
    ),
    (
        "`navigator.cpuClass`, `Error` traces of PhantomJS",
        "Browsers that had them run no WebAssembly.",
    ),
];
