//! `/v1/admin/*`: what the operator administers, for the operator alone.

mod audit;
mod deliveries;
mod keys;
mod origins;
mod query;
mod risk_preview;
mod session;
mod signing_keys;
mod site_settings;
mod sites;
mod tenant_data;
mod tenants;
mod webhooks;

use axum::Router;
use edgeprint_signals::ErrorCode;
use serde::{Deserialize, Deserializer, Serialize};

use super::methods::{delete, get, patch, post};
use crate::error::{Abort, AppError};
use crate::ids::{DomainId, TenantId};
use crate::store::PageOf;
use query::List;

const MAX_NAME_BYTES: usize = 200;

/// Every route of the operator's, below `/v1/admin`.
pub fn router() -> Router {
    Router::new()
        .route("/session", get(session::show))
        .route("/session", post(session::open))
        .route("/session", delete(session::close))
        .route("/tenants", get(tenants::list))
        .route("/tenants", post(tenants::add))
        .route("/tenants/{tenant_id}", get(tenants::show))
        .route("/tenants/{tenant_id}", patch(tenants::change))
        .route("/tenants/{tenant_id}", delete(tenants::remove))
        .route("/tenants/{tenant_id}/device/{device_id}", get(tenant_data::device))
        .route("/tenants/{tenant_id}/device/{device_id}", delete(tenant_data::erase))
        .route("/tenants/{tenant_id}/device/{device_id}/export", get(tenant_data::export))
        .route("/tenants/{tenant_id}/devices", get(tenant_data::devices))
        .route("/tenants/{tenant_id}/events", get(tenant_data::events))
        .route("/tenants/{tenant_id}/events/{request_id}", get(tenant_data::event))
        .route("/tenants/{tenant_id}/visits", get(tenant_data::visits))
        .route("/tenants/{tenant_id}/exports/fingerprints", get(tenant_data::fingerprints))
        .route("/tenants/{tenant_id}/stats", get(tenant_data::stats))
        .route("/sites", get(sites::list))
        .route("/sites", post(sites::add))
        .route("/sites/{domain_id}", get(sites::show))
        .route("/sites/{domain_id}", patch(sites::change))
        .route("/sites/{domain_id}", delete(sites::remove))
        .route("/sites/{domain_id}/site-key", post(sites::regenerate_key))
        .route("/sites/{domain_id}/risk-preview", post(risk_preview::preview))
        .route("/allowed-origins", post(origins::check))
        .route("/keys", get(keys::list))
        .route("/keys", post(keys::add))
        .route("/keys/{key_id}", get(keys::show))
        .route("/keys/{key_id}", patch(keys::change))
        .route("/keys/{key_id}", delete(keys::revoke))
        .route("/keys/{key_id}/rotate", post(keys::rotate))
        .route("/signing-keys", get(signing_keys::list))
        .route("/signing-keys", post(signing_keys::rotate))
        .route("/signing-keys/{signing_key_id}", delete(signing_keys::remove))
        .route("/webhooks", get(webhooks::list))
        .route("/webhooks", post(webhooks::add))
        .route("/webhooks/{webhook_id}", get(webhooks::show))
        .route("/webhooks/{webhook_id}", patch(webhooks::change))
        .route("/webhooks/{webhook_id}", delete(webhooks::remove))
        .route("/webhooks/{webhook_id}/rotate-secret", post(webhooks::rotate))
        .route("/webhooks/{webhook_id}/deliveries", get(deliveries::list))
        .route(
            "/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver",
            post(deliveries::redeliver),
        )
        .route("/audit-log", get(audit::list))
}

/// Something was done, and there is nothing more to tell.
#[derive(Debug, Serialize)]
pub struct Done {
    ok: bool,
}

const DONE: Done = Done { ok: true };

/// A name that people can read.
fn check_name(name: &str) -> Result<&str, Abort> {
    let name = name.trim();
    if name.is_empty() || name.len() > MAX_NAME_BYTES || name.contains(char::is_control) {
        return Err(refused(format!("name: 1 to {MAX_NAME_BYTES} bytes of text")));
    }
    Ok(name)
}

fn refused(detail: String) -> Abort {
    Abort::because(ErrorCode::SettingInvalid, detail)
}

fn not_found() -> AppError {
    ErrorCode::ResourceNotFound.into()
}

/// The tenant that a list is about, where its query names one.
fn tenant_of(list: &List) -> Result<Option<TenantId>, AppError> {
    let Some(text) = &list.tenant_id else { return Ok(None) };
    let id = TenantId::parse(text);
    id.map(Some).ok_or_else(|| refused("tenantId: the id of a tenant".into()).into())
}

/// The site that a list is about, where its query names one.
fn site_of(list: &List) -> Result<Option<DomainId>, AppError> {
    let Some(text) = &list.domain_id else { return Ok(None) };
    let id = DomainId::parse(text);
    id.map(Some).ok_or_else(|| refused("domainId: the id of a site".into()).into())
}

/// The page with its rows as the wire has them.
fn to_wire<T, U>(page: PageOf<T>, change: impl Fn(&T) -> U) -> (Vec<U>, Option<String>) {
    let page = page.map(|row| change(&row));
    (page.items, page.next_cursor)
}

/// Tells `null` from a member that is missing.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
