//! The sketches of tenants' populations that an instance keeps at hand.

use base64ct::{Base64, Encoding as _};
use edgeprint_linker::Frequencies;
use std::cell::RefCell;

use crate::ids::TenantId;

/// Tenants whose population an instance keeps at hand.
const MOST_AT_HAND: usize = 4;

struct AtHand {
    tenant: TenantId,
    revision: f64,
    population: Frequencies,
}

thread_local! {
    // An instance serves the same tenants again and again: their sketches are
    // read once, then only their revisions.
    static AT_HAND: RefCell<Vec<AtHand>> = const { RefCell::new(Vec::new()) };
}

/// Which state of a tenant's population is at hand.
pub(super) fn revision_at_hand(tenant: &TenantId) -> Option<f64> {
    AT_HAND.with_borrow(|all| {
        all.iter().find(|known| known.tenant == *tenant).map(|known| known.revision)
    })
}

/// A tenant's population in the state that the database has: what was read of
/// it, or what is at hand where nothing was.
pub(super) fn take_at_hand(
    tenant: &TenantId,
    revision: Option<f64>,
    sketch: Option<String>,
) -> Option<Frequencies> {
    let revision = revision?;
    let Some(sketch) = sketch else {
        return AT_HAND.with_borrow(|all| {
            let same = |known: &&AtHand| known.tenant == *tenant && known.revision == revision;
            all.iter().find(same).map(|known| known.population.clone())
        });
    };
    let population = Frequencies::from_bytes(&Base64::decode_vec(&sketch).ok()?)?;
    put_at_hand(tenant, revision, &population);
    Some(population)
}

/// Keeps a tenant's population at hand.
pub(super) fn put_at_hand(tenant: &TenantId, revision: f64, population: &Frequencies) {
    AT_HAND.with_borrow_mut(|all| {
        all.retain(|known| known.tenant != *tenant);
        all.truncate(MOST_AT_HAND - 1);
        let (tenant, population) = (tenant.clone(), population.clone());
        all.insert(0, AtHand { tenant, revision, population });
    });
}
