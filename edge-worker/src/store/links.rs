//! What the linker remembers, in D1: two reads and one write a submission.

use base64ct::{Base64, Encoding as _};
use edgeprint_linker::{Change, Frequencies, blocking};
use edgeprint_signals::Value;
use serde::Deserialize;
use std::cell::RefCell;
use worker::D1PreparedStatement;

use super::d1::{Failed, Store, params, rows_of, to_json};
use super::devices::{current_device, kept};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::identity::{Candidate, DeviceIndex, Known, Memory, Question};
use crate::ids::{DeviceId, TenantId};

/// SQL: the keys of device `?2` of tenant `?1`.
macro_rules! keys_of_device {
    () => {
        "(SELECT j.value FROM link_device d, json_each(d.record, '$.keys') j
            WHERE d.tenant_id = ?1 AND d.device_id = ?2)"
    };
}

/// SQL: whether `?2` was joined with `?3`.
macro_rules! joined {
    () => {
        "EXISTS (SELECT 1 FROM joined_devices j
            WHERE j.tenant_id = ?1 AND j.old_id = ?2 AND j.device_id = ?3)"
    };
}

/// SQL: the keys of the devices in `?1`, a JSON list of pairs of tenant and device.
macro_rules! keys_of_devices {
    () => {
        "(SELECT d.tenant_id, j.value FROM json_each(?1) p
            CROSS JOIN link_device d ON d.tenant_id = p.value ->> 0 AND d.device_id = p.value ->> 1
            CROSS JOIN json_each(d.record, '$.keys') j)"
    };
}

/// Strikes the devices in `?1` from every list, and drops the lists that are empty then.
pub(super) const STRIKE_DEVICES: [&str; 2] = [
    concat!(
        "UPDATE link_key SET devices = (
            SELECT json_group_array(l.value) FROM json_each(link_key.devices) l
            WHERE l.value NOT IN (SELECT p.value ->> 1 FROM json_each(?1) p))
        WHERE (tenant_id, key) IN ",
        keys_of_devices!()
    ),
    concat!(
        "DELETE FROM link_key WHERE devices = '[]' AND (tenant_id, key) IN ",
        keys_of_devices!()
    ),
];

/// How many revisions there are: numbers that JavaScript has exactly.
const REVISIONS: f64 = 4_503_599_627_370_496.0;
/// Tenants whose population an instance keeps at hand.
const MOST_AT_HAND: usize = 4;

/// Devices on the lists of some keys, those on most lists first, and one more.
const CANDIDATES: &str = concat!(
    "WITH listed AS (
        SELECT j.value AS id, COUNT(*) AS lists
        FROM link_key k, json_each(k.devices) j
        WHERE k.tenant_id = ?1 AND k.key IN (SELECT value FROM json_each(?2))
        GROUP BY j.value ORDER BY lists DESC LIMIT ?4
    ), wanted AS (
        SELECT id FROM listed UNION SELECT ",
    current_device!("?1", "?3"),
    ")
    SELECT d.record, d.fingerprint FROM wanted
    CROSS JOIN link_device d ON d.tenant_id = ?1 AND d.device_id = wanted.id"
);

const BY_TOKEN: &str = concat!(
    "SELECT d.id FROM devices d LEFT JOIN site_retention s ON s.domain_id = d.domain_id
    WHERE d.tenant_id = ?1 AND d.id = ",
    current_device!("?1", "?2"),
    " AND ",
    kept!("?3")
);

#[derive(Deserialize)]
struct CandidateRow {
    record: String,
    fingerprint: String,
}

#[derive(Deserialize)]
struct PopulationRow {
    revision: f64,
    /// None where the revision is the one at hand.
    sketch: Option<String>,
}

#[derive(Deserialize)]
struct IdRow {
    id: DeviceId,
}

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

impl DeviceIndex for Store {
    async fn known(&self, question: &Question<'_>, keys: &[u64]) -> Result<Known, Fatal> {
        let tenant = question.tenant.as_str();
        let token = question.remembered.map(|token| token.device.as_str());
        let at_hand = revision_at_hand(question.tenant);
        let statements = vec![
            self.statement(BY_TOKEN, params![tenant, token, question.at])?,
            self.statement(
                "SELECT revision, IIF(revision = ?2, NULL, sketch) AS sketch
                FROM link_population WHERE tenant_id = ?1",
                params![tenant, at_hand.unwrap_or(-1.0)],
            )?,
            self.statement(
                CANDIDATES,
                params![tenant, to_json(keys)?.as_str(), token, most(blocking::MOST_CANDIDATES)],
            )?,
        ];
        let results = self.batch("candidates", statements).await?;
        let [by_token, population, candidates] = results.as_slice() else {
            return Err(Fatal::Broken("a batch answers each statement"));
        };
        let by_token = rows_of::<IdRow>("token", by_token)?.pop().map(|row| row.id);
        let population = rows_of::<PopulationRow>("population", population)?.pop();
        let revision = population.as_ref().map(|row| row.revision);
        let candidates = rows_of::<CandidateRow>("candidates", candidates)?;
        Ok(Known {
            by_token,
            // What an older version wrote and this one cannot read is learnt anew.
            candidates: candidates.into_iter().filter_map(candidate).collect(),
            population: population
                .and_then(|row| take_at_hand(question.tenant, row))
                .unwrap_or_default(),
            revision,
        })
    }

    async fn is_kept(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
        at: Timestamp,
    ) -> Result<bool, Fatal> {
        let params = params![tenant.as_str(), Some(device.as_str()), at];
        let found: Option<IdRow> = self.row("candidate", BY_TOKEN, params).await?;
        Ok(found.is_some())
    }
}

fn most(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn candidate(row: CandidateRow) -> Option<Candidate> {
    let device = serde_json::from_str(&row.record).ok()?;
    Some(Candidate { device, fingerprint: row.fingerprint })
}

fn revision_at_hand(tenant: &TenantId) -> Option<f64> {
    AT_HAND.with_borrow(|all| {
        all.iter().find(|known| known.tenant == *tenant).map(|known| known.revision)
    })
}

fn take_at_hand(tenant: &TenantId, row: PopulationRow) -> Option<Frequencies> {
    let Some(sketch) = row.sketch else {
        return AT_HAND.with_borrow(|all| {
            let same = |known: &&AtHand| known.tenant == *tenant && known.revision == row.revision;
            all.iter().find(same).map(|known| known.population.clone())
        });
    };
    let population = Frequencies::from_bytes(&Base64::decode_vec(&sketch).ok()?)?;
    put_at_hand(tenant, row.revision, &population);
    Some(population)
}

fn put_at_hand(tenant: &TenantId, revision: f64, population: &Frequencies) {
    AT_HAND.with_borrow_mut(|all| {
        all.retain(|known| known.tenant != *tenant);
        all.truncate(MOST_AT_HAND - 1);
        let (tenant, population) = (tenant.clone(), population.clone());
        all.insert(0, AtHand { tenant, revision, population });
    });
}

impl Store {
    /// What the linker remembers of a device.
    ///
    /// # Errors
    /// When the database fails, or holds what it was not given.
    pub async fn looks_of(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
    ) -> Result<Option<Value>, Fatal> {
        let sql = "SELECT record, fingerprint FROM link_device
            WHERE tenant_id = ?1 AND device_id = ?2";
        let params = params![tenant.as_str(), device.as_str()];
        let row: Option<CandidateRow> = self.row("looks", sql, params).await?;
        let read = |row: CandidateRow| {
            serde_json::from_str(&row.record).map_err(|_| Fatal::Broken("stored JSON can be read"))
        };
        row.map(read).transpose()
    }

    /// Statements that write what the linker wants written. They follow the one
    /// that stores the device, and do nothing if that stored another.
    pub(super) fn remembering(
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
        let sketch = Base64::encode_string(&population.to_bytes());
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

    /// Strikes a device from the lists of some keys (a JSON list).
    fn striking(
        &self,
        tenant: &TenantId,
        id: &str,
        keys: &str,
    ) -> Result<[D1PreparedStatement; 2], Failed> {
        Ok([
            self.statement(
                "UPDATE link_key SET devices = (
                    SELECT json_group_array(value) FROM json_each(link_key.devices)
                    WHERE value <> ?2)
                WHERE tenant_id = ?1 AND key IN (SELECT value FROM json_each(?3))",
                params![tenant.as_str(), id, keys],
            )?,
            self.statement(
                "DELETE FROM link_key WHERE tenant_id = ?1 AND devices = '[]'
                AND key IN (SELECT value FROM json_each(?2))",
                params![tenant.as_str(), keys],
            )?,
        ])
    }

    /// Statements that make the linker forget a device. All that is left of it
    /// is what it added to the population's counts, which name nobody.
    pub(super) fn forgetting(
        &self,
        tenant: &TenantId,
        device: &DeviceId,
    ) -> Result<[D1PreparedStatement; 3], Failed> {
        let params = params![tenant.as_str(), device.as_str()];
        Ok([
            self.statement(
                concat!(
                    "UPDATE link_key SET devices = (
                        SELECT json_group_array(value) FROM json_each(link_key.devices)
                        WHERE value <> ?2)
                    WHERE tenant_id = ?1 AND key IN ",
                    keys_of_device!()
                ),
                params,
            )?,
            self.statement(
                concat!(
                    "DELETE FROM link_key WHERE tenant_id = ?1 AND devices = '[]' AND key IN ",
                    keys_of_device!()
                ),
                params,
            )?,
            self.statement(
                "DELETE FROM link_device WHERE tenant_id = ?1 AND device_id = ?2",
                params,
            )?,
        ])
    }

    /// Statements that make `old` a second name of `device`: what happened under
    /// it happened to the device.
    pub(super) fn joining(
        &self,
        tenant: &TenantId,
        old: &DeviceId,
        device: &DeviceId,
    ) -> Result<Vec<D1PreparedStatement>, Failed> {
        // Either may be erased by now: then nothing is joined, and no id comes back.
        const MOVES: [&str; 6] = [
            "INSERT OR REPLACE INTO joined_devices (tenant_id, old_id, device_id)
            SELECT ?1, ?2, ?3
            WHERE EXISTS (SELECT 1 FROM devices WHERE tenant_id = ?1 AND id = ?2)
                AND EXISTS (SELECT 1 FROM devices WHERE tenant_id = ?1 AND id = ?3)",
            concat!(
                "UPDATE joined_devices SET device_id = ?3
                WHERE tenant_id = ?1 AND device_id = ?2 AND ",
                joined!()
            ),
            concat!(
                "UPDATE events SET device_id = ?3 WHERE tenant_id = ?1 AND device_id = ?2 AND ",
                joined!()
            ),
            concat!(
                "UPDATE visits SET device_id = ?3 WHERE tenant_id = ?1 AND device_id = ?2 AND ",
                joined!()
            ),
            "UPDATE devices SET
                created_at = MIN(devices.created_at, old.created_at),
                visit_count = devices.visit_count + old.visit_count
            FROM devices old WHERE old.tenant_id = ?1 AND old.id = ?2
                AND devices.tenant_id = ?1 AND devices.id = ?3",
            concat!(
                "DELETE FROM devices WHERE tenant_id = ?1 AND id = ?2 AND ?3 <> ?2 AND ",
                joined!()
            ),
        ];
        let params = params![tenant.as_str(), old.as_str(), device.as_str()];
        let mut statements: Vec<D1PreparedStatement> = self.forgetting(tenant, old)?.into();
        for sql in MOVES {
            statements.push(self.statement(sql, params)?);
        }
        Ok(statements)
    }
}
