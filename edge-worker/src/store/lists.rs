//! The lists that backends ask for: devices, submissions, visits.

use edgeprint_signals::RiskLevel;

use super::d1::{Param, Store};
use super::devices::DeviceRecord;
use super::histories::{EventRecord, VisitRecord};
use super::scan::{Filter, Page, Scan};
use crate::clock::Timestamp;
use crate::error::Fatal;
use crate::ids::{DeviceId, DomainId, TenantId};
use crate::query::{Assessed, DeviceFilter, DeviceSort, EventFilter, Position, Range, VisitFilter};

/// Where a page starts, and how many rows it has at most.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Slice<'a> {
    pub after: Option<&'a Position>,
    pub limit: u32,
}

const WITH_RETENTION: &str = "t.*, s.retention_days";
const JOIN_RETENTION: &str = " LEFT JOIN site_retention s ON s.domain_id = t.domain_id";

const FROM_COUNTRY: &str = "IFNULL(t.country, 'unknown') = ?";

const OF_FLAG: &str = "EXISTS (SELECT 1 FROM json_each(t.reasons) WHERE value ->> 'flag' IN (";

/// SQL: what headers named is kept with the evidence alone, and as long.
const OF_BROWSER: &str = "(SELECT e.headers ->> 'browser' FROM evidence e
    WHERE e.tenant_id = t.tenant_id AND e.event_id = t.id) IN (";

impl Store {
    /// A page of devices.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn devices(
        &self,
        tenant: &TenantId,
        filter: &DeviceFilter,
        slice: Slice<'_>,
    ) -> Result<Page<DeviceRecord>, Fatal> {
        Ok(self.page("devices", &devices(tenant, filter, slice)).await?)
    }

    /// A page of submissions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn events(
        &self,
        tenant: &TenantId,
        filter: &EventFilter,
        slice: Slice<'_>,
    ) -> Result<Page<EventRecord>, Fatal> {
        Ok(self.page("events", &events(tenant, filter, slice)).await?)
    }

    /// A page of visits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn visits(
        &self,
        tenant: &TenantId,
        filter: &VisitFilter,
        slice: Slice<'_>,
    ) -> Result<Page<VisitRecord>, Fatal> {
        Ok(self.page("visits", &visits(tenant, filter, slice)).await?)
    }
}

fn devices<'a>(tenant: &'a TenantId, filter: &'a DeviceFilter, slice: Slice<'a>) -> Scan<'a> {
    let domain = filter.domain.as_ref();
    let index = match (filter.sort, domain) {
        (DeviceSort::Created, None) => "devices_by_created",
        (DeviceSort::Created, Some(_)) => "devices_by_domain_created",
        (DeviceSort::LastSeen, None) => "devices_by_seen",
        (DeviceSort::LastSeen, Some(_)) => "devices_by_domain_seen",
        (DeviceSort::Score, _) => "devices_by_score",
    };
    let by_score = filter.sort == DeviceSort::Score;
    let mut scan = base("devices", index, tenant, slice);
    scan.key = filter.sort.column();
    scan.ascending = filter.ascending;
    match domain {
        Some(domain) if by_score => scan.filters.push(on_domain(domain)),
        Some(domain) => scan.equals.push(("domain_id", Param::Text(domain.as_str()))),
        None => {}
    }
    narrow(&mut scan, "created_at", filter.created);
    narrow(&mut scan, "last_seen_at", filter.last_seen);
    assessed(&mut scan, &filter.assessed);
    scan
}

fn events<'a>(tenant: &'a TenantId, filter: &'a EventFilter, slice: Slice<'a>) -> Scan<'a> {
    let (device, domain, linked) =
        (filter.device.as_ref(), filter.domain.as_ref(), filter.linked.as_deref());
    let mut scan = base("events", "events_by_time", tenant, slice);
    scan.ascending = filter.ascending;
    let mut on_linked = linked.map(|linked| ("t.linked_id = ?", linked));
    if device.is_none()
        && let Some((_, linked)) = on_linked.take()
    {
        scan.index = "events_by_linked";
        scan.equals.push(("linked_id", Param::Text(linked)));
        scan.filters.extend(domain.map(on_domain));
    } else {
        drive(&mut scan, device, domain, ["events_by_device", "events_by_domain"]);
    }
    scan.filters.extend(on_linked.map(|(sql, linked)| Filter::on(sql, linked)));
    scan.filters.extend(filter.action.as_deref().map(|a| Filter::on("t.action = ?", a)));
    if !filter.methods.is_empty() {
        let names = filter.methods.iter().map(|method| method.name());
        scan.filters.push(Filter::any("t.identity_method IN (", names, ")"));
    }
    if !filter.browsers.is_empty() {
        let names = filter.browsers.iter().map(|family| family.name());
        scan.filters.push(Filter::any(OF_BROWSER, names, ")"));
    }
    narrow(&mut scan, "created_at", filter.created);
    assessed(&mut scan, &filter.assessed);
    scan
}

fn visits<'a>(tenant: &'a TenantId, filter: &'a VisitFilter, slice: Slice<'a>) -> Scan<'a> {
    let mut scan = base("visits", "visits_by_time", tenant, slice);
    scan.ascending = filter.ascending;
    let (device, domain) = (filter.device.as_ref(), filter.domain.as_ref());
    drive(&mut scan, device, domain, ["visits_by_device", "visits_by_domain"]);
    narrow(&mut scan, "created_at", filter.created);
    scan.filters.extend(filter.country.as_deref().map(|c| Filter::on(FROM_COUNTRY, c)));
    scan
}

fn base<'a>(
    table: &'static str,
    index: &'static str,
    tenant: &'a TenantId,
    slice: Slice<'a>,
) -> Scan<'a> {
    Scan {
        table,
        index,
        columns: WITH_RETENTION,
        join: JOIN_RETENTION,
        equals: vec![("tenant_id", Param::Text(tenant.as_str()))],
        key: "created_at",
        ascending: false,
        from: None,
        to: None,
        filters: Vec::new(),
        after: slice.after,
        limit: slice.limit,
    }
}

/// The index of the device, else of the domain, in front; the other is a filter.
fn drive<'a>(
    scan: &mut Scan<'a>,
    device: Option<&'a DeviceId>,
    domain: Option<&'a DomainId>,
    [by_device, by_domain]: [&'static str; 2],
) {
    match (device, domain) {
        (Some(device), domain) => {
            scan.index = by_device;
            scan.equals.push(("device_id", Param::Text(device.as_str())));
            scan.filters.extend(domain.map(on_domain));
        }
        (None, Some(domain)) => {
            scan.index = by_domain;
            scan.equals.push(("domain_id", Param::Text(domain.as_str())));
        }
        (None, None) => {}
    }
}

fn on_domain(domain: &DomainId) -> Filter<'_> {
    Filter::on("t.domain_id = ?", domain.as_str())
}

/// A range of times: of the index, if it orders by them.
fn narrow(scan: &mut Scan<'_>, column: &str, range: Range) {
    let (from, to) = (range.from.map(Timestamp::as_ms), range.to.map(Timestamp::as_ms));
    if scan.key == column {
        (scan.from, scan.to) = (from, to);
        return;
    }
    let bounds = [(">=", from), ("<", to)];
    scan.filters.extend(bounds.into_iter().filter_map(|(comparison, bound)| {
        Some(Filter::on(&format!("t.{column} {comparison} ?"), Param::whole(bound?)))
    }));
}

fn assessed<'a>(scan: &mut Scan<'a>, filter: &'a Assessed) {
    let (min, max) = (filter.min_score.map(i64::from), filter.max_score.map(|s| i64::from(s) + 1));
    if scan.key == "score" {
        (scan.from, scan.to) = (min, max);
    } else {
        let bounds = [("t.score >= ?", min), ("t.score < ?", max)];
        scan.filters.extend(
            bounds
                .into_iter()
                .filter_map(|(sql, bound)| Some(Filter::on(sql, Param::whole(bound?)))),
        );
    }
    if !filter.levels.is_empty() {
        scan.filters.push(on_levels(&filter.levels));
    }
    if !filter.flags.is_empty() {
        let flags = filter.flags.iter().map(String::as_str);
        scan.filters.push(Filter::any(OF_FLAG, flags, "))"));
    }
    scan.filters.extend(filter.country.as_deref().map(|c| Filter::on(FROM_COUNTRY, c)));
}

/// A level is a range of scores: from its floor to the next one's.
fn on_levels(levels: &[RiskLevel]) -> Filter<'static> {
    let mut params = Vec::new();
    for level in levels {
        let next = RiskLevel::ALL.into_iter().find(|other| other > level);
        params.push(Param::whole(level.floor().into()));
        params.push(Param::whole(next.map_or(i64::from(u8::MAX), |next| next.floor().into())));
    }
    let each = vec!["(t.score >= ? AND t.score < ?)"; levels.len()];
    Filter { sql: format!("({})", each.join(" OR ")), params }
}

/// Every shape that the statements of these lists can have.
pub(super) fn statements() -> Vec<String> {
    super::shapes::all(devices, events, visits)
}
