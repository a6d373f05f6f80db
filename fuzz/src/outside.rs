//! What browsers, pages and operators send.

use std::cell::OnceCell;

use edgeprint_edge::auth::{AllowedOrigins, Origin};
use edgeprint_edge::clock::Timestamp;
use edgeprint_edge::evidence::{
    Agent, Connection, Evidence, RequestHeaders, Traffic, UserAgent, accepted_languages,
    brands_of_header, primary_subtag,
};
use edgeprint_edge::identity::looks;
use edgeprint_edge::ids::{DeviceId, RequestId};
use edgeprint_edge::query::{DeviceFilter, EventFilter, Query, StatsFilter, VisitFilter};
use edgeprint_edge::risk::assess;
use edgeprint_edge::routes::submission_check;
use edgeprint_edge::webhooks::{Allowed, check_url};
use edgeprint_signals::Fingerprint;
use edgeprint_signals::wire::CollectRequest;
use url::{Host, Url};

use crate::{lines, text};

/// The body of a submission: read, checked, hashed, compared and judged. Written and read again it is the same device's.
pub fn submission(data: &[u8]) {
    let Ok(request) = serde_json::from_slice::<CollectRequest>(data) else { return };
    let fingerprint = Fingerprint::of(&request.components).to_string();
    assert_eq!(fingerprint.len(), 64);
    if submission_check::check(&request).is_err() {
        return;
    }
    let written = serde_json::to_vec(&request).unwrap_or_default();
    let again = serde_json::from_slice::<CollectRequest>(&written);
    let again = again.map(|request| Fingerprint::of(&request.components).to_string());
    assert_eq!(again.ok(), Some(fingerprint), "written and read again it is another device");
    let evidence = Evidence {
        components: &request.components,
        headers: &RequestHeaders::read(|_| None),
        connection: &Connection::default(),
        token_moved: false,
        copied: false,
        traffic: Traffic::default(),
        input: None,
        agent: &Agent::Nobody,
        claims: OnceCell::new(),
    };
    let found = assess(&evidence);
    assert!(found.score <= 100 && (0.5..=0.95).contains(&found.confidence));
    let _ = looks(&evidence, Some("192.0.2.0/24"));
}

/// Headers, one a line, and the members of `request.cf`, as JSON in the last one.
pub fn headers(data: &[u8]) {
    let data = text(data);
    let [agent, brands, languages, rest, cf] = lines::<5>(&data);
    let cf: serde_json::Value = cf.and_then(|cf| serde_json::from_str(cf).ok()).unwrap_or_default();
    let connection = Connection::read(|name| serde_json::from_value(cf.get(name)?.clone()).ok());
    let _ = connection.handshake();
    for brand in brands_of_header(brands.unwrap_or_default()) {
        let _ = (brand.major(), brand.is_grease());
    }
    for tag in accepted_languages(languages.unwrap_or_default()) {
        let _ = primary_subtag(&tag);
    }
    let _ = UserAgent::parse(agent.unwrap_or_default());
    let given = |name: &str| match name {
        "user-agent" => agent,
        "sec-ch-ua" => brands,
        "accept-language" => languages,
        _ => rest,
    };
    let headers = RequestHeaders::read(|name| given(name).map(str::to_owned));
    let components = edgeprint_signals::Components::new();
    let evidence = Evidence {
        components: &components,
        headers: &headers,
        connection: &connection,
        token_moved: true,
        copied: true,
        traffic: Traffic::default(),
        input: None,
        agent: &Agent::Nobody,
        claims: OnceCell::new(),
    };
    assert!(assess(&evidence).score <= 100);
}

/// An `Origin` header, and after it the entries of a site: what is admitted ends in an entry, at a label's border;
/// dots behind a name do not matter.
pub fn origins(data: &[u8]) {
    let data = text(data);
    let mut all = data.split('\n').map(str::to_owned);
    let origin = all.next().unwrap_or_default();
    let entries: Vec<String> = all.collect();
    let Ok(allowed) = AllowedOrigins::new(entries.clone()) else { return };
    if entries.is_empty() || !allowed.admits(&Origin::from_header(Some(&origin))) {
        return;
    }
    let host = Url::parse(origin.trim()).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_default();
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let fits = |entry: &String| {
        let entry = entry.trim().trim_start_matches('.');
        let name = match entry.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => entry,
        };
        let name = Host::parse(name).map(|host| host.to_string()).unwrap_or_default();
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        host == name || host.ends_with(&format!(".{name}"))
    };
    assert!(entries.iter().any(fits), "{origin} is admitted by {entries:?}");
}

/// A query string, read as each list's filters; and ids.
pub fn queries(data: &[u8]) {
    let data = text(data);
    let now = Timestamp::from_ms(1_790_000_000_000);
    let Ok(query) = Query::parse(Some(&data)) else { return };
    let _ = query.identity();
    let _ = DeviceFilter::read(&mut query.clone());
    let _ = EventFilter::read(&mut query.clone());
    let _ = VisitFilter::read(&mut query.clone());
    let _ = StatsFilter::read(&mut query.clone(), now);
    let _ = query.clone().limit(20, 200).map(|limit| assert!((1..=200).contains(&limit)));
    for id in data.split('&') {
        if let Some(device) = DeviceId::parse(id) {
            assert_eq!(device.as_str(), id);
        }
        let _ = RequestId::parse(id);
    }
}

/// The URL of a webhook's receiver: what is accepted is https, without credentials, and no private address.
pub fn receivers(data: &[u8]) {
    let Ok(url) = check_url(&text(data), Allowed::Public) else { return };
    assert_eq!(url.scheme(), "https");
    assert!(url.username().is_empty() && url.password().is_none());
    match url.host() {
        Some(Host::Ipv4(ip)) => {
            assert!(!ip.is_private() && !ip.is_loopback() && !ip.is_link_local(), "{ip}");
        }
        Some(Host::Ipv6(ip)) => assert!(!ip.is_loopback() && !ip.is_unspecified(), "{ip}"),
        Some(Host::Domain(name)) => assert_ne!(name, "localhost"),
        None => assert!(url.has_host(), "{url} names no host"),
    }
}
