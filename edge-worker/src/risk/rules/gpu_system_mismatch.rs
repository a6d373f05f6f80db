//! The graphics driver is another operating system's.

use edgeprint_signals::{SignalId, Value};

use super::{Category, Evidence, Group, Rule, shown};
use crate::evidence::Os;

pub(super) static RULE: Rule = Rule {
    flag: "gpu_system_mismatch",
    category: Category::Device,
    group: Group::DeviceKind,
    weight: 60,
    about: "Graphics are drawn by a driver that the claimed operating system does not have: \
            Direct3D without Windows, Metal without Apple, Mesa on Windows or a Mac.",
    advice: "Ask for further verification: the client pretends to be another device.",
    look_alikes: "Linux within Windows draws by Direct3D 12 and names it otherwise; Linux on \
                  Apple's hardware names the card, not Metal. Browsers that hide the driver, and \
                  SwiftShader, which is everywhere, are left alone. DevTools' device mode is told, \
                  as the emulation that it is.",
    check,
};

fn check(evidence: &Evidence) -> Option<String> {
    let os = evidence.user_agent().os;
    let page = evidence.claimed(SignalId::Webgl).and_then(|value| value.get("renderer"));
    let worker = evidence.member(SignalId::WorkerRealm, "gpu_renderer");
    let foreign = [page, worker]
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .find(|renderer| !fits(os, renderer))?;
    Some(format!("The user agent says {os:?}, the graphics driver {}.", shown(foreign)))
}

fn fits(os: Os, renderer: &str) -> bool {
    let direct = renderer.contains("Direct3D");
    let metal = renderer.contains("ANGLE Metal");
    let mesa = renderer.contains("Mesa") || renderer.contains("llvmpipe");
    match os {
        Os::Windows => !metal && !mesa,
        Os::MacOs | Os::Ios => !direct && !mesa,
        Os::Android | Os::ChromeOs | Os::Linux => !direct && !metal,
        Os::Unknown => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::testing::Case;
    use serde_json::json;

    const DIRECT: &str = "ANGLE (Intel, Intel(R) UHD Graphics Direct3D11 vs_5_0 ps_5_0, D3D11)";
    const METAL: &str = "ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)";
    const MESA: &str = "ANGLE (Mesa, llvmpipe (LLVM 15.0.6 256 bits), OpenGL 4.5)";

    fn drawing(case: Case, renderer: &str) -> Case {
        case.member(SignalId::Webgl, "renderer", json!(renderer))
    }

    #[test]
    fn a_driver_of_another_system_is_told() {
        assert!(drawing(Case::chrome(), METAL).raises(&RULE));
        assert!(drawing(Case::chrome(), MESA).raises(&RULE));
        assert!(drawing(Case::safari(), DIRECT).raises(&RULE));
        assert!(drawing(Case::firefox(), DIRECT).raises(&RULE));
        assert!(drawing(Case::chrome_android(), DIRECT).raises(&RULE));
    }

    #[test]
    fn a_worker_tells_what_the_page_hides() {
        let case = drawing(Case::chrome(), DIRECT);
        let worker = |renderer| json!({"gpu_renderer": renderer});
        assert!(case.clone().set(SignalId::WorkerRealm, worker(MESA)).raises(&RULE));
        assert!(!case.set(SignalId::WorkerRealm, worker(DIRECT)).raises(&RULE));
    }

    #[test]
    fn drivers_at_home_hidden_ones_and_those_of_every_system_stay_quiet() {
        assert!(!drawing(Case::chrome(), DIRECT).raises(&RULE));
        assert!(!drawing(Case::safari(), METAL).raises(&RULE));
        assert!(!drawing(Case::firefox(), MESA).raises(&RULE));
        for everywhere in [
            "Mozilla",
            "Apple GPU",
            "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)",
        ] {
            assert!(!drawing(Case::chrome(), everywhere).raises(&RULE), "{everywhere}");
        }
        let within_windows = "ANGLE (Microsoft Corporation, D3D12 (NVIDIA), OpenGL 4.2)";
        assert!(!drawing(Case::firefox(), within_windows).raises(&RULE));
    }
}
