//! Names of graphics processors.

use crate::text::{find, has, parts};

/// Renderers that compute on the processor: there is no graphics card, or the
/// browser was told not to use it.
const SOFTWARE: &str = "SwiftShader,llvmpipe,softpipe,Software,Basic Render,Mesa OffScreen";

/// What comes after a device's name.
const ENDS: &str = ", ; Direct3D; OpenGL;/PCIe; (DRM; (LLVM; vs_; (0x";

/// The graphics processor's name in a renderer string, without what changes
/// with the driver or the browser: ANGLE's wrapping, the backend, versions.
pub fn stable_name(renderer: &str) -> &str {
    // "Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE))" has versions all over.
    if let Some(name) = software(renderer) {
        return name;
    }
    let mut device = renderer;
    if let Some(rest) = renderer.strip_prefix("ANGLE (") {
        // "Vendor, device, backend". Older ANGLE gives the device alone.
        device = find(rest, ", ").and_then(|start| rest.get(start + 2..)).unwrap_or(rest);
    }
    for end in parts(ENDS, b';') {
        device = find(device, end).and_then(|end| device.get(..end)).unwrap_or(device);
    }
    // The same card by another backend: Vulkan's name has its version before it and
    // a number behind it, OpenGL's may have the driver's name before it. Chromium
    // for Android moves from the one to the other, device by device.
    if device.starts_with("Vulkan ") {
        device = find(device, " (").and_then(|start| device.get(start + 2..)).unwrap_or(device);
    }
    device = device.strip_prefix("Mesa ").unwrap_or(device);
    device.trim_ascii()
}

/// The name of a renderer that computes on the processor, if this is one.
pub fn software(renderer: &str) -> Option<&'static str> {
    parts(SOFTWARE, b',').find(|name| has(renderer, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_outlives_drivers_and_backends() {
        for (renderer, name) in [
            (
                "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002503) Direct3D11 vs_5_0 ps_5_0, D3D11)",
                "NVIDIA GeForce RTX 3060",
            ),
            (
                "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6 (Core Profile) Mesa 21.2.6)",
                "Intel(R) UHD Graphics 620 (KBL GT2)",
            ),
            (
                "ANGLE (Intel, Vulkan 1.3.289 (Intel(R) UHD Graphics 620 (KBL GT2) (0x00005917)), Intel open-source Mesa driver)",
                "Intel(R) UHD Graphics 620 (KBL GT2)",
            ),
            (
                "ANGLE (Qualcomm, Vulkan 1.3.128 (Adreno (TM) 730 (0x43050A01)), Qualcomm proprietary driver)",
                "Adreno (TM) 730",
            ),
            ("ANGLE (Qualcomm, Adreno (TM) 730, OpenGL ES 3.2)", "Adreno (TM) 730"),
            (
                "ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)",
                "ANGLE Metal Renderer: Apple M1",
            ),
            ("ANGLE (Intel(R) HD Graphics Direct3D11 vs_5_0 ps_5_0)", "Intel(R) HD Graphics"),
            ("NVIDIA GeForce GTX 980/PCIe/SSE2", "NVIDIA GeForce GTX 980"),
            ("AMD Radeon R9 200 Series (DRM 3.35.0, LLVM 9.0.0)", "AMD Radeon R9 200 Series"),
            ("Radeon R9 200 Series, or similar", "Radeon R9 200 Series"),
            (
                "ANGLE (AMD, AMD Radeon RX 6600 (radeonsi, navi23, LLVM 15.0.7, DRM 3.54), OpenGL 4.6)",
                "AMD Radeon RX 6600 (radeonsi",
            ),
            ("Apple GPU", "Apple GPU"),
            ("Adreno (TM) 640", "Adreno (TM) 640"),
            ("", ""),
        ] {
            assert_eq!(stable_name(renderer), name, "{renderer}");
        }
    }

    #[test]
    fn software_renderers_are_known() {
        let swiftshader = "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)";
        assert!(software(swiftshader).is_some());
        assert_eq!(stable_name(swiftshader), "SwiftShader");
        assert_eq!(stable_name("llvmpipe (LLVM 15.0.6, 256 bits)"), "llvmpipe");
        assert_eq!(stable_name("llvmpipe, or similar"), "llvmpipe");
        assert!(software("Apple GPU").is_none());
    }
}
