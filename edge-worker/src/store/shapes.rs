//! Every shape that the statements of lists can have: each choice of index,
//! direction, bounds and filters.

use edgeprint_signals::RiskLevel;
use edgeprint_signals::wire::IdentityMethod;

use super::lists::Slice;
use super::scan::Scan;
use crate::clock::Timestamp;
use crate::evidence::Family;
use crate::ids::{DeviceId, DomainId, RANDOM_DIGITS, TenantId};
use crate::query::{Assessed, DeviceFilter, DeviceSort, EventFilter, Position, Range, VisitFilter};

type Make<F> = for<'a> fn(&'a TenantId, &'a F, Slice<'a>) -> Scan<'a>;

pub(super) fn all(
    devices: Make<DeviceFilter>,
    events: Make<EventFilter>,
    visits: Make<VisitFilter>,
) -> Vec<String> {
    let mut shapes = Vec::new();
    for filter in device_filters() {
        collect(&mut shapes, devices, &filter);
    }
    for filter in event_filters() {
        collect(&mut shapes, events, &filter);
    }
    for filter in visit_filters() {
        collect(&mut shapes, visits, &filter);
    }
    shapes.sort();
    shapes.dedup();
    shapes
}

fn collect<F>(shapes: &mut Vec<String>, make: Make<F>, filter: &F) {
    let Some(tenant) = id(TenantId::PREFIX).and_then(|id| TenantId::parse(&id)) else { return };
    let place = Position { key: 1, id: "x".into() };
    for after in [None, Some(&place)] {
        let scan = make(&tenant, filter, Slice { after, limit: 50 });
        if !scan.filters.is_empty() {
            shapes.push(scan.window().text);
            shapes.push(scan.rows(Some(&place)).text);
        }
        shapes.push(scan.rows(None).text);
    }
}

fn id(prefix: &str) -> Option<String> {
    Some(format!("{prefix}{}", "0".repeat(RANDOM_DIGITS)))
}

fn domain() -> Option<DomainId> {
    DomainId::parse(&id(DomainId::PREFIX)?)
}

fn device() -> Option<DeviceId> {
    DeviceId::parse(&id(DeviceId::PREFIX)?)
}

fn ranges() -> [Range; 2] {
    let time = Some(Timestamp::from_ms(1));
    [Range::default(), Range { from: time, to: time }]
}

fn assessments() -> [Assessed; 2] {
    let everything = Assessed {
        levels: vec![RiskLevel::High, RiskLevel::Critical],
        min_score: Some(1),
        max_score: Some(99),
        flags: vec!["a".into(), "b".into()],
        country: Some("DE".into()),
    };
    [Assessed::default(), everything]
}

fn device_filters() -> Vec<DeviceFilter> {
    let mut filters = Vec::new();
    for sort in [DeviceSort::Created, DeviceSort::LastSeen, DeviceSort::Score] {
        for (domain, ascending) in
            [(None, false), (None, true), (domain(), false), (domain(), true)]
        {
            for (created, assessed) in ranges().into_iter().zip(assessments()) {
                for last_seen in ranges() {
                    filters.push(DeviceFilter {
                        domain: domain.clone(),
                        assessed: assessed.clone(),
                        created,
                        last_seen,
                        sort,
                        ascending,
                    });
                }
            }
        }
    }
    filters
}

fn event_filters() -> Vec<EventFilter> {
    let mut filters = Vec::new();
    for (device, domain) in [(None, None), (device(), None), (None, domain()), (device(), domain())]
    {
        for (linked, ascending) in
            [(None, false), (None, true), (Some("x"), false), (Some("x"), true)]
        {
            for (created, assessed) in ranges().into_iter().zip(assessments()) {
                filters.push(EventFilter {
                    device: device.clone(),
                    domain: domain.clone(),
                    linked: linked.map(String::from),
                    action: linked.map(String::from),
                    methods: linked.map(|_| IdentityMethod::New).into_iter().collect(),
                    browsers: linked.map(|_| Family::Other).into_iter().collect(),
                    assessed,
                    created,
                    ascending,
                });
            }
        }
    }
    filters
}

fn visit_filters() -> Vec<VisitFilter> {
    let mut filters = Vec::new();
    for (device, domain) in [(None, None), (device(), None), (None, domain()), (device(), domain())]
    {
        for (country, ascending) in
            [(None, false), (None, true), (Some("DE"), false), (Some("DE"), true)]
        {
            for created in ranges() {
                filters.push(VisitFilter {
                    device: device.clone(),
                    domain: domain.clone(),
                    country: country.map(String::from),
                    created,
                    ascending,
                });
            }
        }
    }
    filters
}
