//! Every route there is. A test holds this against the router, and what the
//! Worker answers against what is said here.

use edgeprint_edge::evidence::Family;
use edgeprint_signals::ErrorCode::{
    CursorInvalid, DeviceNotFound, DeviceTokenInvalid, EventNotFound, GpcRefused, Internal,
    OriginNotAllowed, ParameterInvalid, PayloadInvalid, QuotaExceeded, RateLimited, RouteNotFound,
    SiteKeyInvalid, TokenExpired, TokenInvalid, TokenSpent, Unavailable,
};
use edgeprint_signals::wire::{
    CollectAnswer, CollectRequest, CountDimension, DeviceAnswer, DeviceExport, DevicesAnswer,
    ErasedAnswer, EventAnswer, EventsAnswer, FingerprintsExport, IdentityMethod, StatsAnswer,
    TokenAnswer, TokenRequest, VerifyAnswer, VerifyRequest, VisitAnswer, VisitRequest,
    VisitsAnswer,
};
use edgeprint_signals::{RiskLevel, Scope};
use serde_json::{Value, json};

use super::route::Access::{Anybody, Backend, Page};
use super::route::{Route, route};
use super::schemas::{Of, is, object, of, ok};
use super::{backoffice, operator};

/// In the order of the document.
pub fn routes() -> Vec<Route> {
    let for_tenants = backends().into_iter().filter_map(backoffice::of_tenant).collect();
    [pages(), backends(), operator::routes(), backoffice::routes(), for_tenants, anybody()]
        .into_iter()
        .flatten()
        .collect()
}

fn pages() -> Vec<Route> {
    vec![
        route("post", "/v1/token", "issueToken", Page, "Ask for the right to submit once")
            .about(
                "The token is bound to the site and to the page's origin, and lasts two minutes.",
            )
            .body::<TokenRequest>()
            .answers::<TokenAnswer>("A submission token.")
            .refuses(&[SiteKeyInvalid, OriginNotAllowed, GpcRefused]),
        route("post", "/v1/collect", "submit", Page, "Submit what the collector read")
            .about("Decides which device it is and scores its risk. The token is spent by it.")
            .body::<CollectRequest>()
            .answers::<CollectAnswer>("The device, and what speaks against it.")
            .refuses(&[
                PayloadInvalid,
                TokenInvalid,
                TokenExpired,
                TokenSpent,
                OriginNotAllowed,
                SiteKeyInvalid,
                GpcRefused,
                QuotaExceeded,
            ]),
        route("post", "/v1/visit", "recordVisit", Page, "Tell that a known device was here again")
            .about("For the time in which no new submission is due.")
            .body::<VisitRequest>()
            .answers::<VisitAnswer>("The visit is recorded.")
            .refuses(&[SiteKeyInvalid, OriginNotAllowed, DeviceTokenInvalid, DeviceNotFound]),
    ]
}

fn backends() -> Vec<Route> {
    vec![
        route(
            "get",
            "/v1/device/{deviceId}",
            "lookUpDevice",
            Backend(Scope::ReadDevice),
            "Look a device up",
        )
        .about("Served from a cache that each submission and visit renews.")
        .answers::<DeviceAnswer>("What is known of the device.")
        .tagged()
        .refuses(&[DeviceNotFound]),
        route(
            "delete",
            "/v1/device/{deviceId}",
            "eraseDevice",
            Backend(Scope::WriteDevice),
            "Erase a device",
        )
        .about("The device, its fingerprints, submissions, visits and cached copies; its token ends.")
        .answers::<ErasedAnswer>("It is erased.")
        .refuses(&[DeviceNotFound]),
        route(
            "get",
            "/v1/device/{deviceId}/export",
            "exportDevice",
            Backend(Scope::ReadExports),
            "Hand out everything held on a device",
        )
        .answers::<DeviceExport>("All of it.")
        .refuses(&[DeviceNotFound]),
        device_filters(
            route("get", "/v1/devices", "listDevices", Backend(Scope::ReadDevices), "List devices")
                .about(PAGES)
                .answers::<DevicesAnswer>("A page of devices."),
        )
        .parameter("query", "limit", limit(200), "Rows of a page, 50 unless given.")
        .parameter("query", "cursor", string(), CURSOR),
        submission_filters(
            route("get", "/v1/events", "listEvents", Backend(Scope::ReadEvents), "List submissions")
                .about(PAGES)
                .answers::<EventsAnswer>("A page of submissions.")
                .parameter("query", "sort", json!({ "enum": ["-createdAt", "createdAt"] }), "Newest first unless given.")
                .parameter("query", "deviceId", string(), "Of this device.")
                .parameter("query", "linkedId", string(), "Of the site's own name for whom it was about.")
                .parameter("query", "action", string(), "Of what the page said it was about.")
                .parameter("query", "identityMethod", any_of(IdentityMethod::ALL.map(IdentityMethod::name)), "Whose device was told in any of these ways.")
                .parameter("query", "browser", any_of(Family::ALL.map(Family::name)), "Of any of these browsers, as long as evidence is kept."),
        )
        .parameter("query", "from", time(), "Came then or later.")
        .parameter("query", "to", time(), "Came before.")
        .parameter("query", "limit", limit(200), "Rows of a page, 50 unless given.")
        .parameter("query", "cursor", string(), CURSOR),
        route(
            "get",
            "/v1/events/{requestId}",
            "readEvent",
            Backend(Scope::ReadEvents),
            "Read a submission with its evidence",
        )
        .answers::<EventAnswer>("The submission.")
        .refuses(&[EventNotFound]),
        route("get", "/v1/visits", "listVisits", Backend(Scope::ReadVisits), "List visits")
            .about(PAGES)
            .answers::<VisitsAnswer>("A page of visits.")
            .parameter("query", "sort", json!({ "enum": ["-createdAt", "createdAt"] }), "Newest first unless given.")
            .parameter("query", "deviceId", string(), "Of this device.")
            .parameter("query", "domainId", string(), "On this domain.")
            .parameter("query", "country", string(), COUNTRY)
            .parameter("query", "from", time(), "Then or later.")
            .parameter("query", "to", time(), "Before.")
            .parameter("query", "limit", limit(200), "Rows of a page, 50 unless given.")
            .parameter("query", "cursor", string(), CURSOR)
            .refuses(&[ParameterInvalid, CursorInvalid]),
        device_filters(
            route(
                "get",
                "/v1/exports/fingerprints",
                "exportFingerprints",
                Backend(Scope::ReadExports),
                "Export devices with their fingerprints",
            )
            .about("Streamed. Each row carries the cursor that leads behind it; the end says whether more is to come.")
            .answers_with(
                200,
                "The rows.",
                vec![
                    ("application/json", Some(of::<FingerprintsExport>())),
                    ("application/x-ndjson", None),
                    ("text/csv", None),
                ],
            ),
        )
        .parameter("query", "format", json!({ "enum": ["json", "ndjson", "csv"] }), "JSON unless given.")
        .parameter("query", "limit", limit(200_000), "Rows of this answer, 200,000 unless given.")
        .parameter("query", "cursor", string(), CURSOR),
        route("get", "/v1/stats", "countDays", Backend(Scope::ReadStats), "Read the daily counters")
            .about("Days are in UTC, 400 at most, the last 30 unless given.")
            .answers::<StatsAnswer>("How often each value was seen, day by day.")
            .parameter("query", "dimension", dimensions(), "What is counted: `submissions` unless given.")
            .parameter("query", "domainId", string(), "On this domain alone.")
            .parameter("query", "from", day(), "The first day.")
            .parameter("query", "to", day(), "The last day.")
            .refuses(&[ParameterInvalid]),
        route(
            "post",
            "/v1/verify",
            "verify",
            Backend(Scope::Verify),
            "Have a sealed result checked",
        )
        .about("Status 200 whether or not it is valid; `reason` says why not.")
        .body::<VerifyRequest>()
        .answers::<VerifyAnswer>("What was found."),
    ]
}

const PAGES: &str = "A page may be short before the end: only a null cursor is the end. \
    A page with filters looks at 10,000 rows at most.";
const COUNTRY: &str = "From this country: two capitals, or `unknown`.";
const CURSOR: &str = "Where to start: the cursor of an answer to the same query.";

/// The filters of devices, in lists and in exports.
fn device_filters(route: Route) -> Route {
    let sort = json!({
        "enum": ["-createdAt", "createdAt", "-lastSeenAt", "lastSeenAt", "-score", "score"],
    });
    submission_filters(route)
        .parameter("query", "sort", sort, "`-createdAt` unless given.")
        .parameter("query", "createdFrom", time(), "First seen then or later.")
        .parameter("query", "createdTo", time(), "First seen before.")
        .parameter("query", "lastSeenFrom", time(), "Last seen then or later.")
        .parameter("query", "lastSeenTo", time(), "Last seen before.")
}

/// The filters of what was assessed.
fn submission_filters(route: Route) -> Route {
    let levels = any_of(RiskLevel::ALL.map(RiskLevel::name));
    let score = json!({ "type": "integer", "minimum": 0, "maximum": 100 });
    let flags = json!({ "type": "array", "items": { "type": "string" } });
    route
        .parameter("query", "domainId", string(), "On this domain.")
        .parameter("query", "riskLevel", levels, "Of any of these levels.")
        .parameter("query", "minScore", score.clone(), "With at least this score.")
        .parameter("query", "maxScore", score, "With at most this score.")
        .parameter("query", "flag", flags, "With any of these flags.")
        .parameter("query", "country", string(), COUNTRY)
        .refuses(&[ParameterInvalid, CursorInvalid])
}

/// A list of some of these words.
fn any_of<const N: usize>(words: [&'static str; N]) -> Value {
    json!({ "type": "array", "items": { "enum": words.as_slice() } })
}

fn string() -> Value {
    json!({ "type": "string" })
}

fn time() -> Value {
    json!({ "type": "string", "description": "RFC 3339, or a day in UTC." })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn limit(most: u32) -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": most })
}

fn dimensions() -> Value {
    let names: Vec<&str> = CountDimension::ALL.iter().map(|dimension| dimension.name()).collect();
    json!({ "enum": names })
}

fn text(about: &str) -> Of {
    is(json!({ "type": "string", "description": about }))
}

fn anybody() -> Vec<Route> {
    vec![
        route("get", "/v1/health", "health", Anybody, "Tell that the service runs")
            .gives(ok([("version", text("The service's version."))]), "It runs."),
        route("get", "/.well-known/jwks.json", "keys", Anybody, "The keys of sealed results")
            .gives(
                object(
                    [("keys", is(json!({ "type": "array", "items": { "type": "object" } })))],
                    [],
                ),
                "A key set (RFC 7517).",
            )
            .refuses(&[RateLimited, Unavailable, Internal]),
        route("get", "/v1/openapi.json", "describe", Anybody, "This document")
            .answers_with(200, "An OpenAPI 3.1 document.", vec![("application/json", None)])
            .tagged(),
        route("get", "/collector/{file}", "serveCollector", Anybody, "The collector's files")
            .answers_with(
                200,
                "JavaScript or WebAssembly, compressed where the client takes it.",
                vec![
                    ("text/javascript", None),
                    ("application/wasm", None),
                    ("application/json", None),
                ],
            )
            .tagged()
            .refuses(&[RouteNotFound]),
    ]
}
