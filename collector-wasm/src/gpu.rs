//! Names of graphics processors.

/// Renderers that compute on the processor: there is no graphics card, or the
/// browser was told not to use it.
const SOFTWARE: [&str; 6] =
    ["SwiftShader", "llvmpipe", "softpipe", "Software", "Basic Render", "Mesa OffScreen"];

/// The graphics processor's name in a renderer string, without what changes
/// with the driver or the browser: ANGLE's wrapping, the backend, versions.
pub fn stable_name(renderer: &str) -> &str {
    // "Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE))" has versions all over.
    if let Some(name) = SOFTWARE.iter().find(|name| renderer.contains(**name)) {
        return name;
    }
    let inner = renderer
        .strip_prefix("ANGLE (")
        .map_or(renderer, |rest| rest.strip_suffix(')').unwrap_or(rest));
    // "Vendor, device, backend": the device. Older ANGLE gives the device alone.
    let device = match inner.split_once(", ") {
        Some((_, rest)) if inner.len() < renderer.len() => {
            rest.rsplit_once(", ").map_or(rest, |(device, _)| device)
        }
        _ => inner,
    };
    const ENDS: [&str; 7] =
        [" Direct3D", " OpenGL", "/PCIe", " (DRM", " (LLVM", " vs_", ", or similar"];
    let end = ENDS.iter().filter_map(|end| device.find(end)).min();
    end.and_then(|end| device.get(..end)).unwrap_or(device).trim()
}

/// Whether a renderer computes on the processor.
pub fn is_software(renderer: &str) -> bool {
    SOFTWARE.iter().any(|name| renderer.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_outlives_drivers_and_backends() {
        for (renderer, name) in [
            (
                "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002503) Direct3D11 vs_5_0 ps_5_0, D3D11)",
                "NVIDIA GeForce RTX 3060 (0x00002503)",
            ),
            (
                "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6 (Core Profile) Mesa 21.2.6)",
                "Mesa Intel(R) UHD Graphics 620 (KBL GT2)",
            ),
            (
                "ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)",
                "ANGLE Metal Renderer: Apple M1",
            ),
            ("ANGLE (Intel(R) HD Graphics Direct3D11 vs_5_0 ps_5_0)", "Intel(R) HD Graphics"),
            ("NVIDIA GeForce GTX 980/PCIe/SSE2", "NVIDIA GeForce GTX 980"),
            ("AMD Radeon R9 200 Series (DRM 3.35.0, LLVM 9.0.0)", "AMD Radeon R9 200 Series"),
            ("Radeon R9 200 Series, or similar", "Radeon R9 200 Series"),
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
        assert!(is_software(swiftshader));
        assert_eq!(stable_name(swiftshader), "SwiftShader");
        assert_eq!(stable_name("llvmpipe (LLVM 15.0.6, 256 bits)"), "llvmpipe");
        assert_eq!(stable_name("llvmpipe, or similar"), "llvmpipe");
        assert!(!is_software("Apple GPU"));
    }
}
