//! Writes what the linker wants written.

use edgeprint_linker::blocking;
use edgeprint_linker::{Change, Frequencies};
use worker::D1PreparedStatement;

use super::at_hand::put_at_hand;
use crate::identity::Memory;
use crate::ids::TenantId;
use crate::store::d1::{Failed, Store, params, to_json};
use crate::store::devices::current_device;

/// How many revisions there are: numbers that JavaScript has exactly.
const REVISIONS: f64 = 4_503_599_627_370_496.0;

fn most(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Store {
    /// Statements that write what the linker wants written. They follow the one
    /// that stores the device, and do nothing if that stored another.
    pub(in crate::store) fn remembering(
        &self,
        tenant: &TenantId,
        fingerprint: &str,
        memory: &Memory,
    ) -> Result<Vec<D1PreparedStatement>, Failed> {
        let Change { device, keys, struck } = &memory.change;
        let (id, owner) = (device.id.as_str(), tenant.as_str());
        let mut statements = vec![self.statement(
            // Of what was read to write this, the sibling may be erased by now.
            concat!(
                "INSERT INTO link_device (tenant_id, device_id, fingerprint, record)
                SELECT ?1, ?2, ?3, IIF(?5 IS NULL OR EXISTS (
                    SELECT 1 FROM devices WHERE tenant_id = ?1 AND id = ",
                current_device!("?1", "?5"),
                "), ?4, json_remove(?4, '$.sibling'))
                WHERE EXISTS (SELECT 1 FROM devices WHERE tenant_id = ?1 AND id = ?2)
                ON CONFLICT (tenant_id, device_id) DO UPDATE
                    SET fingerprint = excluded.fingerprint, record = excluded.record"
            ),
            params![
                owner,
                id,
                fingerprint,
                to_json(device)?.as_str(),
                device.sibling.as_ref().map(|sibling| sibling.id.as_str()),
            ],
        )?];
        if !keys.is_empty() {
            statements.push(self.statement(
                "INSERT INTO link_key (tenant_id, key, devices)
                SELECT ?1, k.value, json_array(?2) FROM json_each(?3) k
                WHERE EXISTS (SELECT 1 FROM devices WHERE tenant_id = ?1 AND id = ?2)
                ON CONFLICT (tenant_id, key) DO UPDATE SET devices = (
                    SELECT json_group_array(value) FROM (
                        SELECT ?2 AS value UNION ALL
                        SELECT j.value FROM json_each(link_key.devices) j WHERE j.value <> ?2
                        LIMIT ?4))",
                params![owner, id, to_json(keys)?.as_str(), most(blocking::LIST_LENGTH)],
            )?);
        }
        if !struck.is_empty() {
            statements.extend(self.striking(tenant, id, &to_json(struck)?)?);
        }
        if let Some((population, read)) = &memory.learnt {
            statements.push(self.learning(tenant, population, *read)?);
        }
        Ok(statements)
    }

    /// Who learnt from a state that is no longer the latest has learnt in vain:
    /// one of several visits at once is counted, and never one instead of another.
    fn learning(
        &self,
        tenant: &TenantId,
        population: &Frequencies,
        read: Option<f64>,
    ) -> Result<D1PreparedStatement, Failed> {
        let revision = (js_sys::Math::random() * REVISIONS).floor();
        let sketch = population.to_text();
        // Right whether the statement comes too late or not: only who finds this
        // very revision in the row takes it for the row's.
        put_at_hand(tenant, revision, population);
        self.statement(
            "INSERT INTO link_population (tenant_id, revision, sketch) VALUES (?1, ?2, ?3)
            ON CONFLICT (tenant_id) DO UPDATE
                SET revision = excluded.revision, sketch = excluded.sketch WHERE revision = ?4",
            params![tenant.as_str(), revision, sketch.as_str(), read.unwrap_or(-1.0)],
        )
    }
}
