//! A look-up: three queries that read at most 100 rows, the population and the
//! token's device, the lists, and four rows for each device compared.

use edgeprint_linker::blocking::{self, choose};
use edgeprint_signals::Value;
use serde::Deserialize;
use worker::D1PreparedStatement;

use super::at_hand::{revision_at_hand, take_at_hand};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::identity::{Arrivals, Candidate, Day, DeviceIndex, Known, Question};
use crate::ids::{DeviceId, TenantId};
use crate::store::d1::{Failed, Param, Store, params, rows_of};
use crate::store::devices::{current_device, kept};
use crate::store::velocity::{day_before, hour_of};

/// The token's device, if it exists and is kept, the population, whether a
/// submission that took as long is stored, and how many devices were new lately.
const WHO: &str = concat!(
    "SELECT (SELECT d.id FROM devices d LEFT JOIN site_retention s ON s.domain_id = d.domain_id
        WHERE d.tenant_id = ?1 AND d.id = ",
    current_device!("?1", "?2"),
    " AND ",
    kept!("?3"),
    ") AS by_token,
    (SELECT revision FROM link_population WHERE tenant_id = ?1) AS revision,
    (SELECT IIF(revision = ?4, NULL, sketch) FROM link_population WHERE tenant_id = ?1) AS sketch,
    EXISTS (SELECT 1 FROM events WHERE tenant_id = ?1 AND pace = ?5) AS copied,
    (SELECT devices FROM arrivals WHERE hour = ?6 AND tenant_id = ?1 AND network = ?7)
        AS from_network,
    (SELECT devices FROM arrivals WHERE hour = ?6 AND tenant_id = ?1 AND network = '') AS arrived,
    (SELECT devices FROM arrivals WHERE hour = ?6 - 1 AND tenant_id = ?1 AND network = '')
        AS arrived_before"
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
        "SELECT l.record, l.fingerprint, d.day_since, d.day_submissions, d.day_countries,
            d.day_strangers
        FROM link_device l
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
pub(in crate::store) fn statements() -> [String; 3] {
    [WHO.into(), lists_of(blocking::KEYS), looks_of_kept(blocking::MOST_CANDIDATES + 1)]
}

#[derive(Deserialize)]
struct CandidateRow {
    record: String,
    fingerprint: String,
    #[serde(flatten)]
    day: DayRow,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DayRow {
    day_since: f64,
    day_submissions: u32,
    day_countries: String,
    day_strangers: u32,
}

#[derive(Deserialize)]
struct WhoRow {
    by_token: Option<DeviceId>,
    revision: Option<f64>,
    /// None where the revision is the one at hand.
    sketch: Option<String>,
    copied: u8,
    from_network: Option<u32>,
    arrived: Option<u32>,
    arrived_before: Option<u32>,
}

#[derive(Deserialize)]
struct ListRow {
    key: u64,
    devices: String,
}

impl DeviceIndex for Store {
    async fn known(&self, question: &Question<'_>, keys: &[u64]) -> Result<Known, Fatal> {
        let tenant = question.tenant.as_str();
        let token = question.remembered.map(|token| token.device.as_str());
        let at_hand = revision_at_hand(question.tenant);
        let at_hand = at_hand.unwrap_or(-1.0);
        let (hour, network) = (hour_of(question.at), question.network);
        let who = params![tenant, token, question.at, at_hand, question.pace, hour, network];
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
            copied: who.copied != 0,
            arrivals: Arrivals {
                from_network: who.from_network.unwrap_or(0),
                now: who.arrived.unwrap_or(0),
                before: who.arrived_before.unwrap_or(0),
            },
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

fn candidate(row: CandidateRow, at: Timestamp) -> Option<Candidate> {
    let device = serde_json::from_str(&row.record).ok()?;
    Some(Candidate { device, fingerprint: row.fingerprint, day: row.day.of(at) })
}

impl DayRow {
    /// What is left of it by a time.
    fn of(self, at: Timestamp) -> Day {
        if self.day_since <= day_before(at) {
            return Day::default();
        }
        Day {
            submissions: self.day_submissions,
            countries: serde_json::from_str(&self.day_countries).unwrap_or_default(),
            strangers: self.day_strangers,
        }
    }
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
        Ok(rows.into_iter().filter_map(|row| candidate(row, at)).collect())
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
}
