//! How much a fingerprint's match is worth.

use crate::catalogue::Area;
use crate::{Component, Components, Fingerprint, SignalId, Status, Value};

/// Devices that a match is to be told from: about what a site sees before it
/// matters who is who. More devices make every match worth less.
const CROWD: f64 = 1000.0;

/// Nobody is surer than this by readings alone: two devices of one model, set
/// up alike, are the same to every reading.
const MOST: f64 = 0.99;

/// Fewer fonts than this are what a system without programs has.
const FEW_FONTS: usize = 4;

/// Confidence in a fingerprint, computed from what it rests on: how much the
/// readings that were had tell devices apart, and how many were not to be had,
/// noisy or tampered with.
///
/// It is the chance that two collections with this fingerprint are of one
/// device, among [`CROWD`] devices. Each signal that is covered divides the crowd by its
/// [`alike`]; those that are left share the fingerprint.
#[derive(Clone, Copy, Debug)]
pub struct Confidence {
    left: f64,
    common_gpu: bool,
    few_fonts: bool,
}

impl Confidence {
    /// Of components, as read or as received.
    #[must_use]
    pub fn of(components: &Components) -> f64 {
        let webgl = components.value(SignalId::Webgl);
        let software =
            webgl.and_then(|map| map.get("software")).and_then(Value::as_bool) == Some(true);
        let renderer = webgl.and_then(|map| map.get("renderer")).and_then(Value::as_str);
        let fonts = match components.value(SignalId::Fonts) {
            Some(Value::List(fonts)) => fonts.len(),
            _ => 0,
        };
        let mut confidence = Self::start(software, renderer.unwrap_or_default(), fonts);
        for (id, Component { status, .. }) in components.iter() {
            confidence.add(id, *status);
        }
        confidence.end()
    }

    /// Starts with what the values themselves say: whether the graphics are
    /// computed in software, the renderer's name, how many fonts there are.
    #[must_use]
    pub fn start(software: bool, renderer: &str, fonts: usize) -> Self {
        // Safari says the same on every iPhone, iPad and Mac; who says nothing has, most likely, no graphics card.
        let common_gpu = software || matches!(renderer, "" | "Apple GPU");
        Self { left: CROWD, common_gpu, few_fonts: fonts < FEW_FONTS }
    }

    /// Takes a reading into account.
    pub fn add(&mut self, id: SignalId, status: Status) {
        if Fingerprint::covers(id, status) {
            self.left *= f64::from(self.alike(id, status)) / 1000.0;
        } else if matches!(status, Status::Noisy | Status::Tampered) && is_told_by_hardware(id) {
            // Whoever changes this reading may change others, unseen.
            self.left *= 2.0;
        }
    }

    /// How many of a thousand devices answer alike.
    fn alike(self, id: SignalId, status: Status) -> u16 {
        match id {
            _ if status == Status::Unsupported => 900,
            SignalId::Webgl if self.common_gpu => 1000,
            SignalId::Fonts if self.few_fonts => 700,
            _ => alike(id),
        }
    }

    /// 0.001, where nothing tells the device apart, to 0.99.
    #[must_use]
    pub fn end(self) -> f64 {
        (1.0 / (1.0 + self.left)).clamp(0.001, MOST)
    }
}

fn is_told_by_hardware(id: SignalId) -> bool {
    matches!(id.info().area, Area::Graphics | Area::Media | Area::Hardware | Area::Browser)
}

/// Of a thousand pairs of devices that agree in the signals before this one,
/// how many agree in this too; 1000 for what is not in the fingerprint.
///
/// Estimates, on the careful side: what is published on browsers' entropy
/// counts each signal alone, and signals overlap (a platform is most of what a
/// list of fonts tells). `docs/concepts/confidence.md` says more.
#[must_use]
pub const fn alike(id: SignalId) -> u16 {
    match id {
        SignalId::Platform => 430,
        SignalId::Vendor | SignalId::Math => 800,
        SignalId::HardwareConcurrency => 300,
        SignalId::CpuArchitecture => 950,
        SignalId::Webgl => 90,
        SignalId::Fonts => 130,
        _ => 1000,
    }
}

#[cfg(test)]
#[path = "confidence_tests.rs"]
mod tests;
