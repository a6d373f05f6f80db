//! A checkout with axum: it verifies the sealed result that the page sends along, looks the device up, and asks unknown
//! and risky ones for more.
#![allow(clippy::print_stdout, reason = "it says where it can be reached")]

use std::env::var;
use std::fs;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, Json};
use axum::routing::{get, post};
use edgeprint_client::wire::Device;
use edgeprint_client::{Client, Error, Expected, Options};
use serde_json::{Value, json};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (options, site_key) = settings()?;
    let page = include_str!("../../checkout.html")
        .replace("{{url}}", &options.endpoint)
        .replace("{{siteKey}}", &site_key);
    let app = Router::new()
        .route("/", get(move || async { Html(page) }))
        .route("/api/pay", post(pay))
        .with_state(Arc::new(Client::new(options)?));
    let port = var("PORT").unwrap_or_else(|_| "3000".into());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}/", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}

async fn pay(
    State(edgeprint): State<Arc<Client>>,
    headers: HeaderMap,
) -> (StatusCode, Json<Value>) {
    let sealed = headers.get("x-edgeprint-sealed").and_then(|value| value.to_str().ok());
    let sealed = sealed.unwrap_or_default().to_owned();
    // The client blocks while it asks: not in the threads that serve.
    let found = tokio::task::spawn_blocking(move || device_of(&edgeprint, &sealed)).await;
    let (status, answer) = match found {
        Ok(Ok(found)) => verdict(found.as_ref()),
        Ok(Err(_)) | Err(_) => (StatusCode::BAD_GATEWAY, json!({ "status": "failed" })),
    };
    (status, Json(answer))
}

/// The device that pays; `None` where that is not proven, and while the edge is out of reach.
fn device_of(edgeprint: &Client, sealed: &str) -> Result<Option<Device>, Error> {
    let expected = Expected { action: Some("pay"), ..Expected::default() };
    let claims = match edgeprint.verify_sealed(sealed, expected) {
        Ok(claims) => claims,
        Err(Error::Sealed(_) | Error::Connection(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(id) = claims.sub else { return Ok(None) };
    match edgeprint.device(&id) {
        Err(Error::Connection(_)) => Ok(None),
        found => found,
    }
}

fn verdict(device: Option<&Device>) -> (StatusCode, Value) {
    let pending = |reason| (StatusCode::ACCEPTED, json!({ "status": "pending", "reason": reason }));
    match device {
        None => pending("unknown_device"),
        Some(device) if device.flags.iter().any(|flag| flag == "headless_browser") => {
            (StatusCode::FORBIDDEN, json!({ "status": "blocked" }))
        }
        Some(device) if device.score >= 60 => pending("risk"),
        Some(device) => (StatusCode::OK, json!({ "status": "paid", "deviceId": device.device_id })),
    }
}

/// How the edge is asked, and the site key of the page: from the environment; else of the edge that
/// `npm start` runs at the repository's root.
fn settings() -> anyhow::Result<(Options, String)> {
    let from_environment = var("EDGEPRINT_URL").is_ok();
    let setting = |variable: &'static str, file, name| {
        if from_environment { var(variable).context(variable) } else { noted(file, name) }
    };
    let options = Options {
        endpoint: setting("EDGEPRINT_URL", "dev.json", "url")?,
        secret_key: setting("EDGEPRINT_SECRET_KEY", "keys.json", "secretKey")?,
        tenant_id: setting("EDGEPRINT_TENANT_ID", "keys.json", "tenantId")?,
        ..Options::default()
    };
    Ok((options, setting("EDGEPRINT_SITE_KEY", "keys.json", "siteKey")?))
}

/// What `npm start` writes down for programs.
fn noted(file: &str, name: &str) -> anyhow::Result<String> {
    let path = format!("{}/../../.edgeprint/{file}", env!("CARGO_MANIFEST_DIR"));
    let text =
        fs::read_to_string(&path).with_context(|| format!("{path}: is `npm start` running?"))?;
    let told: Value = serde_json::from_str(&text)?;
    let value = told.get(name).and_then(Value::as_str).map(str::to_owned);
    value.with_context(|| format!("{path}: {name}"))
}
