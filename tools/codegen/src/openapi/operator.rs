//! The routes of `/v1/admin`.

use edgeprint_signals::ErrorCode::{Conflict, ResourceNotFound, SettingInvalid};
use edgeprint_signals::wire::{
    ApiKey, AuditEntry, Delivery, SigningKey, Site, Tenant, Webhook, WebhookEvent,
};
use schemars::JsonSchema;
use serde_json::json;

use super::route::Access::Operator;
use super::route::{Route, route};
use super::schemas::{Of, is, object, of, ok};
use super::settings::{end, flag, id, name, scopes, seconds, shard, text, with_settings};

/// In the order of the document.
pub fn routes() -> Vec<Route> {
    [tenants(), sites(), keys(), signing_keys(), webhooks(), messages(), audit()]
        .into_iter()
        .flatten()
        .collect()
}

fn tenants() -> Vec<Route> {
    const ONE: &str = "/v1/admin/tenants/{tenantId}";
    vec![
        list(
            "/v1/admin/tenants",
            "listTenants",
            "List tenants",
            &[],
            "tenants",
            of_list::<Tenant>(),
        ),
        add("/v1/admin/tenants", "addTenant", "Add a tenant")
            .takes(object([("name", name())], [("shard", shard())]))
            .gives(ok([("tenant", of::<Tenant>())]), "The tenant.")
            .refuses(&[SettingInvalid]),
        one("get", ONE, "getTenant", "Read a tenant")
            .gives(ok([("tenant", of::<Tenant>())]), "The tenant."),
        one("patch", ONE, "changeTenant", "Rename a tenant")
            .takes(object([("name", name())], []))
            .gives(ok([("tenant", of::<Tenant>())]), "The tenant as it is now.")
            .refuses(&[SettingInvalid]),
        one("delete", ONE, "deleteTenant", "Delete a tenant and everything of it")
            .about("Its secret keys end at once. Its devices are erased by the schedule.")
            .gives(ok([]), "It is deleted."),
    ]
}

fn sites() -> Vec<Route> {
    const ONE: &str = "/v1/admin/sites/{domainId}";
    vec![
        list(
            "/v1/admin/sites",
            "listSites",
            "List sites",
            &["tenantId"],
            "sites",
            of_list::<Site>(),
        ),
        add("/v1/admin/sites", "addSite", "Add a site to a tenant")
            .takes(with_settings([("tenantId", id("t")), ("name", name())]))
            .gives(ok([("site", of::<Site>())]), "The site, with its key.")
            .refuses(&[ResourceNotFound, SettingInvalid]),
        one("get", ONE, "getSite", "Read a site").gives(ok([("site", of::<Site>())]), "The site."),
        one("patch", ONE, "changeSite", "Change a site")
            .about("What is not mentioned stays. Pages notice within five minutes.")
            .takes(with_settings([]))
            .gives(ok([("site", of::<Site>())]), "The site as it is now.")
            .refuses(&[SettingInvalid]),
        one("delete", ONE, "deleteSite", "Delete a site")
            .about("Its devices are erased by the schedule.")
            .gives(ok([]), "It is deleted."),
        one(
            "post",
            "/v1/admin/sites/{domainId}/site-key",
            "regenerateSiteKey",
            "Give a site another key",
        )
        .about("The former key is admitted for up to five minutes more.")
        .gives(ok([("siteKey", text("A site key, `pk_…`."))]), "The new key."),
    ]
}

fn keys() -> Vec<Route> {
    const ONE: &str = "/v1/admin/keys/{keyId}";
    let shown_once = || ok([("key", of::<ApiKey>()), ("secretKey", text("`sk_…`"))]);
    vec![
        list(
            "/v1/admin/keys",
            "listKeys",
            "List secret keys",
            &["tenantId"],
            "keys",
            of_list::<ApiKey>(),
        ),
        add("/v1/admin/keys", "addKey", "Add a secret key to a tenant")
            .takes(object(
                [("tenantId", id("t")), ("name", name()), ("scopes", scopes())],
                [("expiresAt", end())],
            ))
            .gives(shown_once(), "Shown this once.")
            .refuses(&[ResourceNotFound, SettingInvalid]),
        one("get", ONE, "getKey", "Read a secret key's record")
            .gives(ok([("key", of::<ApiKey>())]), "The record."),
        one("patch", ONE, "changeKey", "Change a secret key")
            .takes(object([], [("name", name()), ("scopes", scopes()), ("expiresAt", end())]))
            .gives(ok([("key", of::<ApiKey>())]), "The record as it is now.")
            .refuses(&[SettingInvalid, Conflict]),
        one("delete", ONE, "revokeKey", "Revoke a secret key")
            .gives(ok([]), "It admits nobody any more."),
        one("post", "/v1/admin/keys/{keyId}/rotate", "rotateKey", "Rotate a secret key")
            .about("The former key goes on until the overlap ends.")
            .takes(object([], [("overlapSeconds", seconds(7_776_000)), ("expiresAt", end())]))
            .gives(shown_once(), "The new key, shown this once.")
            .refuses(&[SettingInvalid, Conflict]),
    ]
}

fn signing_keys() -> Vec<Route> {
    let all = ok([("keys", of_list::<SigningKey>())]);
    vec![
        route(
            "get",
            "/v1/admin/signing-keys",
            "listSigningKeys",
            Operator,
            "List the keys of sealed results",
        )
        .gives(all, "Those that are published."),
        add("/v1/admin/signing-keys", "rotateSigningKey", "Rotate the key of sealed results")
            .takes(object([], [("activateInSeconds", seconds(604_800))]))
            .gives(ok([("key", of::<SigningKey>())]), "The key that takes over.")
            .refuses(&[SettingInvalid]),
        one(
            "delete",
            "/v1/admin/signing-keys/{signingKeyId}",
            "deleteSigningKey",
            "Drop a key of sealed results",
        )
        .about("What it signed is no longer accepted.")
        .gives(ok([]), "It is dropped."),
    ]
}

fn webhooks() -> Vec<Route> {
    const ONE: &str = "/v1/admin/webhooks/{webhookId}";
    let shown_once = || ok([("webhook", of::<Webhook>()), ("secret", text("`whsec_…`"))]);
    let filters = ["tenantId", "domainId"];
    vec![
        list(
            "/v1/admin/webhooks",
            "listWebhooks",
            "List webhooks",
            &filters,
            "webhooks",
            of_list::<Webhook>(),
        ),
        add("/v1/admin/webhooks", "addWebhook", "Add a webhook to a site")
            .takes(object(
                [("domainId", id("d")), ("url", text("Where messages are sent."))],
                [("events", of_list::<WebhookEvent>())],
            ))
            .gives(shown_once(), "The webhook, and its secret, shown this once.")
            .refuses(&[ResourceNotFound, SettingInvalid, Conflict]),
        one("get", ONE, "getWebhook", "Read a webhook")
            .gives(ok([("webhook", of::<Webhook>())]), "The webhook."),
        one("patch", ONE, "changeWebhook", "Change, disable or enable a webhook")
            .takes(object(
                [],
                [
                    ("url", text("Where messages are sent.")),
                    ("events", of_list::<WebhookEvent>()),
                    ("disabled", flag()),
                ],
            ))
            .gives(ok([("webhook", of::<Webhook>())]), "The webhook as it is now.")
            .refuses(&[SettingInvalid]),
        one("delete", ONE, "deleteWebhook", "Delete a webhook").gives(ok([]), "It is deleted."),
        one(
            "post",
            "/v1/admin/webhooks/{webhookId}/rotate-secret",
            "rotateWebhookSecret",
            "Give a webhook another secret",
        )
        .takes(object([], [("overlapSeconds", seconds(2_592_000))]))
        .gives(shown_once(), "The new secret, shown this once.")
        .refuses(&[SettingInvalid]),
    ]
}

fn messages() -> Vec<Route> {
    const ALL: &str = "/v1/admin/webhooks/{webhookId}/deliveries";
    vec![
        list(
            ALL,
            "listDeliveries",
            "List a webhook's messages",
            &["state"],
            "deliveries",
            of_list::<Delivery>(),
        )
        .refuses(&[ResourceNotFound]),
        one(
            "post",
            "/v1/admin/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver",
            "redeliver",
            "Have a message that was given up sent again",
        )
        .gives(ok([]), "It is due."),
    ]
}

fn audit() -> Vec<Route> {
    let entries = of_list::<AuditEntry>();
    vec![list(
        "/v1/admin/audit-log",
        "listChanges",
        "List what operators changed",
        &["tenantId"],
        "entries",
        entries,
    )]
}

/// A list, a page at a time, the latest first.
fn list(
    path: &'static str,
    name: &'static str,
    summary: &'static str,
    filters: &[&'static str],
    member: &'static str,
    items: Of,
) -> Route {
    let cursor = is(json!({ "type": ["string", "null"] }));
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 200, "default": 50 });
    let mut route = route("get", path, name, Operator, summary)
        .about("The latest first.")
        .parameter("query", "limit", limit, "Rows of a page.")
        .parameter("query", "cursor", json!({ "type": "string" }), "`nextCursor` of a page before.")
        .gives(ok([(member, items), ("nextCursor", cursor)]), "A page.")
        .refuses(&[SettingInvalid]);
    for filter in filters {
        let (schema, about) = (json!({ "type": "string" }), "Those of this one alone.");
        route = route.parameter("query", filter, schema, about);
    }
    route
}

fn add(path: &'static str, name: &'static str, summary: &'static str) -> Route {
    route("post", path, name, Operator, summary)
}

/// A route of one resource, which may not be there.
fn one(
    method: &'static str,
    path: &'static str,
    name: &'static str,
    summary: &'static str,
) -> Route {
    route(method, path, name, Operator, summary).refuses(&[ResourceNotFound])
}

fn of_list<T: JsonSchema>() -> Of {
    let item = of::<T>();
    Box::new(move |generator| json!({ "type": "array", "items": item(generator) }))
}
