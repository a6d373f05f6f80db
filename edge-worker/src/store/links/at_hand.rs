//! The sketches of tenants' populations that an instance keeps at hand.

use edgeprint_linker::Frequencies;
use std::cell::RefCell;

use crate::at_hand::AtHand;
use crate::ids::TenantId;

/// Tenants whose population an instance keeps at hand.
const MOST_AT_HAND: usize = 4;

struct Sketch {
    revision: f64,
    population: Frequencies,
}

thread_local! {
    // An instance serves the same tenants again and again: their sketches are
    // read once, then only their revisions.
    static SKETCHES: RefCell<AtHand<TenantId, Sketch>> =
        const { RefCell::new(AtHand::new(MOST_AT_HAND)) };
}

/// Which state of a tenant's population is at hand.
pub(super) fn revision_at_hand(tenant: &TenantId) -> Option<f64> {
    SKETCHES.with_borrow(|all| all.get(tenant).map(|known| known.revision))
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
        return SKETCHES.with_borrow(|all| {
            let same = all.get(tenant).filter(|known| known.revision == revision);
            same.map(|known| known.population.clone())
        });
    };
    let population = Frequencies::from_text(&sketch)?;
    put_at_hand(tenant, revision, &population);
    Some(population)
}

/// Keeps a tenant's population at hand.
pub(super) fn put_at_hand(tenant: &TenantId, revision: f64, population: &Frequencies) {
    let sketch = Sketch { revision, population: population.clone() };
    SKETCHES.with_borrow_mut(|all| all.put(tenant.clone(), sketch));
}
