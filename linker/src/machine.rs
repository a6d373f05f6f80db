//! Is that another machine? Asked of a signed token, so mere drift must pass: a
//! phone that asks for desktop pages changes its system, its platform and its
//! model in the user agent, and is the same phone.

use crate::attribute::Attribute;
use crate::device::Device;
use crate::model::veto;
use crate::vector::AttributeVector;

/// What neither an update nor a setting changes all at once.
const HARDWARE: [Attribute; 7] = [
    Attribute::Gpu,
    Attribute::Webgl,
    Attribute::Canvas,
    Attribute::Audio,
    Attribute::Fonts,
    Attribute::Cores,
    Attribute::Memory,
];

/// Whether something changed that no device changes, and the hardware with it.
pub fn is_another(device: &Device, visit: &AttributeVector) -> bool {
    if veto(device, visit).is_none() {
        return false;
    }
    let pairs = HARDWARE
        .iter()
        .filter_map(|attribute| Some((device.latest.hash(*attribute)?, visit.hash(*attribute)?)));
    let (same, other): (Vec<_>, Vec<_>) = pairs.partition(|(before, after)| before == after);
    // The majority of what can be compared must be as it was.
    same.len() <= other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";
    const DESKTOP_SITE: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

    fn visit(agent: &str, gpu: &str, canvas: &str) -> AttributeVector {
        let mut visit = AttributeVector::default();
        visit.set_user_agent(agent);
        visit.set_text(Attribute::Gpu, gpu);
        visit.set_text(Attribute::Canvas, canvas);
        visit.set_text(Attribute::Cores, "8");
        visit
    }

    #[test]
    fn a_phone_that_asks_for_desktop_pages_is_the_same_phone() {
        let phone = Device::first_seen("a", visit(ANDROID, "Adreno 740", "1"), 0.0);
        assert!(!is_another(&phone, &visit(DESKTOP_SITE, "Adreno 740", "1")));
        assert!(is_another(&phone, &visit(DESKTOP_SITE, "GeForce RTX 4070", "2")));
    }

    #[test]
    fn hardware_alone_may_change() {
        let docked = Device::first_seen("a", visit(DESKTOP_SITE, "Intel", "1"), 0.0);
        assert!(!is_another(&docked, &visit(DESKTOP_SITE, "GeForce", "2")));
    }
}
