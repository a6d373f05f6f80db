//! What the linker remembers, in D1: two reads and one write a submission. A
//! look-up is three queries that read at most 100 rows: the population and the
//! token's device, the lists, and four rows for each device compared.

use base64ct::{Base64, Encoding as _};
use edgeprint_linker::blocking::{self, choose};
use edgeprint_linker::{Change, Frequencies};
use edgeprint_signals::Value;
use serde::Deserialize;
use std::cell::RefCell;
use worker::D1PreparedStatement;

use super::d1::{Failed, Param, Store, params, rows_of, to_json};
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

/// The token's device, if it exists and is kept, and the population.
const WHO: &str = concat!(
    "SELECT (SELECT d.id FROM devices d LEFT JOIN site_retention s ON s.domain_id = d.domain_id
        WHERE d.tenant_id = ?1 AND d.id = ",
    current_device!("?1", "?2"),
    " AND ",
    kept!("?3"),
    ") AS by_token,
    (SELECT revision FROM link_population WHERE tenant_id = ?1) AS revision,
    (SELECT IIF(revision = ?4, NULL, sketch) FROM link_population WHERE tenant_id = ?1) AS sketch"
);

/// SQL: the lists of so many keys. (One value a parameter: a row that is read
/// out of a JSON list counts as a row read.)
fn lists_of(keys: usize) -> String {
    let marks = marks(2, keys);
    format!("SELECT key, devices FROM link_key WHERE tenant_id = ?1 AND key IN ({marks})")
}

/// SQL: what is remembered of so many devices that are within their retention.
fn looks_of_kept(devices: usize) -> String {
    format!(
        "SELECT l.record, l.fingerprint FROM link_device l
        CROSS JOIN devices d ON d.tenant_id = l.tenant_id AND d.id = l.device_id
        LEFT JOIN site_retention s ON s.domain_id = d.domain_id
        WHERE l.tenant_id = ?1 AND l.device_id IN ({}) AND {}",
        marks(3, devices),
        kept!("?2")
    )
}

/// Numbered parameters from a first one on.
fn marks(first: usize, count: usize) -> String {
    let each: Vec<String> = (first..first + count).map(|number| format!("?{number}")).collect();
    each.join(", ")
}

/// The statements of a look-up, each as long as it can be.
pub(super) fn statements() -> [String; 3] {
    [WHO.into(), lists_of(blocking::KEYS), looks_of_kept(blocking::MOST_CANDIDATES + 1)]
}

#[derive(Deserialize)]
struct CandidateRow {
    record: String,
    fingerprint: String,
}

#[derive(Deserialize)]
struct WhoRow {
    by_token: Option<DeviceId>,
    revision: Option<f64>,
    /// None where the revision is the one at hand.
    sketch: Option<String>,
}

#[derive(Deserialize)]
struct ListRow {
    key: u64,
    devices: String,
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
        let who = params![tenant, token, question.at, at_hand.unwrap_or(-1.0)];
        let mut statements = vec![self.statement(WHO, who)?];
        if !keys.is_empty() {
            statements.push(self.reading_lists(tenant, keys)?);
        }
        let results = self.batch("lists", statements).await?;
        let [who, lists @ ..] = results.as_slice() else {
            return Err(Fatal::Broken("a batch answers each statement"));
        };
        let who = rows_of::<WhoRow>("population", who)?.pop();
        let who = who.ok_or(Fatal::Broken("a query without a table has one row"))?;
        let lists = lists.first().map_or_else(|| Ok(Vec::new()), |rows| rows_of("lists", rows))?;
        let mut wanted = choose(&in_order(keys, &lists));
        wanted.extend(
            who.by_token.as_ref().map(ToString::to_string).filter(|id| !wanted.contains(id)),
        );
        Ok(Known {
            candidates: self.looks_of_some(tenant, &wanted, question.at).await?,
            revision: who.revision,
            population: take_at_hand(question.tenant, who.revision, who.sketch).unwrap_or_default(),
            by_token: who.by_token,
        })
    }
}

/// What the lists hold, in the order of the keys. A list that cannot be read is empty.
fn in_order(keys: &[u64], rows: &[ListRow]) -> Vec<Vec<String>> {
    let list = |key: &u64| {
        let row = rows.iter().find(|row| row.key == *key)?;
        serde_json::from_str(&row.devices).ok()
    };
    keys.iter().filter_map(list).collect()
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

fn take_at_hand(
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

fn put_at_hand(tenant: &TenantId, revision: f64, population: &Frequencies) {
    AT_HAND.with_borrow_mut(|all| {
        all.retain(|known| known.tenant != *tenant);
        all.truncate(MOST_AT_HAND - 1);
        let (tenant, population) = (tenant.clone(), population.clone());
        all.insert(0, AtHand { tenant, revision, population });
    });
}

impl Store {
    #[allow(clippy::cast_precision_loss)] // a key has 52 bits
    fn reading_lists(&self, tenant: &str, keys: &[u64]) -> Result<D1PreparedStatement, Failed> {
        let keys = keys.iter().map(|key| Param::Number(*key as f64));
        let all: Vec<Param<'_>> = [Param::Text(tenant)].into_iter().chain(keys).collect();
        self.statement(lists_of(all.len() - 1), &all)
    }

    /// The candidates among some devices: those within their retention.
    async fn looks_of_some(
        &self,
        tenant: &str,
        devices: &[String],
        at: Timestamp,
    ) -> Result<Vec<Candidate>, Fatal> {
        if devices.is_empty() {
            return Ok(Vec::new());
        }
        let ids = devices.iter().map(|id| Param::Text(id));
        let all: Vec<Param<'_>> =
            [Param::Text(tenant), Param::from(at)].into_iter().chain(ids).collect();
        let rows: Vec<CandidateRow> =
            self.rows("candidates", looks_of_kept(devices.len()), &all).await?;
        // What an older version wrote and this one cannot read is learnt anew.
        Ok(rows.into_iter().filter_map(candidate).collect())
    }

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
}
