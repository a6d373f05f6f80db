//! Every route there is. A test holds this against the router, and what the
//! Worker answers against what is said here.

use edgeprint_signals::ErrorCode::{
    DeviceNotFound, DeviceTokenInvalid, OriginNotAllowed, PayloadInvalid, ResourceNotFound,
    RouteNotFound, SiteKeyInvalid, TokenExpired, TokenInvalid, TokenSpent,
};
use edgeprint_signals::Scope;
use edgeprint_signals::wire::{
    CollectAnswer, CollectRequest, DeviceAnswer, TokenAnswer, TokenRequest, VisitAnswer,
    VisitRequest,
};
use serde_json::json;

use super::route::Access::{Anybody, Backend, Operator, Page};
use super::route::{Route, route};
use super::schemas::{Of, is, object, ok};

/// In the order of the document.
pub fn routes() -> Vec<Route> {
    [pages(), backends(), operator(), anybody()].into_iter().flatten().collect()
}

fn pages() -> Vec<Route> {
    vec![
        route("post", "/v1/token", "issueToken", Page, "Ask for the right to submit once")
            .about(
                "The token is bound to the site and to the page's origin, and lasts two minutes.",
            )
            .body::<TokenRequest>()
            .answers::<TokenAnswer>("A submission token.")
            .refuses(&[SiteKeyInvalid, OriginNotAllowed]),
        route("post", "/v1/collect", "submit", Page, "Submit what the collector read")
            .about("Decides which device it is and scores its risk. The token is spent by it.")
            .body::<CollectRequest>()
            .answers::<CollectAnswer>("The device, and what speaks against it.")
            .refuses(&[PayloadInvalid, TokenInvalid, TokenExpired, TokenSpent, OriginNotAllowed]),
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
        .refuses(&[DeviceNotFound]),
    ]
}

fn operator() -> Vec<Route> {
    vec![
        route("post", "/v1/admin/tenants", "addTenant", Operator, "Add a tenant")
            .takes(object([("name", name())], [("shard", shard())]))
            .gives(
                ok([(
                    "tenant",
                    object([("id", id("t")), ("name", name()), ("shard", shard())], []),
                )]),
                "The tenant.",
            ),
        route("post", "/v1/admin/sites", "addSite", Operator, "Add a site to a tenant")
            .takes(object(
                [("tenantId", id("t")), ("name", name())],
                [
                    ("allowedOrigins", origins()),
                    ("checkIntervalSeconds", interval()),
                    ("retentionDays", retention()),
                ],
            ))
            .gives(ok([("site", site())]), "The site, with its key.")
            .refuses(&[ResourceNotFound]),
        route("patch", "/v1/admin/sites/{domainId}", "changeSite", Operator, "Change a site")
            .about("What is not mentioned stays. Pages notice within five minutes.")
            .takes(object(
                [],
                [
                    ("name", name()),
                    ("allowedOrigins", origins()),
                    ("checkIntervalSeconds", interval()),
                    ("retentionDays", retention()),
                ],
            ))
            .gives(ok([("site", site())]), "The site as it is now.")
            .refuses(&[ResourceNotFound]),
        route(
            "post",
            "/v1/admin/sites/{domainId}/site-key",
            "regenerateSiteKey",
            Operator,
            "Give a site another key",
        )
        .about("The former key is admitted for up to five minutes more.")
        .gives(ok([("siteKey", text("A site key, `pk_…`."))]), "The new key.")
        .refuses(&[ResourceNotFound]),
        route("post", "/v1/admin/keys", "addKey", Operator, "Add a secret key to a tenant")
            .takes(object(
                [("tenantId", id("t")), ("name", name()), ("scopes", scopes())],
                [("expiresAt", is(json!({ "type": ["string", "null"] })))],
            ))
            .gives(ok([("key", api_key()), ("secretKey", text("`sk_…`"))]), "Shown this once.")
            .refuses(&[ResourceNotFound]),
        route("delete", "/v1/admin/keys/{keyId}", "revokeKey", Operator, "Revoke a secret key")
            .gives(ok([]), "It admits nobody any more.")
            .refuses(&[ResourceNotFound]),
    ]
}

fn site() -> Of {
    object(
        [
            ("domainId", id("d")),
            ("tenantId", id("t")),
            ("name", name()),
            ("siteKey", text("The site key, `pk_…`.")),
            ("allowedOrigins", origins()),
            ("checkIntervalSeconds", interval()),
            ("retentionDays", retention()),
        ],
        [],
    )
}

fn api_key() -> Of {
    object(
        [
            ("id", id("key")),
            ("tenantId", id("t")),
            ("name", name()),
            ("prefix", text("The start of the key, to tell it from others.")),
            ("scopes", scopes()),
            ("expiresAt", is(json!({ "type": ["string", "null"] }))),
        ],
        [],
    )
}

fn id(prefix: &str) -> Of {
    is(json!({ "type": "string", "pattern": format!("^{prefix}_[0-9A-Za-z]{{22}}$") }))
}

fn text(about: &str) -> Of {
    is(json!({ "type": "string", "description": about }))
}

fn name() -> Of {
    is(json!({ "type": "string", "minLength": 1, "maxLength": 200 }))
}

fn shard() -> Of {
    let about = "The database with the tenant's data: 0 is `DB`, 1 is `DB_1`, and so on.";
    is(json!({ "type": "integer", "minimum": 0, "maximum": 65535, "description": about }))
}

fn origins() -> Of {
    let about = "Ends of host names whose pages may use the site key; none admits every origin.";
    is(json!({
        "type": "array", "items": { "type": "string" }, "maxItems": 100, "description": about,
    }))
}

fn interval() -> Of {
    let about = "Seconds between two full submissions of a device.";
    is(json!({ "type": "integer", "minimum": 1, "maximum": 31_622_400, "description": about }))
}

fn retention() -> Of {
    let about = "Days that a device is kept after it was last seen; null keeps it for good.";
    is(json!({
        "type": ["integer", "null"], "minimum": 1, "maximum": 3660, "description": about,
    }))
}

fn scopes() -> Of {
    let names: Vec<&str> = Scope::ALL.iter().map(|scope| scope.name()).collect();
    is(json!({ "type": "array", "items": { "enum": names }, "minItems": 1 }))
}

fn anybody() -> Vec<Route> {
    vec![
        route("get", "/v1/health", "health", Anybody, "Tell that the service runs")
            .gives(ok([("version", text("The service's version."))]), "It runs."),
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
