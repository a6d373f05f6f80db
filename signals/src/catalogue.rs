//! Every signal there is: one line each.
//!
//! To add one, add its line here and a file of the same name in
//! `collector-wasm/src/sources/` with a `SOURCE`; the compiler says
//! what is missing.

/// How long a value lasts on one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stability {
    /// Outlives browser updates and settings. Part of the fingerprint.
    Stable,
    /// Changes with updates, travel or a new screen. Evidence for linking.
    Drifting,
    /// Changes from page to page. Evidence for risk alone.
    Volatile,
}

/// The shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A list of text or numbers.
    List,
    /// Named members.
    Map,
}

/// What part of the browser a signal reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Who the browser says it is.
    Browser,
    /// Language, region and time.
    Locale,
    /// Processor, memory, input.
    Hardware,
    /// Screen, window and display preferences.
    Display,
    /// Canvas, WebGL and fonts.
    Graphics,
    /// Audio and codecs.
    Media,
    /// Storage and permissions.
    Storage,
    /// Arithmetic and the JavaScript engine.
    Engine,
    /// Traces of automation and tampering.
    Integrity,
}

/// A signal's line in the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct SignalInfo {
    /// Its name on the wire; also its file's name in the collector.
    pub name: &'static str,
    /// The shape of its value.
    pub shape: Shape,
    /// How long its value lasts.
    pub stability: Stability,
    /// What part of the browser it reads.
    pub area: Area,
    /// The browser interface it reads.
    pub api: &'static str,
    /// What it tells, in a sentence.
    pub about: &'static str,
}

/// Calls a macro with the name of every signal: `$then! { UserAgent user_agent, … }`.
/// The collector builds its registry from it, so that none can be forgotten.
#[macro_export]
macro_rules! for_each_signal {
    ($then:ident) => {
        $crate::signal_table! { $then }
    };
}

macro_rules! catalogue {
    ($d:tt $($variant:ident $name:ident: $shape:ident, $stability:ident, $area:ident, $api:literal, $about:literal;)+) => {
        /// A signal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)] // each is documented by its line in the catalogue
        pub enum SignalId { $($variant,)+ }

        impl SignalId {
            /// Every signal, in catalogue order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// All names in catalogue order, a space after each: for readers that
            /// would rather count than have a table of addresses.
            pub const NAMES: &str = concat!($(stringify!($name), " "),+);

            /// Its line in the catalogue.
            #[must_use]
            pub const fn info(self) -> SignalInfo {
                match self {
                    $(Self::$variant => SignalInfo {
                        name: stringify!($name),
                        shape: Shape::$shape,
                        stability: Stability::$stability,
                        area: Area::$area,
                        api: $api,
                        about: $about,
                    },)+
                }
            }

            /// Its name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($name),)+ }
            }

            /// How long its value lasts.
            #[must_use]
            pub const fn stability(self) -> Stability {
                match self { $(Self::$variant => Stability::$stability,)+ }
            }
        }

        #[doc(hidden)]
        #[macro_export]
        macro_rules! signal_table {
            ($d then:ident) => { $d then! { $($variant $name,)+ } };
        }
    };
}

catalogue! { $
    UserAgent user_agent: Text, Volatile, Browser, "navigator.userAgent", "The browser's name and version, as it says.";
    AppVersion app_version: Text, Volatile, Browser, "navigator.appVersion", "The older form of the user agent; should agree with it.";
    UaClientHints ua_client_hints: Map, Drifting, Browser, "navigator.userAgentData", "Brands, mobile and platform; should agree with the request's client hints.";
    UaHighEntropy ua_high_entropy: Map, Drifting, Browser, "navigator.userAgentData.getHighEntropyValues()", "Architecture, bitness, model and full versions.";
    Platform platform: Text, Stable, Browser, "navigator.platform", "The platform the browser was built for.";
    Vendor vendor: Map, Stable, Browser, "navigator.vendor, navigator.productSub", "Who built the browser's engine.";
    Oscpu oscpu: Text, Drifting, Browser, "navigator.oscpu", "Operating system and processor (Firefox).";
    VendorGlobals vendor_globals: List, Drifting, Browser, "window", "Global objects that only certain browsers have.";
    PlatformFeatures platform_features: List, Drifting, Browser, "window, navigator", "Interfaces that browsers have on some systems alone.";
    Plugins plugins: Map, Drifting, Browser, "navigator.plugins, navigator.mimeTypes, navigator.pdfViewerEnabled", "Plugins and whether their objects are real ones.";
    Languages languages: Map, Drifting, Locale, "navigator.language, navigator.languages", "Preferred languages.";
    Locale locale: Map, Drifting, Locale, "Intl.PluralRules.resolvedOptions()", "The locale of the Intl constructors.";
    Timezone timezone: Map, Drifting, Locale, "Temporal.Now or Intl.DateTimeFormat, Date.prototype.getTimezoneOffset()", "Time zone by name, by its offsets this year, and by those since 1900.";
    HardwareConcurrency hardware_concurrency: Number, Stable, Hardware, "navigator.hardwareConcurrency", "Logical processors.";
    DeviceMemory device_memory: Number, Drifting, Hardware, "navigator.deviceMemory", "Memory in GiB, rounded (Chromium, https only).";
    CpuArchitecture cpu_architecture: Number, Stable, Hardware, "Float32Array", "The sign byte of a computed NaN: 255 on x86, 127 on ARM.";
    Touch touch: Map, Drifting, Hardware, "navigator.maxTouchPoints, TouchEvent", "Touch points and events.";
    KeyboardLayout keyboard_layout: Map, Drifting, Hardware, "navigator.keyboard.getLayoutMap()", "What some keys of the keyboard write.";
    HeapLimit heap_limit: Number, Volatile, Hardware, "performance.memory.jsHeapSizeLimit", "The heap limit (Chromium).";
    Connection connection: Map, Volatile, Hardware, "navigator.connection", "Effective network type and round-trip time.";
    MediaDevices media_devices: Map, Drifting, Hardware, "navigator.mediaDevices.enumerateDevices()", "How many microphones, cameras and speakers; never their names.";
    Screen screen: Map, Drifting, Display, "screen.width, screen.height, screen.colorDepth", "Screen size, longer side first, and colour depth.";
    ScreenFrame screen_frame: Map, Volatile, Display, "screen.availWidth …", "What the desktop keeps of the screen.";
    Window window: Map, Volatile, Display, "innerWidth …, devicePixelRatio", "Window size, zoom and position.";
    ColorGamut color_gamut: Text, Drifting, Display, "matchMedia('(color-gamut)')", "The widest colour gamut.";
    DisplayPreferences display_preferences: Map, Volatile, Display, "matchMedia()", "Colour scheme, contrast, motion, transparency, forced and inverted colours, HDR, monochrome.";
    Pointer pointer: Map, Drifting, Display, "matchMedia('(any-pointer)', '(any-hover)')", "Kinds of pointer and whether they hover.";
    Engine engine: Map, Drifting, Engine, "eval, Error, Function.prototype.toString()", "How the JavaScript engine words things.";
    Clock clock: Map, Volatile, Engine, "performance.now()", "How fine the clock is.";
    Webdriver webdriver: Map, Volatile, Integrity, "navigator.webdriver", "Whether automation is declared, and whether the property is genuine.";
    AutomationGlobals automation_globals: List, Volatile, Integrity, "window, document, html attributes", "Marks that automation tools leave.";
    ChromeObject chrome_object: Map, Volatile, Integrity, "window.chrome", "The chrome object: there, genuine, and its members.";
    NativeFunctions native_functions: Map, Volatile, Integrity, "Function.prototype.toString(), property descriptors", "Native functions and getters that were replaced.";
    WorkerRealm worker_realm: Map, Volatile, Integrity, "Worker, WorkerNavigator, OffscreenCanvas", "What a worker says of the browser; should agree with the page.";
    Canvas canvas: Map, Drifting, Graphics, "CanvasRenderingContext2D", "How shapes are drawn, and whether pixels come back as they were put.";
    CanvasText canvas_text: Map, Drifting, Graphics, "CanvasRenderingContext2D.fillText()", "How text and emoji are drawn; changes with zoom and font updates.";
    Webgl webgl: Map, Stable, Graphics, "WebGLRenderingContext.getParameter()", "Graphics vendor and renderer.";
    WebglParameters webgl_parameters: Map, Drifting, Graphics, "WebGLRenderingContext.getParameter(), getSupportedExtensions(), getShaderPrecisionFormat()", "Limits, precision and extensions of the graphics driver.";
    Webgpu webgpu: Map, Drifting, Graphics, "navigator.gpu", "WebGPU: there, its preferred format, its language features; no adapter is asked for.";
    Fonts fonts: List, Stable, Graphics, "CanvasRenderingContext2D.measureText()", "Which of a list of fonts are installed.";
    FontPreferences font_preferences: Map, Drifting, Graphics, "CanvasRenderingContext2D.measureText()", "Widths of text in the default fonts.";
    TextMetrics text_metrics: Map, Drifting, Graphics, "TextMetrics", "How large text and an emoji are measured to be.";
    Audio audio: Map, Drifting, Media, "OfflineAudioContext", "Samples of a computed sound; never played.";
    Codecs codecs: Map, Drifting, Media, "HTMLMediaElement.canPlayType(), MediaSource.isTypeSupported(), MediaRecorder.isTypeSupported()", "Which audio and video formats play and can be recorded.";
    WebrtcCodecs webrtc_codecs: Map, Drifting, Media, "RTCRtpReceiver.getCapabilities()", "Which formats can be received in calls; no connection is made.";
    SpeechVoices speech_voices: Map, Drifting, Media, "speechSynthesis.getVoices()", "Voices of the operating system.";
    Storage storage: Map, Volatile, Storage, "localStorage, sessionStorage, indexedDB, navigator.cookieEnabled", "Which stores can be used.";
    Permissions permissions: Map, Volatile, Storage, "navigator.permissions.query()", "States of permissions, without asking for any.";
    PrivacySignals privacy_signals: Map, Volatile, Storage, "navigator.doNotTrack, navigator.globalPrivacyControl", "What the person asked not to be done.";
    Math math: Text, Stable, Engine, "Math.*", "Results that depend on the maths library.";
    PageState page_state: Map, Volatile, Integrity, "document.hasFocus(), visibilityState, top", "Whether the page is visible, focused, framed, secure.";
}

impl SignalId {
    /// Every signal in name order: the order that canonical form requires.
    pub const SORTED_BY_NAME: [Self; Self::ALL.len()] = sorted_by_name();

    /// The signal of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|id| id.name() == name)
    }
}

#[allow(clippy::indexing_slicing, unused_qualifications)] // evaluated by the compiler alone
const fn sorted_by_name() -> [SignalId; SignalId::ALL.len()] {
    let mut sorted = [SignalId::UserAgent; SignalId::ALL.len()];
    let mut count = 0;
    while count < sorted.len() {
        let next = SignalId::ALL[count];
        let mut at = count;
        while at > 0 && comes_before(next.name(), sorted[at - 1].name()) {
            sorted[at] = sorted[at - 1];
            at -= 1;
        }
        sorted[at] = next;
        count += 1;
    }
    sorted
}

#[allow(clippy::indexing_slicing)] // evaluated by the compiler alone
const fn comes_before(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return a[at] < b[at];
        }
        at += 1;
    }
    a.len() < b.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_signal() {
        for id in SignalId::ALL {
            assert_eq!(SignalId::from_name(id.name()), Some(*id));
        }
        assert_eq!(SignalId::from_name("no_such_signal"), None);
    }

    #[test]
    fn the_text_of_names_has_them_in_order() {
        let names: Vec<&str> = SignalId::NAMES.split_terminator(' ').collect();
        assert!(names.into_iter().eq(SignalId::ALL.iter().map(|id| id.name())));
    }

    #[test]
    fn the_sorted_list_is_sorted_and_complete() {
        assert!(SignalId::SORTED_BY_NAME.is_sorted_by(|a, b| a.name() < b.name()));
        let mut all = SignalId::SORTED_BY_NAME;
        all.sort_unstable();
        assert_eq!(all, SignalId::ALL);
    }

    #[test]
    fn every_signal_says_what_it_reads() {
        for id in SignalId::ALL {
            assert!(!id.info().api.is_empty() && id.info().about.ends_with('.'), "{}", id.name());
        }
    }
}
