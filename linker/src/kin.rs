//! Second ids: where looks could not decide, a device was given a new id, with a
//! note whose device it may be. The next visit then resembles both, and choosing
//! either is right if they are one.

use crate::device::Device;

/// Notes followed from one device to the next.
const MOST_STEPS: usize = 6;
/// A device that would have come again by now and did not has become the other
/// one; but some devices just never come back.
const NEVER_COMES_BACK: f64 = 0.05;
/// Days between the visits of a device of which nothing is known yet.
const USUAL_GAP: f64 = 7.0;

/// The candidates of a visit and the notes between them.
pub struct Kin<'d> {
    devices: Vec<&'d Device>,
}

impl<'d> Kin<'d> {
    /// The kin among these devices.
    pub fn new(devices: Vec<&'d Device>) -> Self {
        Self { devices }
    }

    /// How likely two devices are one.
    pub fn same(&self, one: &Device, other: &Device) -> f64 {
        let (left, right) = (self.line(one), self.line(other));
        let mut best = 0.0_f64;
        for (id, probability) in &left {
            for (ancestor, also) in &right {
                if id == ancestor {
                    best = best.max(probability.min(*also));
                }
            }
        }
        best
    }

    /// A device, the one that it may be, the one that this may be, and so on.
    fn line<'a>(&self, device: &'a Device) -> Vec<(&'a str, f64)>
    where
        'd: 'a,
    {
        let mut line = vec![(device.id.as_str(), 1.0)];
        let (mut younger, mut certainty) = (device, 1.0);
        while let Some(sibling) = younger.sibling.as_ref().filter(|_| line.len() <= MOST_STEPS) {
            let elder = self.devices.iter().find(|device| device.id == sibling.id);
            let note = elder
                .map_or(sibling.probability, |elder| became(elder, younger, sibling.probability));
            // Not the product: if one note is right, so are likely the others.
            certainty = note.min(certainty);
            line.push((sibling.id.as_str(), certainty));
            let Some(elder) = elder else { break };
            younger = elder;
        }
        line
    }
}

/// Bayes: an elder that fell silent when the younger one appeared speaks for
/// their being one.
fn became(elder: &Device, younger: &Device, probability: f64) -> f64 {
    let silence = younger.seen - elder.seen;
    if elder.seen > younger.since {
        return probability;
    }
    let gaps = f64::from(elder.visits.saturating_sub(1));
    let gap = if gaps > 0.0 { ((elder.seen - elder.since) / gaps).max(0.5) } else { USUAL_GAP };
    let silent_if_two = (-silence / gap).exp().max(NEVER_COMES_BACK);
    probability / (probability + (1.0 - probability) * silent_if_two)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Sibling;
    use crate::vector::AttributeVector;

    fn device(id: &str, since: f64, seen: f64, elder: Option<&str>) -> Device {
        let mut device = Device::first_seen(id, AttributeVector::default(), since);
        device.seen = seen;
        device.sibling = elder.map(|id| Sibling { id: id.to_owned(), probability: 0.9 });
        device
    }

    #[test]
    fn notes_are_followed() {
        let (a, b, c) = (
            device("a", 0.0, 9.0, None),
            device("b", 9.0, 9.0, Some("a")),
            device("c", 9.0, 9.0, Some("b")),
        );
        let kin = Kin::new(vec![&a, &b, &c]);
        assert!((kin.same(&b, &a) - 0.9).abs() < 1e-9);
        assert!((kin.same(&a, &c) - 0.9).abs() < 1e-9);
        assert!(kin.same(&a, &device("d", 0.0, 0.0, None)) < 1e-9);
    }

    #[test]
    fn a_device_that_fell_silent_became_the_other() {
        let a = device("a", 0.0, 9.0, None);
        let (soon, late) = (device("b", 10.0, 10.0, Some("a")), device("b", 10.0, 60.0, Some("a")));
        let same = |other: &Device| Kin::new(vec![&a, other]).same(&a, other);
        assert!(same(&late) > same(&soon) && same(&late) < 1.0);
    }

    #[test]
    fn a_circle_of_notes_ends() {
        let (a, b) = (device("a", 0.0, 0.0, Some("b")), device("b", 0.0, 0.0, Some("a")));
        assert!(Kin::new(vec![&a, &b]).same(&a, &b) <= 1.0);
    }
}
