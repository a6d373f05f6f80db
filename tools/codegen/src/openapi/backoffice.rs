//! The routes that the Backoffice adds to the operator's.

use edgeprint_signals::ErrorCode::{
    AdminTokenInvalid, Conflict, Internal, RateLimited, ResourceNotFound, SettingInvalid,
};
use edgeprint_signals::wire::{CheckedEntry, CheckedOrigin, RiskPreview};
use schemars::JsonSchema;
use serde_json::json;

use super::route::Access::{Anybody, Operator};
use super::route::{Route, route};
use super::schemas::{Of, is, object, of, ok};
use super::settings::{origins, weights};

const SESSION: &str = "/v1/admin/session";

/// In the order of the document.
pub fn routes() -> Vec<Route> {
    vec![
        route("post", SESSION, "openSession", Anybody, "Sign in to the Backoffice")
            .about("Sets a cookie that lasts twelve hours. Every try is counted.")
            .takes(object([("token", text())], []))
            .gives(ok([("expiresAt", text()), ("version", text())]), "Signed in.")
            .refuses(&[AdminTokenInvalid, Conflict, RateLimited, Internal]),
        route("get", SESSION, "getSession", Anybody, "Ask whether one is signed in")
            .about("Not to be is no error. Askers that are not are counted.")
            .gives(
                ok([("signedIn", is(json!({ "type": "boolean" }))), ("expiresAt", text_or_null()), ("demoUrl", text_or_null())]),
                "Whether the asker is an operator; when the session ends, if it is by one; where the deployment's demo is, if it has one.",
            )
            .refuses(&[RateLimited, Internal]),
        route("delete", SESSION, "closeSession", Operator, "Sign out of the Backoffice")
            .gives(ok([]), "The session is over.")
            .refuses(&[Conflict])
            .storeless(),
        route(
            "post",
            "/v1/admin/allowed-origins",
            "checkAllowedOrigins",
            Operator,
            "Try allowed origins before saving them",
        )
        .about("By the rule that admits pages. Nothing is stored.")
        .takes(object([("allowedOrigins", origins())], [("origins", list_of_text())]))
        .gives(
            ok([("entries", list::<CheckedEntry>()), ("origins", list::<CheckedOrigin>())]),
            "What they mean.",
        )
        .refuses(&[SettingInvalid])
        .storeless(),
        route(
            "post",
            "/v1/admin/sites/{domainId}/risk-preview",
            "previewRisk",
            Operator,
            "Try risk weights on the latest submissions",
        )
        .about("The last 1,000. Flags that were suppressed when they came are not known.")
        .takes(object([], [("ruleWeights", weights()), ("suppressedFlags", list_of_text())]))
        .gives(ok([("preview", of::<RiskPreview>())]), "What would have been.")
        .refuses(&[ResourceNotFound, SettingInvalid]),
    ]
}

/// A backend's route, for an operator who names the tenant; `None` where there is none.
pub fn of_tenant(mut route: Route) -> Option<Route> {
    if route.method == "post" {
        return None;
    }
    let path = route.path.strip_prefix("/v1/")?;
    route.path = format!("/v1/admin/tenants/{{tenantId}}/{path}").leak();
    let (first, rest) = route.id.split_at_checked(1)?;
    route.id = format!("operator{}{rest}", first.to_uppercase()).leak();
    route.summary = format!("{}, for a tenant", route.summary).leak();
    route.access = Operator;
    Some(route.refuses(&[ResourceNotFound]))
}

fn text() -> Of {
    is(json!({ "type": "string" }))
}

fn text_or_null() -> Of {
    is(json!({ "type": ["string", "null"] }))
}

fn list_of_text() -> Of {
    is(json!({ "type": "array", "items": { "type": "string" } }))
}

fn list<T: JsonSchema>() -> Of {
    let item = of::<T>();
    Box::new(move |generator| json!({ "type": "array", "items": item(generator) }))
}
