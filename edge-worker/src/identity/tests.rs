//! Identity over an index in memory that stores as the database does.

use std::cell::RefCell;
use std::collections::HashMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use edgeprint_linker::{Attribute, AttributeVector, Device, Frequencies};

use super::*;
use crate::clock::Timestamp;
use crate::ids::TenantId;

const ENOUGH: usize = 8;
const NOW: Timestamp = Timestamp::from_ms(1_735_689_600_000);
const HERE: Option<&str> = Some("203.0.113.7");
const AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36";
const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.4 Mobile/15E148 Safari/604.1";

#[derive(Default)]
struct Memory {
    devices: RefCell<HashMap<DeviceId, (Device, String)>>,
    joined: RefCell<HashMap<DeviceId, DeviceId>>,
    claims: RefCell<HashMap<String, DeviceId>>,
    population: RefCell<Frequencies>,
}

impl DeviceIndex for Memory {
    async fn known(&self, question: &Question<'_>, _: &[u64]) -> Result<Known, Fatal> {
        let devices = self.devices.borrow();
        let named = question.remembered.map(|token| token.device.clone());
        let current = named.map(|id| self.joined.borrow().get(&id).cloned().unwrap_or(id));
        let candidates = devices.values().map(|(device, fingerprint)| Candidate {
            device: device.clone(),
            fingerprint: fingerprint.clone(),
            day: Day::default(),
        });
        Ok(Known {
            by_token: current.filter(|id| devices.contains_key(id)),
            candidates: candidates.collect(),
            population: self.population.borrow().clone(),
            revision: None,
            copied: false,
            arrivals: Arrivals::default(),
        })
    }
}

/// A submission: what it shows, the fingerprint of that, and the page's token.
struct Shown {
    looks: AttributeVector,
    token: Option<Remembered>,
    coverage: usize,
}

impl Memory {
    fn decide(&self, shown: &Shown) -> Decision {
        let tenant = TenantId::mint().unwrap();
        let question = Question {
            tenant: &tenant,
            remembered: shown.token.as_ref(),
            fingerprint: &print(&shown.looks),
            coverage: shown.coverage,
            looks: &shown.looks,
            pace: None,
            network: None,
            country: None,
            address: HERE,
            at: NOW,
        };
        let mut future = pin!(identify(self, &question, DeviceId::mint().unwrap(), 0.0));
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(decision) => decision.unwrap(),
            Poll::Pending => panic!("nothing to wait for"),
        }
    }

    /// Stores as the transaction does; the device, and the token that it gets.
    fn store(&self, shown: &Shown, decision: Decision) -> Remembered {
        let device = match &decision.claim {
            None => decision.device.clone(),
            Some(claim) => {
                let mut claims = self.claims.borrow_mut();
                let owner = claims.entry(claim.looks.clone()).or_insert(decision.device.clone());
                let lives = self.devices.borrow().contains_key(owner);
                if !lives || claim.known.iter().any(|known| known == owner.as_str()) {
                    *owner = decision.device.clone();
                }
                owner.clone()
            }
        };
        let assurance = decision.assurance_as(&device);
        if let Some(old) = decision.joined {
            self.devices.borrow_mut().remove(&old);
            self.joined.borrow_mut().insert(old, device.clone());
        }
        if let Some(memory) = decision.memory.filter(|_| device == decision.device) {
            let stored = (memory.change.device, print(&shown.looks));
            self.devices.borrow_mut().insert(device.clone(), stored);
            if let Some((population, _)) = memory.learnt {
                *self.population.borrow_mut() = population;
            }
        }
        Remembered { device, assurance }
    }

    fn submit(&self, shown: &Shown) -> (Remembered, Identity) {
        let decision = self.decide(shown);
        let identity = decision.identity;
        (self.store(shown, decision), identity)
    }
}

fn print(looks: &AttributeVector) -> String {
    format!("{:x}", looks.exact_hash())
}

fn shown(looks: AttributeVector) -> Shown {
    Shown { looks, token: None, coverage: ENOUGH }
}

fn with(token: &Remembered, looks: AttributeVector) -> Shown {
    Shown { token: Some(token.clone()), ..shown(looks) }
}

/// A computer with hardware, fonts and settings of its own.
fn computer(agent: &str, number: u32) -> AttributeVector {
    let mut looks = AttributeVector::default();
    looks.set_user_agent(agent);
    for (attribute, text) in [
        (Attribute::GpuVendor, format!("Vendor {}", number % 3)),
        (Attribute::Gpu, format!("Card {number}")),
        (Attribute::Webgl, format!("webgl {number}")),
        (Attribute::Canvas, format!("canvas {number}")),
        (Attribute::Audio, format!("audio {number}")),
        (Attribute::Fonts, format!("Arial,Face {number},Face {}", number + 100)),
        (Attribute::Cores, format!("{}", 4 + number)),
        (Attribute::Memory, "8".into()),
        (Attribute::Screen, format!("{}x1080x24", 1900 + number)),
        (Attribute::Languages, format!("l{number},en")),
        (Attribute::Timezone, format!("Zone/{number}")),
    ] {
        looks.set_text(attribute, &text);
    }
    looks
}

fn changed(mut looks: AttributeVector, changes: &[(Attribute, &str)]) -> AttributeVector {
    for (attribute, text) in changes {
        looks.set_text(*attribute, text);
    }
    looks
}

/// A phone of which there are millions.
fn phone() -> AttributeVector {
    let mut looks = AttributeVector::default();
    looks.set_user_agent(IPHONE);
    for (attribute, text) in [
        (Attribute::Gpu, "Apple GPU"),
        (Attribute::Canvas, "same"),
        (Attribute::Webgl, "same"),
        (Attribute::Screen, "393x852x24"),
        (Attribute::Timezone, "America/New_York"),
        (Attribute::Languages, "en-US"),
    ] {
        looks.set_text(attribute, text);
    }
    looks
}

#[test]
fn first_new_then_exact_then_linked() {
    let memory = Memory::default();
    let (first, identity) = memory.submit(&shown(computer(AGENT, 1)));
    assert_eq!((identity.method, first.assurance), (IdentityMethod::New, 1.0));
    let (second, identity) = memory.submit(&shown(computer(AGENT, 1)));
    assert_eq!((&second.device, identity.method), (&first.device, IdentityMethod::Exact));
    let updated = AGENT.replace("143", "144");
    let (third, identity) = memory.submit(&shown(computer(&updated, 1)));
    assert_eq!((&third.device, identity.method), (&first.device, IdentityMethod::Linked));
    assert!(identity.candidates == 1 && identity.confidence > 0.9, "{identity:?}");
}

#[test]
fn a_token_proves_what_was_proven_when_it_was_issued() {
    let memory = Memory::default();
    let (founder, _) = memory.submit(&shown(computer(AGENT, 1)));
    let (recognised, identity) = memory.submit(&shown(computer(AGENT, 1)));
    assert!(recognised.assurance < founder.assurance);
    assert!((recognised.assurance - identity.confidence).abs() < 0.002);
    let (_, by_founder) = memory.submit(&with(&founder, computer(AGENT, 1)));
    let (again, by_recognised) = memory.submit(&with(&recognised, computer(AGENT, 1)));
    assert_eq!(by_recognised.method, IdentityMethod::Token);
    assert!(by_founder.confidence > by_recognised.confidence);
    // Being told again does not make it surer than the looks ever made it.
    assert!(again.assurance < 1.0);
}

#[test]
fn a_token_keeps_the_id_when_the_looks_drift() {
    let memory = Memory::default();
    let (first, _) = memory.submit(&shown(computer(AGENT, 1)));
    let drifted = changed(computer(AGENT, 1), &[(Attribute::Canvas, "x"), (Attribute::Webgl, "y")]);
    let (second, identity) = memory.submit(&with(&first, drifted));
    assert_eq!((second.device, identity.method), (first.device, IdentityMethod::Token));
}

#[test]
fn a_token_on_another_machine_has_moved_and_speaks_for_nobody() {
    let memory = Memory::default();
    let (first, _) = memory.submit(&shown(computer(AGENT, 1)));
    let decision = memory.decide(&with(&first, computer(MAC, 2)));
    assert!(decision.token_moved && decision.device != first.device);
    assert_eq!(decision.identity.method, IdentityMethod::New);
    let stayed = memory.decide(&with(&first, computer(AGENT, 1)));
    assert!(!stayed.token_moved);
}

#[test]
fn phones_that_look_alike_are_never_merged() {
    let memory = Memory::default();
    let mut ids = Vec::new();
    for _ in 0..5 {
        let (phone, identity) = memory.submit(&shown(phone()));
        assert_eq!(identity.method, IdentityMethod::New);
        assert!(!ids.contains(&phone.device));
        ids.push(phone.device);
    }
    let unsure = memory.decide(&shown(phone()));
    assert!(unsure.identity.confidence < 0.9, "{:?}", unsure.identity);
}

#[test]
fn only_the_founders_token_joins() {
    let memory = Memory::default();
    let (first, _) = memory.submit(&shown(computer(AGENT, 1)));
    let (weak, _) = memory.submit(&shown(computer(AGENT, 1)));
    assert_eq!(weak.device, first.device);
    memory.submit(&shown(computer(AGENT, 2)));
    assert_eq!(memory.decide(&with(&weak, computer(AGENT, 2))).joined, None);
}

#[test]
fn first_submissions_at_once_get_one_id_even_of_phones() {
    for looks in [computer(AGENT, 1), phone()] {
        let memory = Memory::default();
        let (one, other) = (shown(looks.clone()), shown(looks));
        let (left, right) = (memory.decide(&one), memory.decide(&other));
        assert_ne!(left.device, right.device);
        let (left, right) = (memory.store(&one, left), memory.store(&other, right));
        assert_eq!(left.device, right.device);
        assert!(right.assurance < 1.0);
    }
}

#[test]
fn the_token_of_an_erased_device_is_ignored() {
    let memory = Memory::default();
    let (gone, _) = memory.submit(&shown(computer(AGENT, 1)));
    memory.devices.borrow_mut().clear();
    let (next, identity) = memory.submit(&with(&gone, computer(AGENT, 1)));
    assert_ne!(next.device, gone.device);
    assert_eq!(identity.method, IdentityMethod::New);
}

#[test]
fn a_fingerprint_of_almost_nothing_is_nobodys() {
    let memory = Memory::default();
    let little = Shown { coverage: MIN_COVERAGE - 1, ..shown(AttributeVector::default()) };
    let (one, identity) = memory.submit(&little);
    assert_eq!((identity.method, identity.confidence), (IdentityMethod::New, BLIND));
    assert!(memory.decide(&little).memory.is_none());
    assert_ne!(memory.submit(&little).0.device, one.device);
}
