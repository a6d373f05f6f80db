//! Identity over an index in memory that stores as the database does.

use std::cell::RefCell;
use std::collections::HashMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;

const ENOUGH: usize = 8;
const NOW: Timestamp = Timestamp::from_ms(1_735_689_600_000);

#[derive(Default)]
struct Memory {
    devices: RefCell<Vec<(TenantId, DeviceId)>>,
    fingerprints: RefCell<HashMap<(String, String), DeviceId>>,
}

impl DeviceIndex for Memory {
    async fn candidates(&self, question: &Question<'_>) -> Result<Candidates, Fatal> {
        let lives = |id: &DeviceId| {
            self.devices.borrow().iter().any(|(t, d)| t == question.tenant && d == id)
        };
        let slot = (question.tenant.to_string(), question.fingerprint.to_string());
        let claimed = self.fingerprints.borrow().get(&slot).cloned();
        Ok(Candidates {
            by_token: question.remembered.filter(|id| lives(id)).cloned(),
            by_fingerprint: claimed.clone().filter(|id| lives(id)),
            outdated: claimed.filter(|id| !lives(id)),
        })
    }
}

impl Memory {
    fn decide(
        &self,
        tenant: &TenantId,
        remembered: Option<&DeviceId>,
        fingerprint: &str,
        coverage: usize,
    ) -> Decision {
        let question = Question { tenant, remembered, fingerprint, at: NOW };
        let minted = DeviceId::mint().unwrap();
        let mut future = pin!(identify(self, &question, coverage, minted));
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(decision) => decision.unwrap(),
            Poll::Pending => panic!("nothing to wait for"),
        }
    }

    fn store(&self, tenant: &TenantId, fingerprint: &str, decision: &Decision) -> DeviceId {
        let slot = (tenant.to_string(), fingerprint.to_string());
        let mut fingerprints = self.fingerprints.borrow_mut();
        if let Some(claim) = &decision.claim {
            let owner = fingerprints.entry(slot.clone()).or_insert(decision.device.clone());
            if claim.outdated.as_ref() == Some(owner) {
                *owner = decision.device.clone();
            }
        }
        let claimed = fingerprints.get(&slot).cloned();
        let device = decision.known_device().cloned().or(claimed).unwrap();
        self.devices.borrow_mut().push((tenant.clone(), device.clone()));
        device
    }

    fn submit(
        &self,
        tenant: &TenantId,
        token: Option<&DeviceId>,
        print: &str,
    ) -> (DeviceId, Decision) {
        let decision = self.decide(tenant, token, print, ENOUGH);
        (self.store(tenant, print, &decision), decision)
    }

    fn erase(&self, device: &DeviceId) {
        self.devices.borrow_mut().retain(|(_, id)| id != device);
    }
}

fn tenant() -> TenantId {
    TenantId::mint().unwrap()
}

#[test]
fn a_first_submission_is_new_and_the_second_exact() {
    let (memory, tenant) = (Memory::default(), tenant());
    let (first, decision) = memory.submit(&tenant, None, "a");
    assert_eq!(decision.identity.method, IdentityMethod::New);
    let (second, decision) = memory.submit(&tenant, None, "a");
    assert_eq!((second, decision.identity.method), (first, IdentityMethod::Exact));
}

#[test]
fn a_token_keeps_the_id_when_the_fingerprint_changes() {
    let (memory, tenant) = (Memory::default(), tenant());
    let (first, _) = memory.submit(&tenant, None, "before");
    let (second, decision) = memory.submit(&tenant, Some(&first), "after");
    assert_eq!((&second, decision.identity.method), (&first, IdentityMethod::Token));
    let (third, _) = memory.submit(&tenant, None, "after");
    assert_eq!(third, first);
}

#[test]
fn a_token_outweighs_another_devices_fingerprint() {
    let (memory, tenant) = (Memory::default(), tenant());
    let (one, _) = memory.submit(&tenant, None, "one");
    let (other, _) = memory.submit(&tenant, None, "other");
    let (told, decision) = memory.submit(&tenant, Some(&one), "other");
    assert_eq!(told, one);
    assert!(decision.identity.confidence < 0.99);
    assert_eq!(memory.submit(&tenant, None, "other").0, other);
}

#[test]
fn the_token_of_an_erased_device_is_ignored() {
    let (memory, tenant) = (Memory::default(), tenant());
    let (gone, _) = memory.submit(&tenant, None, "a");
    memory.erase(&gone);
    let (next, decision) = memory.submit(&tenant, Some(&gone), "a");
    assert_ne!(next, gone);
    assert_eq!(decision.identity.method, IdentityMethod::New);
    assert_eq!(memory.submit(&tenant, None, "a").0, next);
}

#[test]
fn tenants_share_no_devices() {
    let (memory, one, other) = (Memory::default(), tenant(), tenant());
    let (device, _) = memory.submit(&one, None, "a");
    let (unrelated, decision) = memory.submit(&other, Some(&device), "a");
    assert_ne!(unrelated, device);
    assert_eq!(decision.identity.method, IdentityMethod::New);
}

#[test]
fn two_first_submissions_at_once_get_one_id() {
    let (memory, tenant) = (Memory::default(), tenant());
    let one = memory.decide(&tenant, None, "a", ENOUGH);
    let other = memory.decide(&tenant, None, "a", ENOUGH);
    assert_ne!(one.device, other.device);
    assert_eq!(memory.store(&tenant, "a", &one), memory.store(&tenant, "a", &other));
}

#[test]
fn two_submissions_that_replace_an_outdated_device_at_once_get_one_id() {
    let (memory, tenant) = (Memory::default(), tenant());
    let (gone, _) = memory.submit(&tenant, None, "a");
    memory.erase(&gone);
    let one = memory.decide(&tenant, None, "a", ENOUGH);
    let other = memory.decide(&tenant, None, "a", ENOUGH);
    assert_eq!(memory.store(&tenant, "a", &one), memory.store(&tenant, "a", &other));
}

#[test]
fn a_fingerprint_of_almost_nothing_is_nobodys() {
    let (memory, tenant) = (Memory::default(), tenant());
    let one = memory.decide(&tenant, None, "empty", MIN_COVERAGE - 1);
    memory.store(&tenant, "empty", &one);
    let other = memory.decide(&tenant, None, "empty", MIN_COVERAGE - 1);
    assert_eq!((one.claim, &other.identity.method), (None, &IdentityMethod::New));
    assert_ne!(one.device, other.device);
}

#[test]
fn confidence_grows_with_coverage_and_stays_in_bounds() {
    let mut before = 0.0;
    for coverage in 0..SignalId::ALL.len() {
        let now = certainty(coverage);
        assert!(now >= before && (0.5..=0.9).contains(&now));
        before = now;
    }
}
